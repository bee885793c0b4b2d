namespace NasStudio.Search.GaussianProcesses;

/// <summary>How much a point is expected to fall below the best value so far.</summary>
/// <remarks>Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box Functions", Journal of Global
/// Optimization 13, 1998, eq. 15.</remarks>
public static class ExpectedImprovement
{
    /// <summary>The expectation of max(0, best - f) for f normal.</summary>
    public static double Of(double mean, double variance, double best)
    {
        var deviation = Math.Sqrt(variance);
        if (deviation < 1e-12)
        {
            return Math.Max(0, best - mean);
        }

        var z = (best - mean) / deviation;
        return (best - mean) * Normal(z) + deviation * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>Distribution function of the standard normal.</summary>
    /// <remarks>Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4), 2004: a series
    /// that is exact to rounding in the middle; beyond 7 deviations the answer is 0 or 1.</remarks>
    public static double Normal(double z)
    {
        if (Math.Abs(z) > 7)
        {
            return z > 0 ? 1 : 0;
        }

        var (sum, term) = (z, z);
        for (var i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); i += 2)
        {
            sum += term *= z * z / i;
        }

        return 0.5 + sum * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
    }
}
