using NasStudio.Web.Charts;

namespace NasStudio.Web.Tests.Charts;

public sealed class AxisRangeTests
{
    // 1 ... 100: the middle nine tenths are 6 to 95, 89 wide; what lies below 6 - 89 or above 95 + 89 is an outlier.
    private static readonly double[] Hundred = [.. Enumerable.Range(1, 100).Select(n => (double)n)];

    [Fact]
    public void A_single_value_has_room_on_both_sides()
    {
        Assert.Equal(new AxisRange(90, 110), AxisRange.WithoutOutliers([100.0]));
        Assert.Equal(new AxisRange(-110, -90), AxisRange.WithoutOutliers([-100.0, -100]));
        Assert.Null(AxisRange.WithoutOutliers([0.0]));
        Assert.Null(AxisRange.WithoutOutliers([]));
        Assert.Null(AxisRange.WithoutOutliers([1.0, 2]));
    }

    [Fact]
    public void Without_outliers_all_is_shown() => Assert.Null(AxisRange.WithoutOutliers([.. Hundred, 180]));

    [Fact]
    public void Outliers_are_left_out_and_the_rest_gets_a_margin()
    {
        var range = AxisRange.WithoutOutliers([.. Hundred, 1000])!.Value;

        Assert.Equal(1 - 4.95, range.Min, 10);
        Assert.Equal(100 + 4.95, range.Max, 10);
        Assert.True(range.Contains(50));
        Assert.False(range.Contains(1000));
    }

    [Fact]
    public void Few_or_equal_values_are_shown_whole()
    {
        Assert.Null(AxisRange.WithoutOutliers([1, 2, 1000]));
        Assert.Null(AxisRange.WithoutOutliers([.. Enumerable.Repeat(5.0, 40), 6]));
    }
}
