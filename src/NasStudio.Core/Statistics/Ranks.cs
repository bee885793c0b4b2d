namespace NasStudio.Core.Statistics;

/// <summary>Ranks of numbers: 1 for the smallest, equals share the mean of the ranks they take together.</summary>
public static class Ranks
{
    /// <summary>The rank of each value. // (n)</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double[] Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(double.IsNaN))
        {
            throw new ArgumentException("A value is NaN; it has no rank.", nameof(values));
        }

        int[] sorted = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && values[sorted[to]] == values[sorted[from]])
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                ranks[sorted[i]] = (from + 1 + to) / 2.0;
            }

            from = to;
        }

        return ranks;
    }

    /// <summary>Sum of t³ - t over groups of t equal ranks: what ties take from a variance.</summary>
    internal static double TieTerm(IEnumerable<double> ranks)
        => ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
}
