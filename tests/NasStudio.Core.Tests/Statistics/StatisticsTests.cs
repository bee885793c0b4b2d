using NasStudio.Core.Statistics;

namespace NasStudio.Core.Tests.Statistics;

/// <summary>Golden numbers of SciPy 1.10.1 (scipy.stats), unless a comment counts them.</summary>
public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.3085375387259869)]
    [InlineData(1.96, 0.024997895148220435)]
    [InlineData(3, 0.0013498980316300933)]
    [InlineData(3.5, 0.00023262907903552502)]
    [InlineData(6, 9.865876450376946e-10)]
    [InlineData(8, 6.22096057427174e-16)]
    public void The_normal_tail_is_exact_also_far_out(double z, double above)
    {
        Assert.Equal(1, NormalDistribution.Above(z) / above, 11);
        Assert.Equal(1 - above, NormalDistribution.Above(-z), 14);
        Assert.Equal(NormalDistribution.Above(-z), NormalDistribution.Below(z));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-12, -7.034483825301132)]
    public void The_normal_quantile_is_exact_also_far_out(double p, double quantile)
        => Assert.Equal(quantile, NormalDistribution.Quantile(p), 10);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void There_is_no_quantile_of_what_is_no_probability(double p)
        => Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(p));

    [Fact]
    public void The_sign_test_counts_coins()
    {
        // Of 2^5 throws of five coins, 1 + 5 show at most one head: 2 x 6 / 32.
        Assert.Equal(new SignTest(4, 1, 0.375), SignTest.Of([1, 2, 0, 3, -4, 5]));
        Assert.Equal(new SignTest(0, 6, 2.0 / 64), SignTest.Of([-1, -2, -3, -4, -5, -6]));
        Assert.Equal(new SignTest(1, 1, 1), SignTest.Of([1, -1]));
        Assert.Equal(new SignTest(0, 0, 1), SignTest.Of([]));
        Assert.Throws<ArgumentException>(() => SignTest.Of([double.NaN]));
    }

    [Theory]
    [InlineData(1, 12.706204736432095, 0.6256659163780024)]
    [InlineData(2, 4.302652729911275, 0.7276068751089991)]
    [InlineData(3, 3.182446305284263, 0.7694161347551771)]
    [InlineData(4, 2.7764451051977987, 0.792)]
    [InlineData(9, 2.2621571627409915, 0.8321493439429252)]
    [InlineData(29, 2.045229642132703, 0.8555763039596143)]
    [InlineData(100, 1.9839715184496334, 0.8632349418753111)]
    public void Student_s_t_has_its_quantiles(int degrees, double quantile, double within)
    {
        Assert.Equal(1, StudentDistribution.Quantile(0.95, degrees) / quantile, 9);      // SciPy's own are no more exact
        Assert.Equal(within, StudentDistribution.Within(1.5, degrees), 12);
    }

    [Fact]
    public void Student_s_t_with_one_degree_is_a_tangent()
        => Assert.Equal(Math.Tan(Math.PI * 0.475), StudentDistribution.Quantile(0.95, 1), 11);

    [Fact]
    public void A_sample_has_mean_deviation_and_interval()
    {
        // Mean 5, squares 9 + 1 + 1 + 9 over 3; t(3) = 3.182446 times the deviation over 2.
        var sample = Sample.Of([2, 4, 6, 8]);
        Assert.Equal((4, 5.0), (sample.Count, sample.Mean));
        Assert.Equal(Math.Sqrt(20.0 / 3), sample.Deviation, 14);
        Assert.Equal(3.182446305284263 * Math.Sqrt(20.0 / 3) / 2, sample.HalfWidth, 9);
        Assert.Equal((1, 7.0, double.NaN), (Sample.Of([7]).Count, Sample.Of([7]).Mean, Sample.Of([7]).HalfWidth));
    }

    [Fact]
    public void Holm_steps_down_and_never_below_the_step_before()
    {
        // Sorted .01 x 4, .02 x 3, .03 x 2, .5 x 1: .04, .06, .06, .5.
        Assert.Equal([0.06, 0.04, 0.5, 0.06], Holm.Adjust([0.03, 0.01, 0.5, 0.02]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.9, 0.8]));
        Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, double.NaN]));
    }

    [Fact]
    public void Superiority_counts_pairs_and_halves_ties()
    {
        // Of the pairs (2,1) (2,2) (3,1) (3,2) three are won and one is tied.
        Assert.Equal(3.5 / 4, VarghaDelaney.A([2, 3], [1, 2]));
        Assert.Equal(0.5, VarghaDelaney.A([1, 5], [1, 5]));
    }

    [Fact]
    public void Ranks_are_shared_by_equals()
        => Assert.Equal([1, 2.5, 4, 2.5], Ranks.Of([-1, 3, 7, 3]));

    [Fact]
    public void Rank_correlations_account_for_ties()
    {
        double[] a = [1, 2, 2, 3, 5, 8, 8, 9], b = [2, 1, 3, 3, 4, 9, 7, 7];
        Assert.Equal(0.8902439024390245, RankCorrelation.Spearman(a, b), 13);
        Assert.Equal(0.7692307692307694, RankCorrelation.Kendall(a, b), 13);
        double[] c = [.. Enumerable.Range(0, 40).Select(i => i * 73 % 97.0)], d = [.. Enumerable.Range(0, 40).Select(i => i * 41 % 53.0)];
        Assert.Equal(0.05647279549718576, RankCorrelation.Spearman(c, d), 13);
        Assert.Equal(0.11025641025641025, RankCorrelation.Kendall(c, d), 13);
        Assert.Equal(-1, RankCorrelation.Kendall([1, 2, 3], [3, 2, 1]), 14);
    }
}
