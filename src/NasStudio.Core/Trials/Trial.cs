using System.Collections.Immutable;
using NasStudio.Core.Architectures;

namespace NasStudio.Core.Trials;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    /// <summary>Asked and stored; not evaluated yet.</summary>
    Waiting,

    /// <summary>Being evaluated.</summary>
    Running,

    /// <summary>Evaluated; every metric is there and finite.</summary>
    Completed,

    /// <summary>Could not be evaluated; <see cref="Trial.Error"/> says why. The run went on.</summary>
    Failed,
}

/// <summary>One architecture that a strategy asked for and what came of it.</summary>
/// <param name="Number">Position in its run, from 0; trials are told in this order.</param>
/// <param name="Proposal">What the strategy asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="EvaluationSeed">Seed of the evaluation: the same seed measures the same values again.</param>
/// <param name="Metrics">Measured values by metric name; empty until completed.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
public sealed record Trial(
    int Number, Proposal Proposal, TrialState State, long EvaluationSeed,
    ImmutableSortedDictionary<string, double> Metrics, string? Error = null)
{
    /// <summary>The architecture.</summary>
    public Architecture Architecture => Proposal.Architecture;

    /// <summary>Whether it was evaluated in full: only then may it stand on a front or be an incumbent.</summary>
    public bool IsFull => Proposal.Fidelity is null;

    /// <summary>A measured value.</summary>
    /// <exception cref="InvalidOperationException">The trial has no such value.</exception>
    public double Metric(string name) => Metrics.TryGetValue(name, out var value)
        ? value
        : throw new InvalidOperationException($"Trial {Number} ({State}) has no metric '{name}'.");
}

/// <summary>What a strategy asks to have evaluated, and what it knew when it asked.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Origin">Where it came from, for people: "random start", "mutation of trial 12", "generator, round
/// 3".</param>
/// <param name="Latent">Its place in the strategy's latent space; null where the strategy has none.</param>
/// <param name="Predicted">What the strategy expected, by metric name in the metric's unit; null where it expected
/// nothing.</param>
/// <param name="Fidelity">A level of the evaluator's <see cref="FidelityScale"/>; null for the full evaluation.</param>
public sealed record Proposal(
    Architecture Architecture, string Origin, ImmutableArray<double>? Latent = null,
    ImmutableSortedDictionary<string, double>? Predicted = null, double? Fidelity = null);
