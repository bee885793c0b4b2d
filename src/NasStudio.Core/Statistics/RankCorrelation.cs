namespace NasStudio.Core.Statistics;

/// <summary>How far two series of numbers agree in their order: from -1 (reversed) to 1 (the same).</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of the ranks, equals sharing theirs; NaN where a series is constant.</summary>
    /// <remarks>Spearman, "The Proof and Measurement of Association between Two Things", American Journal of Psychology
    /// 15, 1904.</remarks>
    /// <exception cref="ArgumentException">The series differ in length, or a value is NaN.</exception>
    public static double Spearman(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        Check(a, b);
        var (x, y) = (Ranks.Of(a), Ranks.Of(b));
        var mean = (a.Count + 1) / 2.0;
        var (both, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            both += (x[i] - mean) * (y[i] - mean);
            first += (x[i] - mean) * (x[i] - mean);
            second += (y[i] - mean) * (y[i] - mean);
        }

        return both / Math.Sqrt(first * second);
    }

    /// <summary>Kendall's tau-b: pairs in the same order less pairs in the other, ties accounted for; NaN where a series
    /// is constant.</summary>
    /// <remarks>Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33(3), 1945. Counted in O(n log n): Knight,
    /// "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", JASA 61, 1966.</remarks>
    /// <exception cref="ArgumentException">The series differ in length, or a value is NaN.</exception>
    public static double Kendall(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        Check(a, b);
        var (x, y) = (Ranks.Of(a), Ranks.Of(b));
        (double, double)[] keys = [.. x.Zip(y)];
        Array.Sort(keys, y);                              // by a, equals by b
        var pairs = Pairs(a.Count);
        var tiedA = x.GroupBy(rank => rank).Sum(group => Pairs(group.Count()));
        var tiedB = y.GroupBy(rank => rank).Sum(group => Pairs(group.Count()));
        var tiedBoth = keys.GroupBy(pair => pair).Sum(group => Pairs(group.Count()));
        var discordant = Inversions(y, new double[y.Length], 0, y.Length);
        return (pairs - tiedA - tiedB + tiedBoth - 2 * discordant) / Math.Sqrt((pairs - tiedA) * (pairs - tiedB));
    }

    private static double Pairs(double count) => count * (count - 1) / 2;

    /// <summary>How many pairs stand in descending order; sorts them on the way (merge sort).</summary>
    private static double Inversions(double[] values, double[] spare, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        var middle = (from + to) / 2;
        var count = Inversions(values, spare, from, middle) + Inversions(values, spare, middle, to);
        for (int left = from, right = middle, at = from; at < to; at++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
            {
                spare[at] = values[left++];
            }
            else
            {
                count += middle - left;
                spare[at] = values[right++];
            }
        }

        Array.Copy(spare, from, values, from, to - from);
        return count;
    }

    private static void Check(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count != b.Count)
        {
            throw new ArgumentException($"The series have {a.Count} and {b.Count} values; they have to be as long.", nameof(b));
        }
    }
}
