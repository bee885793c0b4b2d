using System.Collections.Immutable;
using NasStudio.Core.Trials;

namespace NasStudio.Core.Objectives;

/// <summary>
/// What an experiment searches for: objectives in order and constraints. The one place where a direction is flipped:
/// everything inside minimises.
/// </summary>
/// <param name="Objectives">At least one; the first decides the incumbent.</param>
/// <param name="Constraints">Any number.</param>
public sealed record Problem(ImmutableArray<Objective> Objectives, ImmutableArray<Constraint> Constraints)
{
    /// <summary>Every metric that counts, once: of the objectives in order, then of the constraints.</summary>
    public ImmutableArray<string> Metrics
        => [.. Objectives.Select(o => o.Metric).Concat(Constraints.Select(c => c.Metric)).Distinct()];

    /// <summary>A problem with one objective and no constraint.</summary>
    public static Problem Single(string metric, Direction direction) => new([new Objective(metric, direction)], []);

    /// <summary>The objective values of a completed trial, each such that smaller is better. // (objectives)</summary>
    /// <exception cref="InvalidOperationException">The trial lacks a metric, or is not completed.</exception>
    public double[] Minimised(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return [.. Objectives.Select(o => (o.Direction == Direction.Minimize ? 1 : -1) * trial.Metric(o.Metric))];
    }

    /// <summary>Whether a completed trial keeps every constraint.</summary>
    public bool IsFeasible(Trial trial) => TotalViolation(trial) == 0;

    /// <summary>Sum over the constraints of the amount by which a completed trial breaks them; 0 when it is
    /// feasible.</summary>
    public double TotalViolation(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Constraints.Sum(c => c.Violation(trial.Metric(c.Metric)));
    }
}
