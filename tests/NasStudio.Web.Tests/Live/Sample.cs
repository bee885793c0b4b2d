using System.Collections.Immutable;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Tests.Live;

/// <summary>Made-up experiments and trials for tests of what pages show.</summary>
internal static class Sample
{
    public static readonly NasBench201Space Space = new();

    public static readonly Metric Accuracy = new("val_acc", "Validation accuracy", "%", Direction.Maximize, MetricRole.Validation);

    public static readonly Metric Test = new("test_acc", "Test accuracy", "%", Direction.Maximize, MetricRole.Test);

    public static readonly Metric Latency = new("latency_ms", "Latency", "ms", Direction.Minimize, MetricRole.Cost, IsDeterministic: false);

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static ExperimentView Experiment(params long[] seeds) => new(
        1, "Sample", RunState.Running,
        new ExperimentDocument("Sample", new("nas-bench-201"), new("train"), new("random"),
            [new("val_acc", Direction.Maximize), new("latency_ms", Direction.Minimize)], [new("latency_ms", Max: 4.5)], 10, [.. seeds]),
        Start, [Accuracy, Test, Latency],
        [.. seeds.Select((seed, i) => new RunView(i, seed, RunState.Running, 0, 0, 10, 0, [], null, null, 0, 0, 0, null, null, 1, 1))], 1);

    /// <summary>How far the search of a run is that has two distributions.</summary>
    public static SearchRounds Rounds(int done, int total, params string[] warnings) => new(done, total, new RoundInsight(
        [new("train_loss", "Training loss", "loss", 1.5)], [])
    {
        Distributions = [Distribution(0, "coefficient 1", 80, 1), Distribution(1, "coefficient 0.1", 85, 2)],
        Warnings = [.. warnings],
        Passes = new(1200, 400),
    });

    private static DistributionInsight Distribution(int number, string title, double accuracy, double latency) => new(
        $"distribution_{number}", title, 1, null, new(Space.Sample(new RandomSource(number)).Native,
            ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", accuracy).Add("latency_ms", latency)));

    public static TrialView Trial(
        int number, double accuracy, double latency, long seed = 0, bool isFeasible = true, TrialState state = TrialState.Completed,
        long revision = 1, ImmutableArray<double>? latent = null)
        => new(revision, seed, number, Space.Sample(new RandomSource(number)).Native, "class", "function", $"random draw {number}", state,
            state == TrialState.Completed
                ? ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", accuracy).Add("test_acc", accuracy - 1).Add("latency_ms", latency)
                : ImmutableSortedDictionary<string, double>.Empty,
            null, latent, state == TrialState.Failed ? "The loss became NaN." : null, number, Start, Start, false,
            isFeasible && state == TrialState.Completed, number);
}
