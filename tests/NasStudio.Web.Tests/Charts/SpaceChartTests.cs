using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class SpaceChartTests
{
    private static readonly TrialView[] Trials =
    [
        Sample.Trial(0, 90, 2), Sample.Trial(1, 80, 1) with { Batch = 0 }, Sample.Trial(2, 85, 3) with { Batch = 1 },
        Sample.Trial(4, 0, 0, state: TrialState.Failed) with { Batch = 1 }, Sample.Trial(5, 92, 4) with { Batch = 2 },
    ];

    private static readonly SpaceColor Accuracy = SpaceColor.Measured(Sample.Accuracy);

    [Fact]
    public void The_map_holds_still_until_a_quarter_more_trials_have_come()
    {
        var map = new SpaceMap(Sample.Space, ofLatent: false);
        TrialView[] eight = [.. Enumerable.Range(0, 8).Select(n => Sample.Trial(n, n, 1))];

        var before = map.Place(eight);
        var after = map.Place([.. eight, Sample.Trial(8, 1, 1), Sample.Trial(9, 1, 1)]);

        Assert.Equal(before.Select(p => (p.X, p.Y)), after.Take(8).Select(p => (p.X, p.Y)));
        Assert.InRange(map.ExplainedShare, 0.2, 1);
    }

    [Fact]
    public void The_map_of_latent_vectors_leaves_out_trials_without_one_and_gives_a_vector_for_each_place()
    {
        var map = new SpaceMap(Sample.Space, ofLatent: true);
        Assert.Null(map.Unproject(new(0, 0)));

        var placed = map.Place([Sample.Trial(0, 1, 1), Sample.Trial(1, 1, 1, latent: [0, 0]), Sample.Trial(2, 1, 1, latent: [3, 4])]);

        Assert.Equal([1, 2], placed.Select(p => p.Trial.Number));
        Assert.Equal(5, Math.Abs(placed[0].X - placed[1].X), 10);                              // all of the distance lies on the first axis
        Assert.Equal([3, 4], map.Unproject(new(placed[1].X, placed[1].Y))!.Value, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(placed[1].X, map.Project([3, 4])!.Value.X, 9);
    }

    [Fact]
    public void Measured_trials_are_coloured_and_the_others_grey()
    {
        var spec = Chart(Accuracy, null);

        Assert.Equal([90, 80, 85, 92], Series(spec, "Measured").Values.ToArray());
        Assert.Equal("Validation accuracy (%)", Series(spec, "Measured").ValuesTitle);
        Assert.Equal(["0.4"], Series(spec, "Not measured").Keys.ToArray());
        Assert.False(spec.X.ShowTicks);
    }

    [Fact]
    public void A_round_stands_out_before_earlier_ones_and_the_axes_hold_still()
    {
        var all = Chart(Accuracy, null);
        var first = Chart(Accuracy, 0);
        var second = Chart(Accuracy, 1);

        Assert.Equal(["0.0", "0.1"], Series(first, "This round").Keys.ToArray());
        Assert.Equal(["0.0", "0.1"], Series(second, "Earlier rounds").Keys.ToArray());
        Assert.Equal(["0.2"], Series(second, "This round").Keys.ToArray());
        Assert.Equal(["0.4"], Series(second, "Not measured").Keys.ToArray());
        Assert.True(Series(second, "Earlier rounds").Opacity < Series(second, "This round").Opacity);
        Assert.Equal((all.View.X, all.View.Y, all.View.Values), (first.View.X, first.View.Y, first.View.Values));
        Assert.Equal(first.View, second.View);
        Assert.Contains("4 architectures in two dimensions, up to round 1", second.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_are_coloured_by_round_iteration_or_what_was_predicted()
    {
        TrialView[] trials = [Trials[0], Trials[2] with { Predicted = ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", 83) }];
        var choices = SpaceColor.Choices([Sample.Accuracy, Sample.Latency], trials);

        Assert.Equal(["val_acc", "latency_ms", "predicted:val_acc", "iteration", "round"], choices.Select(c => c.Name));
        Assert.Equal(["Validation accuracy (%)", "Latency (ms)", "Predicted validation accuracy (%)", "Iteration", "Round"], choices.Select(c => c.Title));
        Assert.Equal([90, 2, null, 0, 0], choices.Select(c => c.Of(trials[0])));
        Assert.Equal([85, 3, 83, 2, 1], choices.Select(c => c.Of(trials[1])));
        Assert.Null(Accuracy.Of(Sample.Trial(7, double.NaN, 1)));
        Assert.Contains("Validation accuracy: 85 %, expected 83 %", Series(Chart(choices[2], null, trials), "Predicted").Hover[0], StringComparison.Ordinal);
    }

    private static ChartSpec Chart(SpaceColor color, int? round, TrialView[]? trials = null) => SpaceChart.Build(
        Sample.Experiment(0), new SpaceMap(Sample.Space, ofLatent: false).Place(trials ?? Trials), "Across", "Up", color, round, null);

    private static ChartSeries Series(ChartSpec spec, string name) => spec.Series.Single(s => s.Name == name);
}
