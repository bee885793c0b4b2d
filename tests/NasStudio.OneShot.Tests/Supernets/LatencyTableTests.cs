using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Latency;
using NasStudio.OneShot.Searches;
using NasStudio.OneShot.Supernets;

namespace NasStudio.OneShot.Tests.Supernets;

public sealed class LatencyTableTests
{
    private static readonly ImmutableArray<SupernetVariable> Variables =
        [new("a", ["x", "y", "z"]), new("b", ["only"]), new("c", ["u", "v"])];

    private static readonly double[][] Costs = [[0.125, 1, 2], [0.5], [0.25, 4]];

    [Fact]
    public void Sums_of_layers_foretell_networks_that_are_such_sums()
    {
        var clock = new FakeClock(Costs, path => 0.75 + Sum(path));

        var table = LatencyTable.Measure(clock, Variables, new RandomSource(1), default);

        Assert.Equal(Costs, table.LayersMs.Select(layer => layer.ToArray()));
        Assert.All(table.SpreadsMs.SelectMany(layer => layer), spread => Assert.Equal(0.02, spread, 12));
        Assert.Equal(0.75, table.FixedMs, 12);
        Assert.Equal(0.75 + 0.125 + 0.5 + 0.25, table.Table.Smallest, 12);
        Assert.Equal(0.75 + 2 + 0.5 + 4, table.Table.Largest, 12);
        Assert.Equal((0.1, "cpu", 1), (Math.Round(table.NoiseMs, 9), table.Device, table.Threads));
        Assert.Equal((12, 0.0, 0.0, 1.0), (table.Check.Networks, Math.Round(table.Check.ErrorPercent, 9),
            Math.Round(table.Check.BiasPercent, 9), Math.Round(table.Check.RankCorrelation!.Value, 9)));
        Assert.Contains("6 choices on cpu with 1 thread(s), for one image: networks take 1.625 to 7.250 ms, of which 0.750 ms are the same for all; "
            + "the middle half of the samples of one spreads over 0.100 ms. 12 other networks, measured whole, were off by 0.0 % on average",
            table.Describe(), StringComparison.Ordinal);
    }

    /// <summary>Every second network fits the rest; the others, which check it, take twice as long as foretold.</summary>
    [Fact]
    public void Networks_that_are_no_such_sums_are_told_apart_by_the_check()
    {
        var measured = 0;
        var clock = new FakeClock(Costs, path => (1 + measured++ % 2) * (0.75 + Sum(path)));

        var table = LatencyTable.Measure(clock, Variables, new RandomSource(1), default);

        Assert.Equal(0.75, table.FixedMs, 12);
        Assert.Equal((50.0, -50.0), (table.Check.ErrorPercent, table.Check.BiasPercent));
    }

    [Fact]
    public void Modes_end_at_the_nearest_existing_latency_not_above_the_target_within_the_noise()
    {
        var options = Options with { Targets = "1.21, 2.01, 9", TargetTolerance = 0 };
        using var search = new ImportanceSampledAsng(Small.Context(), options, Known(noiseMs: 0));
        using var noisy = new ImportanceSampledAsng(Small.Context(), options, Known(noiseMs: 0.3));
        while (!search.IsFinished) search.Advance(default);
        while (!noisy.IsFinished) noisy.Advance(default);

        Assert.False(search.MeasuresAlone);
        Assert.Equal(["at most 1.2 ms", "at most 2 ms", "at most 2.2 ms"], search.Distributions.Select(found => found.Name));
        Assert.All(search.Distributions, found => Assert.Equal(found.Target!.Value, found.LatencyMs!.Value, 3));
        Assert.All(noisy.Distributions, found => Assert.InRange(found.LatencyMs!.Value, found.Target!.Value - 0.3001, found.Target.Value + 1e-9));
        Assert.Contains(noisy.Distributions, found => found.LatencyMs < found.Target - 0.05);
        Assert.Equal(search.Distributions[0].LatencyMs, search.Winners(default)[0].Predicted!["latency_ms"]);
    }

    [Fact]
    public void A_target_below_every_latency_is_refused_in_milliseconds()
        => Assert.Contains("No architecture has at most 0.5 ms: the smallest has 1.", Assert.Throws<ArgumentException>(
            () => new ImportanceSampledAsng(Small.Context(), Options with { Targets = "0.5" }, Known(0))).Message, StringComparison.Ordinal);

    /// <summary>The real clock, once; what was saved with it is not measured again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layers_are_measured_once_and_kept_with_the_search(bool perCoefficient)
    {
        using var search = Make();
        Assert.True(search.MeasuresAlone);
        Assert.Empty(search.Distributions);
        var note = search.MeasureAlone(default);
        Assert.Contains("30 choices on cpu with 1 thread(s), for one image", note, StringComparison.Ordinal);
        Assert.False(search.MeasuresAlone);
        search.Advance(default);
        var folder = Small.Folder();
        search.Save(folder);
        while (!search.IsFinished) search.Advance(default);

        using var resumed = Make();
        resumed.Load(folder);
        Assert.False(resumed.MeasuresAlone);
        while (!resumed.IsFinished) resumed.Advance(default);

        Assert.Equal(search.Distributions.Select(Text), resumed.Distributions.Select(Text));
        Assert.All(search.Distributions, found => Assert.InRange(found.LatencyMs!.Value, 0.001, 1000));

        IWeightSharingSearch Make() => perCoefficient
            ? new AsngPerCoefficient(Small.Context(), Options) : new ImportanceSampledAsng(Small.Context(), Options);

        static string Text(SearchedDistribution found) => $"{found.Name} {found.Mode.Native} {found.LatencyMs} {found.AccuracyPercent}";
    }

    private static ImportanceSampledAsngOptions Options { get; } = new()
    {
        Epochs = 2,
        WarmUp = 0,
        BatchSize = 16,
        StepsPerRound = 8,
        Coefficients = "0.5, 0",
        CalibrationBatches = 1,
        Complexity = Complexities.Latency,
    };

    /// <summary>Every edge of a cell takes 0, 0, .05, .2 or .1 ms by operation, and everything else 1 ms.</summary>
    private static LatencyTable Known(double noiseMs) => new(
        [.. Enumerable.Repeat<ImmutableArray<double>>([0, 0, 0.05, 0.2, 0.1], 6)],
        [.. Enumerable.Repeat<ImmutableArray<double>>([0, 0, 0, 0, 0], 6)], 1, noiseMs, new LatencyCheck(12, 0, 0, 1), "cpu", 1);

    private static double Sum(ImmutableArray<int> path) => path.Select((choice, j) => Costs[j][choice]).Sum();

    /// <summary>Samples of a layer lie at -.02, -.01, 0, .01 and .02 ms from what it takes; those of a network spread over .1 ms.</summary>
    private sealed class FakeClock(double[][] costs, Func<ImmutableArray<int>, double> whole) : ILatencyClock
    {
        public double[][] Layers(ImmutableArray<int> path, CancellationToken cancellation)
            => [.. Enumerable.Range(-2, 5).Select(pass => path.Select((choice, j) => costs[j][choice] + 0.01 * pass).ToArray())];

        public LatencyMeasurement Whole(ImmutableArray<int> path, CancellationToken cancellation)
            => whole(path) is var median ? new LatencyMeasurement(median, median - 0.05, median + 0.05, 5, 1, "cpu") : null!;
    }
}
