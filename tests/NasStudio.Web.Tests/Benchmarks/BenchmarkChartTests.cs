using NasStudio.Runs.Benchmarks;
using NasStudio.Web.Benchmarks;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Benchmarks;

public sealed class BenchmarkChartTests
{
    [Fact]
    public void Rows_are_points_that_say_what_they_are()
    {
        var chart = BenchmarkChart.Build(
            new BenchmarkPoints([2.5, 3], [90, 91], ["|a<b|", "|c|"], 2), Sample.Latency, Sample.Accuracy);

        Assert.Equal("Validation accuracy against Latency: 2 architectures of 2", chart.Label);
        var series = Assert.Single(chart.Series);
        Assert.Equal([2.5, 3], series.X.AsEnumerable());
        Assert.Equal("|a&lt;b|<br>Latency 2.5 ms<br>Validation accuracy 90 %", series.Hover[0]);
    }

    [Fact]
    public void A_thinned_table_says_so()
    {
        Assert.Null(BenchmarkChart.Thinning(new BenchmarkPoints([1], [1], ["a"], 1)));
        Assert.StartsWith("2 of 100,000 rows are drawn",
            BenchmarkChart.Thinning(new BenchmarkPoints([1, 2], [1, 2], ["a", "b"], 100_000)), StringComparison.Ordinal);
    }
}
