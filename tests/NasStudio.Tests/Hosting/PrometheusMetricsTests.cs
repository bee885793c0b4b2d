using System.Diagnostics.Metrics;
using NasStudio.Hosting;

namespace NasStudio.Tests.Hosting;

/// <summary>Text that Prometheus reads.</summary>
public sealed class PrometheusMetricsTests
{
    /// <summary>One of each kind, with labels to escape.</summary>
    [Fact]
    public void Each_kind_of_instrument_has_its_form()
    {
        using var metrics = new PrometheusMetrics();
        using var meter = new Meter("NasStudio");
        var counter = meter.CreateCounter<long>("test.trials", null, "Trials");
        counter.Add(2, new KeyValuePair<string, object?>("space.kind", "a \"b\""));
        counter.Add(3, new KeyValuePair<string, object?>("space.kind", "a \"b\""));
        var histogram = meter.CreateHistogram<double>("test.wait", "s");
        histogram.Record(0.5);
        histogram.Record(1.25);
        meter.CreateObservableGauge("test.temperature", () => 21.5);
        var open = meter.CreateUpDownCounter<int>("test.open");
        open.Add(4);
        open.Add(-1);

        var lines = metrics.Render().Split('\n');

        Assert.Contains("# TYPE test_trials_total counter", lines);
        Assert.Contains("test_trials_total{space_kind=\"a \\\"b\\\"\"} 5", lines);
        Assert.Contains("# TYPE test_wait_seconds summary", lines);
        Assert.Contains("test_wait_seconds_sum 1.75", lines);
        Assert.Contains("test_wait_seconds_count 2", lines);
        Assert.Contains("test_temperature 21.5", lines);
        Assert.Contains("test_open 3", lines);
    }

    /// <summary>Others' meters are none of its business.</summary>
    [Fact]
    public void Other_meters_are_left_out()
    {
        using var metrics = new PrometheusMetrics();
        using var meter = new Meter("Somebody.Else");
        meter.CreateCounter<long>("test.secret").Add(1);

        Assert.DoesNotContain("secret", metrics.Render(), StringComparison.Ordinal);
    }
}
