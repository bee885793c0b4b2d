using NasStudio.Runs.Motifs;
using NasStudio.Web.Charts;
using NasStudio.Web.Tests.Live;
using NasStudio.Web.Tests.Motifs;

namespace NasStudio.Web.Tests.Charts;

public sealed class MotifChartTests
{
    [Fact]
    public void Shares_of_each_group_sum_to_a_hundred_over_bins_that_all_share()
    {
        var spec = MotifChart.Distribution("x", Sample.Accuracy,
            [new("Without", "muted", [1, 2, 3, 4]), new("With", "series-1", [2, 4]), new("None", "series-2", [])]);
        Assert.Equal(["Without (4)", "With (2)"], spec.Series.Select(s => s.Name));
        Assert.All(spec.Series, s => Assert.Equal(100, s.Y.Sum(), 1e-9));
        Assert.Equal(spec.Series[0].X.AsEnumerable(), spec.Series[1].X);
        Assert.Equal((0, 0), (spec.Series[0].Y[0], spec.Series[0].Y[^1]));
        Assert.Equal("%", spec.Y.Unit);
    }

    [Fact]
    public void Equal_values_are_drawn_in_one_bin()
    {
        var spec = MotifChart.Distribution("x", Sample.Accuracy, [new("All", "muted", [5, 5, 5])]);
        Assert.Equal(100, Assert.Single(spec.Series[0].Y, y => y > 0));
    }

    [Fact]
    public void Trials_that_were_left_out_can_be_selected()
    {
        var study = StudySample.OfCells;
        var points = MotifChart.LeftOut(study, "0.3").Series[1];
        Assert.Equal(study.Calibration.Trials.Select(t => $"0.{t.Number}"), points.Keys);
        Assert.Equal(study.Calibration.Trials.Select(t => t.Measured), points.Y);
    }

    [Fact]
    public void Coverage_is_drawn_in_per_cent_from_the_least_interval_to_the_widest()
    {
        var line = MotifChart.Coverage(StudySample.OfCells.Calibration).Series[1];
        Assert.Equal(Calibration.Levels.Select(level => 100 * level), line.X);
        Assert.Equal(line.Y.Order(), line.Y);
        Assert.InRange(line.Y[^1], 80, 100);
    }
}
