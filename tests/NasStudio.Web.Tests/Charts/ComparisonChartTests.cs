using NasStudio.Core.Objectives;
using NasStudio.Runs.Comparisons;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class ComparisonChartTests
{
    private static readonly ComparisonQuantity Best = new("best", "Best accuracy", "%", Direction.Maximize, "", (_, _) => null);

    private static readonly ComparisonQuantity Regret = Best with { Key = ComparisonQuantity.Regret, Direction = Direction.Minimize };

    [Fact]
    public void Each_strategy_has_a_band_and_a_mean_of_one_colour_that_go_together()
    {
        var spec = ComparisonChart.Build([Series("a & b", new SeedMean(1, 2, 90, 4)), Series("c", new SeedMean(1, 2, 98, 4))], Best, isLog: false);
        Assert.Equal(["a & b, lower", "a & b, upper", "c, lower", "c, upper", "a & b", "c"], spec.Series.Select(s => s.Name));
        Assert.Equal([86, 94, 94, 100, 90, 98], spec.Series.Select(s => s.Y.Single()));       // no accuracy above 100 %
        Assert.Equal(["a & b", "c"], spec.Series.Where(s => s.InLegend).Select(s => s.Name));
        Assert.All(spec.Series, s => Assert.Equal(s.Group == "c" ? "series-2" : "series-1", s.Color));
        Assert.Contains("<b>a &amp; b</b>, 1 evaluations<br>90.00 ± 4.00 %, 2 seeds", spec.Series[4].Hover[0], StringComparison.Ordinal);
    }

    [Fact]
    public void New_points_are_all_that_is_sent()
    {
        var before = ComparisonChart.Build([Series("a", new SeedMean(1, 2, 90, 4))], Best, false);
        var after = ComparisonChart.Build([Series("a", new SeedMean(1, 2, 90, 4), new SeedMean(2, 2, 91, 3))], Best, false);
        var delta = ChartDelta.Between(before, after);
        Assert.False(delta.IsWhole);
        Assert.All(delta.Changes, change => Assert.Equal((1, 1), (change.From, change.X.Length)));
    }

    [Fact]
    public void On_a_logarithmic_axis_zero_lies_at_half_the_smallest_mean()
    {
        var spec = ComparisonChart.Build([Series("a", new SeedMean(1, 2, .4, .5), new SeedMean(2, 2, 0, 0))], Regret, isLog: true);
        Assert.True(spec.Y.IsLog);
        Assert.Equal([.4, .2], spec.Series[2].Y.AsEnumerable());
        Assert.Equal([.2, .2], spec.Series[0].Y.AsEnumerable());
    }

    [Fact]
    public void The_address_holds_what_is_shown_and_gives_it_back()
    {
        var state = new ComparisonState([3, 1], "regret", false, 1);
        var query = state.Query;
        Assert.Equal("3,1", query["ids"]);
        var read = ComparisonState.Read((string?)query["ids"], (string?)query["show"], (string?)query["log"], (string?)query["baseline"]);
        Assert.Equal((state.Show, state.IsLog, state.Baseline), (read.Show, read.IsLog, read.Baseline));
        Assert.Equal(state.Ids, read.Ids.AsEnumerable());
        Assert.False(read.LogOf(Regret));
        Assert.True(new ComparisonState([]).LogOf(Regret));
        Assert.False(new ComparisonState([]).LogOf(Best));
        Assert.Equal([7], ComparisonState.Read("x,7,7,-2", " ", "maybe", "one").Ids.AsEnumerable());
    }

    private static ComparisonSeries Series(string label, params SeedMean[] points)
        => new(new ComparedExperiment(1, label, label, Runs.RunState.Running, Live.Sample.Experiment(0).Document, 1, 1, []), [.. points]);
}
