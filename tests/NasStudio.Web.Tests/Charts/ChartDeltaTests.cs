using NasStudio.Web.Charts;

namespace NasStudio.Web.Tests.Charts;

public sealed class ChartDeltaTests
{
    private static ChartSpec Spec(params ChartSeries[] series) => new("A chart", new("x"), new("y", "%"), [.. series]);

    private static ChartSeries Series(params double[] values)
        => new("Trials", SeriesKind.Points, [.. values], [.. values]) { Keys = [.. values.Select(v => $"0.{v}")] };

    [Fact]
    public void A_first_chart_is_sent_whole() => Assert.True(ChartDelta.Between(null, Spec(Series(1))).IsWhole);

    [Fact]
    public void The_same_points_are_not_sent_again()
        => Assert.True(ChartDelta.Between(Spec(Series(1, 2)), Spec(Series(1, 2))).IsEmpty);

    [Fact]
    public void A_label_is_the_pages_own_and_is_not_sent()
        => Assert.True(ChartDelta.Between(Spec(Series(1)), Spec(Series(1)) with { Label = "Another" }).IsEmpty);

    [Fact]
    public void New_points_at_the_end_are_all_that_is_sent()
    {
        var delta = ChartDelta.Between(Spec(Series(1, 2), Series(5) with { Name = "Other" }), Spec(Series(1, 2, 3), Series(5) with { Name = "Other" }));

        var change = Assert.Single(delta.Changes);
        Assert.Equal((0, 2), (change.Index, change.From));
        Assert.Equal([3.0], change.X.ToArray());
        Assert.Equal(["0.3"], change.Keys.ToArray());
    }

    [Fact]
    public void From_the_first_point_that_differs_a_series_is_replaced()
    {
        var change = Assert.Single(ChartDelta.Between(Spec(Series(1, 2, 3)), Spec(Series(1, 3))).Changes);

        Assert.Equal(1, change.From);
        Assert.Equal([3.0], change.X.ToArray());
    }

    [Fact]
    public void A_series_that_only_shrinks_is_cut()
    {
        var change = Assert.Single(ChartDelta.Between(Spec(Series(1, 2)), Spec(Series(1))).Changes);

        Assert.Equal(1, change.From);
        Assert.Empty(change.X);
    }

    [Fact]
    public void A_change_of_a_text_alone_is_a_change()
    {
        var before = Series(1, 2) with { Hover = ["a", "b"] };

        var change = Assert.Single(ChartDelta.Between(Spec(before), Spec(before with { Hover = ["a", "c"] })).Changes);

        Assert.Equal(["c"], change.Hover.ToArray());
    }

    [Fact]
    public void Another_axis_or_style_is_sent_whole()
    {
        Assert.True(ChartDelta.Between(Spec(Series(1)), Spec(Series(1)) with { X = new("z") }).IsWhole);
        Assert.True(ChartDelta.Between(Spec(Series(1)), Spec(Series(1) with { Color = "front" })).IsWhole);
        Assert.True(ChartDelta.Between(Spec(Series(1)), Spec()).IsWhole);
    }

    [Fact]
    public void Units_stand_behind_the_title_of_an_axis()
    {
        Assert.Equal("Latency (ms)", new ChartAxis("Latency", "ms").Text);
        Assert.Equal("Evaluations", new ChartAxis("Evaluations").Text);
    }
}
