using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class ExperimentChartTests
{
    private static readonly TrialView[] Trials =
    [
        Sample.Trial(0, 90, 2), Sample.Trial(1, 80, 1), Sample.Trial(2, 85, 3), Sample.Trial(3, 95, 5, isFeasible: false),
        Sample.Trial(4, 0, 0, state: TrialState.Failed), Sample.Trial(5, 92, 4),
    ];

    private static ChartSeries Series(ChartSpec spec, string name) => spec.Series.Single(s => s.Name == name);

    [Fact]
    public void The_front_is_a_staircase_from_the_best_across_to_the_best_up()
    {
        var spec = FrontChart.Build(Sample.Experiment(0), Trials, Sample.Latency, Sample.Accuracy, "0.1");

        var front = Series(spec, "Pareto front");
        Assert.Equal(["0.1", "0.0", "0.5"], front.Keys.ToArray());
        Assert.Equal([1, 2, 4], front.X.ToArray());
        Assert.Equal([80, 90, 92], front.Y.ToArray());
        Assert.Equal("0.1", spec.View.Selected);
        Assert.Equal("Latency (ms)", spec.X.Text);
    }

    [Fact]
    public void Dominated_and_infeasible_trials_have_series_of_their_own_and_failed_ones_none()
    {
        var spec = FrontChart.Build(Sample.Experiment(0), Trials, Sample.Latency, Sample.Accuracy, null);

        Assert.Equal(["0.2"], Series(spec, "Dominated").Keys.ToArray());
        Assert.Equal(["0.3"], Series(spec, "Infeasible").Keys.ToArray());
        Assert.DoesNotContain("0.4", spec.Series.SelectMany(s => s.Keys));
    }

    [Fact]
    public void What_distributions_stand_for_is_hollow_and_beside_the_trials_never_on_the_front()
    {
        var sample = Sample.Experiment(0);
        var searching = sample with { Runs = [sample.Runs[0] with { Rounds = Sample.Rounds(3, 9) }] };

        var spec = FrontChart.Build(searching, [Sample.Trial(1, 90, 2)], Sample.Latency, Sample.Accuracy, null);

        var modes = Series(spec, "In the supernet");
        Assert.Equal("circle-open", modes.Symbol);
        Assert.Equal([1, 2], modes.X.ToArray());
        Assert.Equal([80, 85], modes.Y.ToArray());
        Assert.Equal(["", "0.1"], modes.Keys.ToArray());                 // the second was trained as trial 1
        Assert.Contains("with the supernet's weights", modes.Hover[0], StringComparison.Ordinal);
        Assert.Equal(["0.1"], Series(spec, "Pareto front").Keys.ToArray());
        Assert.Empty(Series(FrontChart.Build(searching, [], Sample.Test, Sample.Accuracy, null), "In the supernet").X);
        Assert.DoesNotContain(FrontChart.Build(sample, Trials, Sample.Latency, Sample.Accuracy, null).Series, s => s.Name == "In the supernet");
    }

    [Fact]
    public void No_front_is_drawn_on_a_test_metric()
    {
        var spec = FrontChart.Build(Sample.Experiment(0), Trials, Sample.Latency, Sample.Test, null);

        Assert.Empty(Series(spec, "Pareto front").Keys);
        Assert.Equal(4, Series(spec, "Trials").Keys.Length);
    }

    [Fact]
    public void What_a_point_says_is_escaped()
    {
        var trial = Sample.Trial(0, 90, 2) with { Origin = "<script>" };

        var text = Series(FrontChart.Build(Sample.Experiment(0), [trial], Sample.Latency, Sample.Accuracy, null), "Pareto front").Hover[0];

        Assert.Contains("&lt;script&gt;", text, StringComparison.Ordinal);
        Assert.Contains("Validation accuracy: 90 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_curve_keeps_the_best_feasible_value_and_counts_failed_trials()
    {
        var line = Series(CurveChart.Build(Sample.Experiment(0), Trials, Sample.Accuracy, null), "Seed 0");

        Assert.Equal([1, 2, 3, 4, 5, 6], line.X.ToArray());
        Assert.Equal([90, 90, 90, 90, 90, 92], line.Y.ToArray());
        Assert.Equal("0.5", line.Keys[^1]);
    }

    [Fact]
    public void A_test_curve_reports_the_trial_that_validation_chose()
    {
        TrialView[] trials = [Sample.Trial(0, 90, 1), Sample.Trial(1, 80, 1) with { Metrics = Sample.Trial(1, 80, 1).Metrics.SetItem("test_acc", 99) }];

        Assert.Equal([89, 89], Series(CurveChart.Build(Sample.Experiment(0), trials, Sample.Test, null), "Seed 0").Y.ToArray());
    }

    [Fact]
    public void The_curve_says_what_best_means()
    {
        Assert.Equal("Best validation accuracy (%)", CurveChart.Build(Sample.Experiment(0), Trials, Sample.Accuracy, null).Y.Text);
        Assert.Equal("Test accuracy of the best by validation accuracy (%)", CurveChart.Build(Sample.Experiment(0), Trials, Sample.Test, null).Y.Text);
    }

    [Fact]
    public void Seeds_have_a_mean_and_a_band_where_all_of_them_have_a_value()
    {
        TrialView[] trials = [Sample.Trial(0, 80, 1), Sample.Trial(1, 84, 1), Sample.Trial(0, 90, 1, seed: 1), Sample.Trial(1, 80, 1, seed: 1), Sample.Trial(2, 95, 1, seed: 1)];

        var spec = CurveChart.Build(Sample.Experiment(0, 1), trials, Sample.Accuracy, null);

        Assert.Equal([85, 87], Series(spec, "Mean").Y.ToArray());                                        // (80 + 90) / 2, (84 + 90) / 2
        Assert.Equal([1, 2], Series(spec, "Mean").X.ToArray());
        Assert.Equal(85 + Math.Sqrt(50), Series(spec, "± 1 standard deviation").Y[0], 10);     // deviations ±5, divided by 2 - 1
        Assert.Equal(85 - Math.Sqrt(50), Series(spec, "Lower").Y[0], 10);
    }
}
