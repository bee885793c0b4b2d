namespace NasStudio.Core.Statistics;

/// <summary>The probability of superiority: how often a value of one group exceeds one of another.</summary>
/// <remarks>Vargha and Delaney, "A Critique and Improvement of the CL Common Language Effect Size Statistics of McGraw and
/// Wong", Journal of Educational and Behavioral Statistics 25(2), 2000, equation 3.</remarks>
public static class VarghaDelaney
{
    /// <summary>P(a &gt; b) + P(a = b) / 2 over all pairs: .5 where neither is ahead; NaN where a group is empty.</summary>
    public static double A(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var ahead = a.Sum(x => b.Sum(y => x > y ? 1.0 : x == y ? 0.5 : 0.0));
        return ahead / ((double)a.Count * b.Count);
    }
}
