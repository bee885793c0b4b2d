using NasStudio.Core.Statistics;

namespace NasStudio.Core.Tests.Statistics;

/// <summary>Golden numbers of SciPy 1.10.1 (scipy.stats.wilcoxon), unless a comment counts them.</summary>
public sealed class WilcoxonSignedRankTests
{
    [Fact]
    public void Few_pairs_without_ties_are_tested_exactly()
    {
        var result = WilcoxonSignedRank.Test([15, -7, 5.5, 20, 0, -9, 17, -12, 6, -10]);
        Assert.Equal((9, 27.0, 18.0, true), (result.Pairs, result.PositiveRanks, result.NegativeRanks, result.IsExact));
        Assert.Equal(0.65234375, result.PValue, 14);
        Assert.Equal(9.0 / 45, result.RankBiserial, 14);
    }

    [Fact]
    public void Five_pairs_to_one_side_have_one_chance_in_sixteen()
    {
        // Two of the 2^5 assignments of signs are as uneven.
        Assert.Equal(2.0 / 32, WilcoxonSignedRank.Test([1, 2, 3, 4, 5]).PValue, 14);
        Assert.Equal(-1, WilcoxonSignedRank.Test([-1, -2, -3, -4, -5]).RankBiserial);
    }

    [Fact]
    public void Ties_are_counted_as_they_are()
    {
        // All 2^8 assignments of signs to the ranks 2, 2, 2, 4.5, 6, 4.5, 7.5, 7.5 counted one by one.
        var result = WilcoxonSignedRank.Test([1, 1, -1, 2, 3, -2, 4, 4]);
        Assert.Equal((29.5, 6.5), (result.PositiveRanks, result.NegativeRanks));
        Assert.Equal(0.1328125, result.PValue, 14);
    }

    [Fact]
    public void Many_pairs_are_tested_by_the_normal_approximation_with_ties_and_zeros()
    {
        var result = WilcoxonSignedRank.Test(Enumerable.Range(0, 60).Select(i => i * 37 % 23 - 8.0));
        Assert.Equal((58, false, 474.5), (result.Pairs, result.IsExact, result.NegativeRanks));
        Assert.Equal(0.0031533488349645717, result.PValue, 13);
        var steep = WilcoxonSignedRank.Test(Enumerable.Range(0, 60).Select(i => i * i * 7 % 101 - 30 + 0.5));
        Assert.Equal(4.8243679301518795e-05, steep.PValue, 14);
    }

    [Fact]
    public void Exact_and_approximate_agree_at_the_border()
    {
        double[] differences = [.. Enumerable.Range(1, 50).Select(i => i % 3 == 0 ? -i : (double)i)];
        var exact = WilcoxonSignedRank.Test(differences);
        var approximate = WilcoxonSignedRank.Test([.. differences, 1e-9]);
        Assert.True(exact.IsExact && !approximate.IsExact);
        Assert.Equal(exact.PValue, approximate.PValue, 2);
    }

    [Fact]
    public void Equal_pairs_say_nothing()
    {
        var result = WilcoxonSignedRank.Test([0, 0, 0]);
        Assert.Equal((0, 1.0, 0.0), (result.Pairs, result.PValue, result.RankBiserial));
    }
}
