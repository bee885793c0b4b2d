using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Core.Fronts;

/// <summary>The incumbent after a number of evaluations.</summary>
/// <param name="Evaluations">What the trials that had ended, failed ones included, cost together, in full
/// evaluations: their number where all of them are full.</param>
/// <param name="Incumbent">The best of them; what it measured besides the first objective is reported, not searched
/// on.</param>
/// <param name="Value">Its first objective, in the metric's own unit and direction.</param>
public sealed record BestSoFarPoint(double Evaluations, Trial Incumbent, double Value);

/// <summary>
/// The search curve: the best trial so far by the first objective, among those that keep the constraints. Equals are
/// told apart by the objectives that follow, so that the best is always on the front. Trials at a lower fidelity cost
/// their share and are never the best.
/// </summary>
public static class BestSoFar
{
    /// <summary>
    /// A point for each ended trial, from the first full and feasible one on. Of equals in every objective the earlier
    /// stays.
    /// </summary>
    /// <param name="problem">Objectives and constraints.</param>
    /// <param name="trials">Trials in order of their numbers; those that are still waiting or running are left
    /// out.</param>
    /// <param name="fidelity">The evaluator's levels; null where every evaluation is a full one.</param>
    public static ImmutableArray<BestSoFarPoint> Curve(
        Problem problem, IEnumerable<Trial> trials, FidelityScale? fidelity = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(trials);
        var curve = ImmutableArray.CreateBuilder<BestSoFarPoint>();
        Trial? incumbent = null;
        var (full, levels) = (0, 0.0);                        // full evaluations, and the sum of the others' levels
        foreach (var trial in trials.Where(t => t.State is TrialState.Completed or TrialState.Failed))
        {
            (full, levels) = fidelity is not null && trial.Proposal.Fidelity is { } level
                ? (full, levels + level)
                : (full + 1, levels);
            if (trial.State == TrialState.Completed && trial.IsFull && problem.IsFeasible(trial)
                && (incumbent is null || IsBetter(problem, trial, incumbent)))
            {
                incumbent = trial;
            }

            if (incumbent is not null)
            {
                var spent = fidelity is null ? full : (full * fidelity.Full + levels) / fidelity.Full;
                curve.Add(new BestSoFarPoint(spent, incumbent, incumbent.Metric(problem.Objectives[0].Metric)));
            }
        }

        return curve.ToImmutable();
    }

    /// <summary>Whether a trial is better than another, objective after objective; both are completed.</summary>
    public static bool IsBetter(Problem problem, Trial trial, Trial other)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Minimised(trial).AsSpan().SequenceCompareTo(problem.Minimised(other)) < 0;
    }

    /// <summary>The best trial; null where none is completed, full and feasible.</summary>
    public static Trial? Incumbent(Problem problem, IEnumerable<Trial> trials)
        => Curve(problem, trials.Where(t => t.IsFull)) is [.., var last] ? last.Incumbent : null;
}
