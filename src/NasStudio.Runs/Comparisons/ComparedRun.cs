using System.Collections.Immutable;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Runs.Comparisons;

/// <summary>One run of an experiment that is compared.</summary>
public sealed class ComparedRun
{
    private readonly Problem _problem;
    private readonly FidelityScale? _fidelity;
    private Volumes? _volumes;

    /// <summary>A run and the trials of it that have ended, in the order of their numbers.</summary>
    public ComparedRun(
        long seed, RunState state, double strategySeconds, double evaluationSeconds, IReadOnlyList<Trial> ended,
        Problem problem, FidelityScale? fidelity)
    {
        ArgumentNullException.ThrowIfNull(ended);
        (Seed, State, StrategySeconds, EvaluationSeconds) = (seed, state, strategySeconds, evaluationSeconds);
        (_problem, _fidelity, Ended) = (problem, fidelity, ended);
        Curve = BestSoFar.Curve(problem, ended, fidelity);
        Spent = FidelityScale.Spent(fidelity, ended.Select(t => t.Proposal.Fidelity));
        Front = ParetoFront.Of(problem, ended);
    }

    private ComparedRun(ComparedRun other, RunState state, double strategySeconds, double evaluationSeconds)
    {
        (Seed, State, StrategySeconds, EvaluationSeconds) = (other.Seed, state, strategySeconds, evaluationSeconds);
        (_problem, _fidelity, _volumes, Ended) = (other._problem, other._fidelity, other._volumes, other.Ended);
        (Curve, Spent, Front) = (other.Curve, other.Spent, other.Front);
    }

    /// <summary>Its seed.</summary>
    public long Seed { get; }

    /// <summary>Where it stands.</summary>
    public RunState State { get; }

    /// <summary>Time spent in the strategy.</summary>
    public double StrategySeconds { get; }

    /// <summary>Time spent in evaluations.</summary>
    public double EvaluationSeconds { get; }

    /// <summary>Completed and failed trials, in the order of their numbers.</summary>
    public IReadOnlyList<Trial> Ended { get; }

    /// <summary>Evaluations that have ended, in full evaluations.</summary>
    public double Spent { get; }

    /// <summary>Best so far.</summary>
    public ImmutableArray<BestSoFarPoint> Curve { get; }

    /// <summary>Its feasible front.</summary>
    public IReadOnlyList<Trial> Front { get; }

    /// <summary>Share of the evaluations that completed and keep every constraint; NaN without any.</summary>
    public double FeasibleShare
        => Ended.Count(t => t.State == TrialState.Completed && _problem.IsFeasible(t)) / (double)Ended.Count;

    /// <summary>Whether it says anything of this many evaluations: it has spent them, or ended with less to spend on.</summary>
    public bool Reaches(double evaluations) => Spent >= evaluations || (State == RunState.Completed && Ended.Count > 0);

    /// <summary>The incumbent after so many evaluations; null where it had none, or has not come so far.</summary>
    public BestSoFarPoint? At(double evaluations)
    {
        if (!Reaches(evaluations) || Curve.IsEmpty || Curve[0].Evaluations > evaluations)
        {
            return null;
        }

        var (low, high) = (0, Curve.Length);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Curve[middle].Evaluations <= evaluations ? (middle, high) : (low, middle);
        }

        return Curve[low];
    }

    /// <summary>The hypervolume attained after so many evaluations, as a share of the box; null where it has not come so
    /// far.</summary>
    public double? VolumeAt(double evaluations, HypervolumeBox box)
    {
        ArgumentNullException.ThrowIfNull(box);
        if (!Reaches(evaluations))
        {
            return null;
        }

        if (_volumes is not { } known || !known.Key.SequenceEqual(box.Key))
        {
            _volumes = known = new Volumes(box.Key, [.. Steps(box)]);
        }

        var found = 0.0;
        foreach (var (at, volume) in known.Steps)
        {
            if (at > evaluations)
            {
                break;
            }

            found = volume;
        }

        return found;
    }

    /// <summary>The same run with what its row says now, where no trial has changed.</summary>
    internal ComparedRun With(RunState state, double strategySeconds, double evaluationSeconds)
        => new(this, state, strategySeconds, evaluationSeconds);

    /// <summary>The volume wherever the front changes.</summary>
    private IEnumerable<(double Evaluations, double Volume)> Steps(HypervolumeBox box)
    {
        var front = new List<double[]>();
        var (full, levels) = (0, 0.0);
        foreach (var trial in Ended)
        {
            (full, levels) = trial.Proposal.Fidelity is { } level ? (full, levels + level) : (full + 1, levels);
            if (trial.State != TrialState.Completed || !trial.IsFull || !_problem.IsFeasible(trial))
            {
                continue;
            }

            var point = _problem.Minimised(trial);
            if (front.Exists(other => ParetoFront.Dominates(other, point) || other.AsSpan().SequenceEqual(point)))
            {
                continue;
            }

            front.RemoveAll(other => ParetoFront.Dominates(point, other));
            front.Add(point);
            yield return (full + levels / (_fidelity?.Full ?? 1), box.Share(front));
        }
    }

    /// <summary>The volumes in one box.</summary>
    private sealed record Volumes(
        ImmutableArray<double> Key, ImmutableArray<(double Evaluations, double Volume)> Steps);
}
