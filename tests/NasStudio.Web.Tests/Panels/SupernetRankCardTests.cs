using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Runs.Supernets;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Panels;

public sealed class SupernetRankCardTests
{
    [Fact]
    public async Task Benchmarks_of_the_space_are_offered_and_where_there_is_none_a_way_to_one()
    {
        var some = await HtmlAsync("cells", "more-cells");
        Assert.Contains("<option value=\"cells\" selected>cells</option>", some, StringComparison.Ordinal);
        Assert.Contains("<option value=\"more-cells\">more-cells</option>", some, StringComparison.Ordinal);
        Assert.Contains("Compare", some, StringComparison.Ordinal);
        var none = await HtmlAsync();
        Assert.Contains("href=\"data/build\"", none, StringComparison.Ordinal);
        Assert.DoesNotContain("Compare", none, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_has_a_point_for_each_architecture_with_units_and_says_which_it_is()
    {
        var rank = new SupernetRank(1, 0, 3, "cells", "val_acc", 2, 2, null, "batch", 1, null, 1, null, null, 40, 1)
        {
            Title = "Validation accuracy",
            Unit = "%",
            Compared = [new("<a>", 30, 80), new("b", 50, 90)],
        };

        var chart = SupernetRankChart.Of(rank);

        var points = Assert.Single(chart.Series);
        Assert.Equal([30.0, 50.0], points.X.ToArray());
        Assert.Equal([80.0, 90.0], points.Y.ToArray());
        Assert.Equal(("Accuracy in the supernet (%)", "Validation accuracy in cells (%)"), (chart.X.Text, chart.Y.Text));
        Assert.Equal("&lt;a&gt;<br>supernet 30.0 %<br>cells 80 %", points.Hover[0]);
        Assert.EndsWith("cells 80 &lt;img&gt;", SupernetRankChart.Of(rank with { Unit = "<img>" }).Series[0].Hover[0], StringComparison.Ordinal);
    }

    private static async Task<string> HtmlAsync(params string[] tables)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IExperimentSource>(new Source([.. tables]));
        return WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<SupernetRankCard>(
            services, ("View", Sample.Experiment(0)), ("Seed", 0L)));
    }

    private sealed class Source(ImmutableArray<string> tables) : EmptySource
    {
        public override ImmutableArray<string> TablesOf(string space) => space == "nas-bench-201" ? tables : throw new NotSupportedException(space);
    }
}
