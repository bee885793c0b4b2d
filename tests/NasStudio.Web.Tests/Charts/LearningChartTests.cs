using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class LearningChartTests
{
    [Fact]
    public void Only_what_was_predicted_and_measured_is_judged_and_one_round_stands_out()
    {
        TrialView[] trials =
        [
            Sample.Trial(0, 80, 1), Judged(1, 81, 82), Judged(2, 83, 84), Judged(3, 85, 80),
            Judged(4, 0, 90) with { State = TrialState.Failed, Metrics = ImmutableSortedDictionary<string, double>.Empty },
        ];
        var judged = LearningChart.Judged(trials, "val_acc");
        Assert.Equal([1, 2, 3], judged.Select(t => t.Number));

        var chart = LearningChart.Predictions(Sample.Experiment(0), judged, Sample.Accuracy, 3, null);

        Assert.Equal([80, 85], chart.Series[0].X.ToArray());            // the diagonal
        Assert.Equal([82, 84], chart.Series[1].X.ToArray());
        Assert.Equal((80, 85), (chart.Series[2].X.Single(), chart.Series[2].Y.Single()));
        Assert.Equal("%", chart.X.Unit);
        Assert.Equal(-.5, LearningChart.Order(judged, "val_acc")!.Value, 9);
        Assert.Null(LearningChart.Order(judged[..2], "val_acc"));
        Assert.Null(LearningChart.Order([judged[0], judged[0], judged[0]], "val_acc"));
    }

    [Fact]
    public void Numbers_of_one_unit_are_lines_over_the_rounds()
    {
        var chart = LearningChart.Numbers([Round(1, 3), Round(2, 2), new(0, 3, new([], []))], "nats");
        var line = Assert.Single(chart.Series);
        Assert.Equal(("Loss", "nats"), (line.Name, chart.Y.Title));
        Assert.Equal([1, 2], line.X.ToArray());
        Assert.Equal([3, 2], line.Y.ToArray());
    }

    [Fact]
    public void What_all_titles_of_a_chart_begin_with_is_said_once()
    {
        var round = new RoundView(0, 0, new([new("e0", "Entropy, coefficient 1", "nats", 3), new("e1", "Entropy, coefficient 0.1", "nats", 2)], []));
        var chart = LearningChart.Numbers([round], "nats");
        Assert.Equal("Entropy (nats)", chart.Y.Text);
        Assert.Equal(["coefficient 1", "coefficient 0.1"], chart.Series.Select(s => s.Name));
        var mixed = LearningChart.Numbers([new(0, 0, new([new("a", "Training loss", "loss", 3), new("b", "Validation loss", "loss", 2)], []))], "loss");
        Assert.Equal("loss", mixed.Y.Text);
        Assert.Equal(["Training loss", "Validation loss"], mixed.Series.Select(s => s.Name));
    }

    [Fact]
    public async Task A_heat_map_says_every_number_and_leaves_out_what_is_not_there()
    {
        var map = new HeatMap("ops", "Operations <b>", "node", "operation", ["1"], ["conv", "pool"], [.256, null]);

        var html = await ComponentRenderer.HtmlAsync<HeatTable>(("Map", map));

        Assert.Contains("Operations &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("node 1, operation conv: 25.6 %", html, StringComparison.Ordinal);
        Assert.Contains("--p:0.256", html, StringComparison.Ordinal);
        Assert.Single(html.Split("class=\"none\"").Skip(1));
    }

    private static TrialView Judged(int number, double measured, double predicted) => Sample.Trial(number, measured, 1) with
    {
        Predicted = ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", predicted),
    };

    private static RoundView Round(int batch, double loss)
        => new(0, batch, new([new("loss", "Loss", "nats", loss), new("valid", "Valid", "%", 90)], []));
}
