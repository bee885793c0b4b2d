namespace NasStudio.OneShot.Distributions;

/// <summary>How samples are ranked before a step.</summary>
public enum UtilityKind
{
    /// <summary>By the share of the weight that is better: a sample of little weight moves little out of the way.</summary>
    WeightedQuantile,

    /// <summary>By how many samples are better, whatever their weights.</summary>
    PlainRank,
}

/// <summary>What samples are worth by their rank alone: the best quarter are raised, the worst lowered, equals are worth
/// the same.</summary>
/// <remarks>
/// rho = ceil(N / 4) / N, as in Akimoto et al., ICML 2019 (lambda = N, a quarter up, a quarter down). Derived here: the
/// weighted form, in which a sample owns an interval of the cumulated shares and is worth the mean over it of +1 / rho on
/// [0, rho] and -1 / rho on [1 - rho, 1]; with equal shares it is the published one, and the sum of share x utility is
/// always 0. Weighted quantiles in information-geometric optimisation: Shirakawa et al. 2018.
/// </remarks>
public static class SampleUtility
{
    /// <summary>The utilities. // (N)</summary>
    /// <param name="kind">How to rank.</param>
    /// <param name="values">What is minimised, one value each; none is NaN. // (N)</param>
    /// <param name="shares">Weights whose sum is 1. // (N)</param>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double[] Of(UtilityKind kind, IReadOnlyList<double> values, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shares);
        if (values.Any(double.IsNaN))
        {
            throw new ArgumentException("A value to be ranked is no number.", nameof(values));
        }

        if (kind == UtilityKind.WeightedQuantile)
        {
            return ByQuantile(values, shares);
        }

        double[] equal = [.. Enumerable.Repeat(1.0 / values.Count, values.Count)];
        var utilities = ByQuantile(values, equal);
        var mean = utilities.Zip(shares, (utility, share) => utility * share).Sum();
        return [.. utilities.Select(utility => utility - mean)];
    }

    private static double[] ByQuantile(IReadOnlyList<double> values, IReadOnlyList<double> shares)
    {
        var count = values.Count;
        var rho = Math.Ceiling(count / 4.0) / count;
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => values[i])];      // stable
        var utilities = new double[count];
        var (first, below) = (0, 0.0);
        while (first < count)
        {
            var (next, above) = (first, below);
            for (; next < count && values[order[next]] == values[order[first]]; next++)
            {
                above += shares[order[next]];
            }

            var end = next == count ? 1 : above;                                     // the shares' sum, without rounding
            var utility = end > below ? (Integral(end, rho) - Integral(below, rho)) / (end - below) : 0;
            for (; first < next; first++)
            {
                utilities[order[first]] = utility;
            }

            below = above;
        }

        return utilities;
    }

    /// <summary>Integral from 0 to t of what a quantile is worth.</summary>
    private static double Integral(double t, double rho)
        => (Math.Min(t, rho) - Math.Max(0, t - (1 - rho))) / rho;
}
