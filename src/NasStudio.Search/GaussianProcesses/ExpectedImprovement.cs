using NasStudio.Core.Statistics;

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
        return (best - mean) * NormalDistribution.Below(z) + deviation * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
    }
}
