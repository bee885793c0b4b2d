using NasStudio.NeuralSearch.AgNet;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class MetricScaleTests
{
    // Two hopeless values press everything else together where values count.
    private static readonly double[] Values = [10, 10, 91.1, 91.3, 91.2, 91.4, 91.5, 91.5];

    [Fact]
    public void Standard_values_have_mean_0_and_deviation_1()
    {
        var scale = StandardScale.Of([2, 4, 6, 8]);

        Assert.Equal([-3, -1, 1, 3], new double[] { 2, 4, 6, 8 }.Select(v => Math.Round(scale.Scale(v) * Math.Sqrt(5), 12)));
        Assert.Equal(4, scale.Restore(scale.Scale(4)), 12);
    }

    [Fact]
    public void What_does_not_vary_is_only_centred()
    {
        Assert.Equal(0, StandardScale.Of([3, 3]).Scale(3));
        Assert.Equal(0, RankScale.Of([3, 3]).Scale(3), 12);
        Assert.Equal(4, RankScale.Of([3, 3]).Restore(1), 12);
    }

    [Fact]
    public void Normal_scores_keep_good_values_apart()
    {
        var (standard, rank) = (StandardScale.Of(Values), RankScale.Of(Values));

        Assert.True(standard.Scale(91.5) - standard.Scale(91.1) < 0.02);
        Assert.True(rank.Scale(91.5) - rank.Scale(91.1) > 1);
    }

    [Fact]
    public void Normal_scores_are_strictly_increasing_and_are_undone()
    {
        var scale = RankScale.Of(Values);
        double[] asked = [0, 10, 50, 91.1, 91.15, 91.3, 91.5, 92, 200];
        double[] scores = [.. asked.Select(scale.Scale)];

        Assert.Equal(scores.Order(), scores);
        Assert.Equal(asked.Length, scores.Distinct().Count());
        Assert.All(asked, value => Assert.Equal(value, scale.Restore(scale.Scale(value)), 9));
        Assert.Equal(scale.Scale(10), -scale.Scale(91.5), 12);                    // two of each: the mean of two scores
    }
}
