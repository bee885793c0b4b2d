using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Tests.Comparisons;

/// <summary>Comparisons of made-up values.</summary>
internal static class ComparedSample
{
    public static Problem OneObjective { get; } = Problem.Single("acc", Direction.Maximize);

    public static Problem TwoObjectives { get; } =
        new([new Objective("acc", Direction.Maximize), new Objective("cost", Direction.Minimize)], []);

    /// <summary>A run whose trials have these accuracies (and costs); NaN for a failed one.</summary>
    public static ComparedRun Run(
        long seed, double[] accuracies, double[]? costs = null, Problem? problem = null, RunState state = RunState.Completed)
        => new(seed, state, seed + 1, 0, [.. accuracies.Select((value, i) => Trial(i, value, costs?[i] ?? 1))],
            problem ?? OneObjective, null);

    public static ComparedExperiment Experiment(long id, string strategy, int evaluations, params ComparedRun[] runs) => new(
        id, $"experiment {id}", strategy, RunStates.Combined([.. runs.Select(r => r.State)]),
        new(
            $"experiment {id}", new KindChoice("tiny"), new KindChoice("toy"), new KindChoice(strategy),
            OneObjective.Objectives, [], evaluations, [.. runs.Select(r => r.Seed)]),
        1, 1, [.. runs]);

    public static Comparison Comparison(Problem problem, BestPossible? optimum, params ComparedExperiment[] experiments) => new(
        [.. experiments], problem,
        [
            new("acc", "Accuracy", "%", Direction.Maximize, MetricRole.Validation),
            new("cost", "Cost", "", Direction.Minimize, MetricRole.Cost),
            new("test", "Test accuracy", "%", Direction.Maximize, MetricRole.Test),
        ],
        [], optimum, experiments.Min(e => e.Document.Evaluations));

    private static Trial Trial(int number, double accuracy, double cost)
    {
        var proposal = new Proposal(new("tiny", $"a{number}"), "made up");
        return double.IsNaN(accuracy)
            ? new Trial(number, proposal, TrialState.Failed, 0, Measurement.Empty.Values, "made to fail")
            : new Trial(number, proposal, TrialState.Completed, 0, ImmutableSortedDictionary<string, double>.Empty
                .Add("acc", accuracy).Add("cost", cost).Add("test", accuracy - 1));
    }
}
