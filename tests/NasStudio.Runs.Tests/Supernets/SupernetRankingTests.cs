using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Supernets;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Supernets;

/// <summary>The toy search has an accuracy for each architecture (<see cref="ToySharing.Accuracy"/>), so that its order is
/// known.</summary>
public sealed class SupernetRankingTests
{
    private static readonly NasBench201Space Space = new();
    private static readonly Architecture[] Some =
        [.. Enumerable.Range(0, 400).Select(i => Space.Sample(new RandomSource(7).Fork("some", i))).DistinctBy(Space.IsomorphismClass).Take(60)];

    [Fact]
    public async Task A_table_in_the_order_of_the_supernet_has_a_correlation_of_one_and_a_reversed_one_of_minus_one()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await SearchedAsync(studio);
        Import(studio, "alike", "val_acc", "unit %, maximize, validation", accuracy => 100 * accuracy);
        Import(studio, "reversed", "val_acc", "unit %, maximize, validation", accuracy => 100 - 100 * accuracy);
        Import(studio, "losses", "val_loss", "minimize, validation", accuracy => 1 - accuracy);

        var alike = await RankAsync(studio, id, "alike", new RankingOptions());
        var reversed = await RankAsync(studio, id, "reversed", new RankingOptions());
        var losses = await RankAsync(studio, id, "losses", new RankingOptions { Metric = "val_loss" });

        Assert.Equal((1.0, 1.0), (alike.Spearman!.Value, alike.Kendall!.Value), Comparer);
        Assert.Equal((-1.0, -1.0), (reversed.Spearman!.Value, reversed.Kendall!.Value), Comparer);
        Assert.Equal(1.0, losses.Spearman!.Value, 12);
        Assert.Equal(("alike", "val_acc", 60, 60, null, 6, "batch"),
            (alike.Table, alike.Metric, alike.Architectures, alike.Available, alike.SampleSeed, alike.Round, alike.Norm));
        Assert.All(alike.Compared, one => Assert.Equal(100 * one.AccuracyPercent, one.Value, 9));
        Assert.Equal(["alike", "reversed"], studio.Get<SupernetRanking>().TablesOf("nas-bench-201").ToArray());    // losses are to be small
        Assert.Empty(studio.Get<SupernetRanking>().TablesOf("darts"));
        Assert.Equal(-1.0, alike.ByParameters!.Value, 12);            // the table says that the best have fewest
    }

    [Fact]
    public async Task A_sample_is_a_function_of_its_seed()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await SearchedAsync(studio);
        Import(studio, "noise", "val_acc", "unit %, maximize, validation",
            accuracy => new RandomSource(3).Fork("noise", (long)(1e9 * accuracy)).NextDouble());
        var heard = new List<int>();

        var first = await studio.Get<SupernetRanking>().RankAsync(
            id, 0, "noise", new RankingOptions { Sample = 20, Seed = 4 }, (done, _) => heard.Add(done));
        var again = await RankAsync(studio, id, "noise", new RankingOptions { Sample = 20, Seed = 4 });
        var other = await RankAsync(studio, id, "noise", new RankingOptions { Sample = 20, Seed = 5 });
        var all = await RankAsync(studio, id, "noise", new RankingOptions { Sample = 0 });

        Assert.Equal(first with { Seconds = 0, Compared = [] }, again with { Seconds = 0, Compared = [] });
        Assert.Equal(first.Compared.ToArray(), again.Compared.ToArray());
        Assert.Equal(20, first.Compared.DistinctBy(one => one.Native).Count());
        Assert.NotEqual(first.Spearman, other.Spearman);
        Assert.Equal((20, 60, 4L), (first.Architectures, first.Available, first.SampleSeed!.Value));
        Assert.Equal(60, all.Architectures);
        Assert.InRange(all.Spearman!.Value, -0.4, 0.4);
        Assert.InRange(all.HalfWidth!.Value, 0.2, 0.3);               // 1.96 / sqrt(57) = .26
        Assert.Equal(Enumerable.Range(0, 21), heard);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_its_reason()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await SearchedAsync(studio);
        Import(studio, "alike", "val_acc", "unit %, maximize, validation", accuracy => accuracy);
        Import(studio, "few", "val_acc", "unit %, maximize, validation", accuracy => accuracy, most: 9);
        Import(studio, "losses", "val_loss", "minimize, validation", accuracy => accuracy);
        var (idle, _) = await studio.CreateRunAsync(TestStudio.Sharing());

        await Assert.ThrowsAsync<NotFoundException>(() => RankAsync(studio, id, "none", new RankingOptions()));
        await Assert.ThrowsAsync<NotFoundException>(() => RankAsync(studio, 99, "alike", new RankingOptions()));
        Assert.Contains("has no supernet", await RefusedAsync(idle, "alike", new RankingOptions()), StringComparison.Ordinal);
        Assert.Contains("no metric 'test_acc'; it has val_acc, params",
            await RefusedAsync(id, "alike", new RankingOptions { Metric = "test_acc" }), StringComparison.Ordinal);
        Assert.Contains("no validation metric that is to be large", await RefusedAsync(id, "losses", new RankingOptions()), StringComparison.Ordinal);
        Assert.Contains("9 architectures to compare; at least 10", await RefusedAsync(id, "few", new RankingOptions()), StringComparison.Ordinal);

        async Task<string> RefusedAsync(long experiment, string table, RankingOptions options)
            => (await Assert.ThrowsAsync<WrongStateException>(() => RankAsync(studio, experiment, table, options))).Message;
    }

    private static IEqualityComparer<(double, double)> Comparer { get; } = EqualityComparer<(double, double)>.Create(
        (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);

    private static async Task<long> SearchedAsync(TestStudio studio)
    {
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing());
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        return id;
    }

    private static Task<SupernetRank> RankAsync(TestStudio studio, long id, string table, RankingOptions options)
        => studio.Get<SupernetRanking>().RankAsync(id, 0, table, options, (_, _) => { });

    /// <summary>A table whose values depend on the toy's accuracy; "params" falls with it.</summary>
    private static void Import(
        TestStudio studio, string name, string metric, string statement, Func<double, double> value, int most = int.MaxValue)
    {
        var path = Path.Combine(studio.Folder, $"{name}.csv");
        File.WriteAllLines(path,
        [
            "# space: nas-bench-201", $"# metric {metric}: {statement}", "# metric params: minimize, cost", $"architecture,{metric},params",
            .. Some.Take(most).Select(architecture =>
            {
                var accuracy = new RandomSource(1).Fork("accuracy").Fork(architecture.Native).NextDouble();
                return string.Create(CultureInfo.InvariantCulture, $"\"{architecture.Native}\",{value(accuracy):R},{1e6 - 1e5 * accuracy:R}");
            }),
        ]);
        studio.Get<BenchmarkShelf>().Import(new BenchmarkImport(path, name), null, CancellationToken.None);
    }
}
