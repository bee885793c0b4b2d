using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Testing;

/// <summary>
/// Measures without training: "score" (to maximise) and "cost" (to minimise) are fixed weights on an architecture's
/// one-hot encoding, "report" a test value. A share of the architectures fails, always the same ones. At a lower
/// fidelity the score is lower, by an amount of each architecture's own that shrinks with the level.
/// </summary>
/// <param name="space">The space measured.</param>
/// <param name="failingShare">Share of architectures that fail, in [0, 1].</param>
/// <param name="fidelity">Cheaper levels; null for none.</param>
public sealed class ToyEvaluator(SearchSpace space, double failingShare = 0, FidelityScale? fidelity = null)
    : IEvaluator
{
    /// <summary>Maximise the score.</summary>
    public static Problem OneObjective { get; } = Problem.Single("score", Direction.Maximize);

    /// <summary>Maximise the score and minimise the cost.</summary>
    public static Problem TwoObjectives { get; } = new(
        [new Objective("score", Direction.Maximize), new Objective("cost", Direction.Minimize)], []);

    /// <summary>Maximise the score where the cost is at most this.</summary>
    public static Problem Limited(double cost)
        => OneObjective with { Constraints = [new Constraint("cost", Max: cost)] };

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics { get; } =
    [
        new("score", "Score", "%", Direction.Maximize, MetricRole.Validation),
        new("cost", "Cost", "", Direction.Minimize, MetricRole.Cost),
        new("report", "Reported score", "%", Direction.Maximize, MetricRole.Test),
    ];

    /// <inheritdoc/>
    public bool IsInstant => true;

    /// <inheritdoc/>
    public FidelityScale? Fidelity => fidelity;

    /// <inheritdoc/>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        if (Weight(architecture.Native) < failingShare)
        {
            throw new EvaluationFailedException($"{architecture} always fails.");
        }

        var encoding = space.Encode(architecture);
        double Sum(string of) => encoding.Select((x, i) => x * Weight($"{of} {i}")).Sum();
        var missing = 1 - (fidelity?.Share(context.Fidelity) ?? 1);
        var behind = missing * (1 + Weight($"pace of {architecture.Native}"));
        return new Measurement(ImmutableSortedDictionary<string, double>.Empty
            .Add("score", 50 + Sum("score") - behind).Add("cost", Sum("cost")).Add("report", 49 + Sum("score")));
    }

    /// <summary>What comes of proposals, in their order, as trials numbered on from <paramref name="first"/>.</summary>
    public IReadOnlyList<Trial> Evaluate(IReadOnlyList<Proposal> proposals, int first)
        => [.. proposals.Select((proposal, i) => Evaluate(proposal, first + i))];

    private Trial Evaluate(Proposal proposal, int number)
    {
        var waiting = new Trial(
            number, proposal, TrialState.Waiting, number, ImmutableSortedDictionary<string, double>.Empty);
        try
        {
            var measured = Evaluate(
                proposal.Architecture,
                new EvaluationContext(number, null, CancellationToken.None, proposal.Fidelity));
            return waiting with { State = TrialState.Completed, Metrics = measured.Values };
        }
        catch (EvaluationFailedException failure)
        {
            return waiting with { State = TrialState.Failed, Error = failure.Message };
        }
    }

    /// <summary>A number in [0, 1) that depends on the text alone.</summary>
    private static double Weight(string text)
    {
        var hash = 14695981039346656037UL;                    // FNV-1a, then a last mix for the high bits
        foreach (var unit in text)
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        hash = unchecked((hash ^ hash >> 32) * 0x9E3779B97F4A7C15UL);
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
