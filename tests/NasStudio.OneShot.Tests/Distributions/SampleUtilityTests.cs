using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class SampleUtilityTests
{
    [Fact]
    public void Equal_weights_give_the_published_utility_a_quarter_up_and_a_quarter_down()
    {
        double[] values = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5];
        // rho = 2/8: the two best (1, 1.5) are worth 4, the two worst (9, 5) -4
        double[] expected = [0, 4, 0, 4, -4, 0, -4, 0];
        foreach (var kind in Enum.GetValues<UtilityKind>())
        {
            Assert.Equal(expected, Rounded(SampleUtility.Of(kind, values, Equal(8))));
        }
    }

    [Fact]
    public void A_quarter_is_rounded_up()
        => Assert.Equal([2.5, 0, 2.5, -2.5, -2.5], Rounded(SampleUtility.Of(
            UtilityKind.WeightedQuantile, [1, 3, 2.5, 5, 4], Equal(5))));        // two of five

    [Fact]
    public void Ties_share_an_interval()
    {
        // eight samples, the first four tie: mean of 4, 4, 0, 0
        var utilities = SampleUtility.Of(UtilityKind.WeightedQuantile, [1, 1, 1, 1, 2, 3, 4, 5], Equal(8));
        Assert.Equal([2, 2, 2, 2, 0, 0, -4, -4], Rounded(utilities));
        Assert.All(SampleUtility.Of(UtilityKind.WeightedQuantile, [7, 7, 7], [0.2, 0.3, 0.5]), u => Assert.Equal(0, u, 1e-15));
    }

    [Fact]
    public void A_sample_is_worth_the_mean_over_its_interval_of_the_weight()
    {
        // four samples, rho = 1/4; in order of value they own [0, .1], [.1, .7], [.7, .9], [.9, 1]
        var utilities = SampleUtility.Of(UtilityKind.WeightedQuantile, [2, 1, 4, 3], [0.6, 0.1, 0.1, 0.2]);
        Assert.Equal([4 * 0.15 / 0.6, 4, -4, -4 * 0.15 / 0.2], utilities, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Shares_times_utilities_sum_to_0_whatever_ties_and_weights_there_are()
    {
        var random = new RandomSource(1);
        for (var round = 0; round < 2_000; round++)
        {
            var count = 1 + random.NextInt(24);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => (double)random.NextInt(1 + count))];
            double[] weights = [.. values.Select(_ => Math.Exp(3 * random.NextGaussian()))];
            double[] shares = [.. weights.Select(weight => weight / weights.Sum())];
            foreach (var kind in Enum.GetValues<UtilityKind>())
            {
                var utilities = SampleUtility.Of(kind, values, shares);
                Assert.Equal(0, shares.Zip(utilities, (s, u) => s * u).Sum(), 1e-11);
                foreach (var (i, j) in from i in Enumerable.Range(0, count) from j in Enumerable.Range(0, count) select (i, j))
                {
                    var rounding = 1e-13 / Math.Min(shares[i], shares[j]);       // of a mean over a short interval
                    Assert.True(values[i] < values[j] ? utilities[i] >= utilities[j] - rounding
                        : values[i] != values[j] || utilities[i] == utilities[j]);
                }
            }
        }
    }

    [Fact]
    public void What_is_no_number_cannot_be_ranked()
        => Assert.Throws<ArgumentException>(() => SampleUtility.Of(UtilityKind.PlainRank, [1, double.NaN], Equal(2)));

    private static double[] Equal(int count) => [.. Enumerable.Repeat(1.0 / count, count)];

    private static double[] Rounded(double[] values) => [.. values.Select(value => Math.Round(value, 12) + 0.0)];
}
