using NasStudio.Runs.Comparisons;

namespace NasStudio.Runs.Tests.Comparisons;

public sealed class ComparisonTableTests
{
    private static readonly ComparedExperiment Random = ComparedSample.Experiment(
        1, "random", 2, ComparedSample.Run(0, [50, 60]), ComparedSample.Run(1, [61, 40]), ComparedSample.Run(2, [30, 62]));

    private static readonly ComparedExperiment Climber = ComparedSample.Experiment(
        2, "climber", 2, ComparedSample.Run(0, [50, 63]), ComparedSample.Run(1, [62, 40]), ComparedSample.Run(2, [30, 64]));

    [Fact]
    public void Rows_have_means_tests_and_effect_sizes_against_random_search()
    {
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, null, Climber, Random);
        var table = ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison))!;
        Assert.Equal((1, 2), (table.Baseline.Id, table.Evaluations));
        var (climber, random) = (table.Rows[0], table.Rows[1]);
        Assert.Null(random.Test);
        Assert.Equal((3, 61.0, 1.0), (random.Values.Count, random.Values.Mean, random.Values.Deviation));
        Assert.Equal(62, climber.Others["test"].Mean);                        // 63, 62 and 64, each less one
        Assert.Equal(2, climber.StrategySeconds.Mean);                        // one, two and three seconds
        var test = climber.Test!;
        Assert.Equal((3, 2.0, 1.0), (test.Difference.Count, test.Difference.Mean, test.Difference.Deviation));
        Assert.Equal(0.25, test.Wilcoxon.PValue, 14);                         // three of three: 2 / 2^3
        Assert.Equal((0.25, 1.0), (test.HolmPValue, test.Wilcoxon.RankBiserial));
        Assert.Equal(8.5 / 9, test.Superiority, 14);                          // of nine pairs 62 against 62 is even
    }

    [Fact]
    public void Any_experiment_may_be_the_baseline_and_a_loss_is_negative()
    {
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, null, Climber, Random);
        var table = ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison), baseline: 2)!;
        Assert.Equal((-2.0, -1.0), (table.Rows[1].Test!.Difference.Mean, table.Rows[1].Test!.Wilcoxon.RankBiserial));
    }

    [Fact]
    public void Holm_corrects_for_every_strategy_that_is_tested()
    {
        var comparison = ComparedSample.Comparison(
            ComparedSample.OneObjective, null, Random, Climber, Climber with { Id = 3, Label = "again" });
        var rows = ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison))!.Rows;
        Assert.Equal([0.5, 0.5], rows.Skip(1).Select(row => row.Test!.HolmPValue));
    }

    [Fact]
    public void A_run_that_has_not_come_so_far_is_left_out_and_one_that_ended_early_is_not()
    {
        var unfinished = ComparedSample.Experiment(
            3, "slow", 2, ComparedSample.Run(0, [70], state: RunState.Running), ComparedSample.Run(1, [65]));
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, null, Random, unfinished);
        var row = ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison))!.Rows[1];
        Assert.Equal((1, 65.0, 1), (row.Reached, row.Values.Mean, row.Test!.Difference.Count));
    }

    [Fact]
    public void Curves_are_means_over_the_seeds_that_have_come_so_far()
    {
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, null, Random);
        var series = ComparisonSeries.Of(comparison, ComparisonQuantity.Of(comparison)[0]).Single();
        Assert.Equal([new SeedMean(1, 3, 47, series.Points[0].Deviation), new SeedMean(2, 3, 61, 1)], series.Points.AsEnumerable());
        Assert.Equal(Math.Sqrt((3 * 3 + 14 * 14 + 17 * 17) / 2.0), series.Points[0].Deviation, 12);
    }

    [Fact]
    public void A_mean_begins_where_every_seed_has_found_something()
    {
        var failing = ComparedSample.Experiment(
            1, "random", 3, ComparedSample.Run(0, [double.NaN, 60, 61]), ComparedSample.Run(1, [double.NaN, double.NaN, 70]));
        var comparison = ComparedSample.Comparison(ComparedSample.OneObjective, null, failing);
        var series = ComparisonSeries.Of(comparison, ComparisonQuantity.Of(comparison)[0]).Single();
        Assert.Equal((3, 65.5), (series.Points.Single().Evaluations, series.Points.Single().Mean));
        Assert.Equal(0.5, ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison))!.Rows[0].Feasible.Mean, 14);
    }

    [Fact]
    public void Regret_is_the_gap_to_a_known_optimum_and_is_not_offered_without_one()
    {
        var known = ComparedSample.Comparison(ComparedSample.OneObjective, new BestPossible("acc", 65, "The table's best."), Random);
        var regret = ComparisonQuantity.Of(known).Single(q => q.Key == ComparisonQuantity.Regret);
        Assert.Equal([15, 4, 35], Random.Runs.Select(run => regret.At(run, 1)!.Value));
        var unknown = known with { Optimum = new BestPossible("acc", null, "Too noisy.") };
        Assert.DoesNotContain(ComparisonQuantity.Of(unknown), q => q.Key == ComparisonQuantity.Regret);
    }

    [Fact]
    public void Hypervolume_is_a_share_of_one_box_for_all()
    {
        var problem = ComparedSample.TwoObjectives;
        var a = ComparedSample.Experiment(1, "a", 2, ComparedSample.Run(0, [80, 90], [1, 2], problem));
        var b = ComparedSample.Experiment(2, "b", 2, ComparedSample.Run(0, [70, 80], [5, 1], problem));
        var comparison = ComparedSample.Comparison(problem, null, a, b);
        var volume = ComparisonQuantity.Of(comparison).Single(q => q.Key == ComparisonQuantity.HypervolumeKey);

        // The common front is (80, 1) and (90, 2): reference (79, 2.1), box 11 x 1.1. (80, 1) has 1 x 1.1, (90, 2) adds 10 x .1.
        Assert.Contains("accuracy 79 %, cost 2.1", volume.Note, StringComparison.Ordinal);
        Assert.Equal(1.1 / 12.1, volume.At(a.Runs[0], 1)!.Value, 12);
        Assert.Equal(2.1 / 12.1, volume.At(a.Runs[0], 2)!.Value, 12);
        Assert.Equal(0, volume.At(b.Runs[0], 1)!.Value);
        Assert.Equal(1.1 / 12.1, volume.At(b.Runs[0], 2)!.Value, 12);
    }
}
