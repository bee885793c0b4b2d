namespace NasStudio.Core.Statistics;

/// <summary>What the signed-rank test says of paired differences.</summary>
/// <param name="Pairs">Differences that are not zero.</param>
/// <param name="PositiveRanks">Sum of the ranks of positive differences.</param>
/// <param name="NegativeRanks">Sum of the ranks of negative differences.</param>
/// <param name="PValue">Two-sided: how probable ranks as uneven are where nothing but chance decides the signs.</param>
/// <param name="IsExact">Whether every assignment of signs was counted, not approximated.</param>
public sealed record WilcoxonResult(int Pairs, double PositiveRanks, double NegativeRanks, double PValue, bool IsExact)
{
    /// <summary>
    /// The matched-pairs rank-biserial correlation: the share of ranks for a positive difference less the share against,
    /// from -1 to 1; 0 where every difference is zero.
    /// </summary>
    /// <remarks>Kerby, "The Simple Difference Formula", Comprehensive Psychology 3, 2014.</remarks>
    public double RankBiserial
        => Pairs == 0 ? 0 : (PositiveRanks - NegativeRanks) / (PositiveRanks + NegativeRanks);
}

/// <summary>Whether paired differences lie to one side of zero.</summary>
/// <remarks>
/// Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1(6), 1945. Zero differences are left out, as
/// there. Up to <see cref="ExactPairs"/> pairs the distribution over all assignments of signs is counted, given the
/// ranks as they are, ties included; beyond, normal with the variance corrected for ties (Hollander, Wolfe and Chicken,
/// "Nonparametric Statistical Methods", 3rd edition, section 3.1), without a correction for continuity.
/// </remarks>
public static class WilcoxonSignedRank
{
    /// <summary>Up to so many pairs the p-value is exact: 2^50 assignments are still counted without rounding.</summary>
    public const int ExactPairs = 50;

    /// <summary>Tests differences, one for each pair.</summary>
    /// <exception cref="ArgumentException">A difference is NaN.</exception>
    public static WilcoxonResult Test(IEnumerable<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        double[] kept = [.. differences.Where(difference => difference != 0)];
        var ranks = Ranks.Of([.. kept.Select(Math.Abs)]);
        var positive = kept.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        var negative = ranks.Sum() - positive;
        var isExact = kept.Length <= ExactPairs;
        var p = kept.Length == 0 ? 1
            : isExact ? Exact(ranks, Math.Min(positive, negative))
            : Approximate(ranks, Math.Min(positive, negative));
        return new WilcoxonResult(kept.Length, positive, negative, p, isExact);
    }

    /// <summary>The share of assignments whose smaller sum of ranks is at most the one found.</summary>
    private static double Exact(double[] ranks, double smaller)
    {
        // Doubled ranks are whole numbers, ties or not. ways[s]: assignments whose positive ranks sum to s / 2.
        var ways = new double[(int)Math.Round(2 * ranks.Sum()) + 1];
        ways[0] = 1;
        foreach (var rank in ranks.Select(rank => (int)Math.Round(2 * rank)))
        {
            for (var sum = ways.Length - 1; sum >= rank; sum--)
            {
                ways[sum] += ways[sum - rank];
            }
        }

        var below = ways.Take((int)Math.Round(2 * smaller) + 1).Sum();
        return Math.Min(1, 2 * below / Math.Pow(2, ranks.Length));
    }

    private static double Approximate(double[] ranks, double smaller)
    {
        double n = ranks.Length;
        var mean = n * (n + 1) / 4;
        var variance = n * (n + 1) * (2 * n + 1) / 24 - Ranks.TieTerm(ranks) / 48;
        return Math.Min(1, 2 * NormalDistribution.Above((mean - smaller) / Math.Sqrt(variance)));
    }
}
