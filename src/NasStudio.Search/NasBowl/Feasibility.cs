using NasStudio.Core.Statistics;

namespace NasStudio.Search.NasBowl;

/// <summary>How probable it is that a metric lies within its bounds.</summary>
internal static class Feasibility
{
    private const double LeastDeviation = 1e-9;

    /// <summary>The probability that a normal value is at least and at most something.</summary>
    public static double Of(double mean, double variance, double least, double most)
    {
        var deviation = Math.Max(Math.Sqrt(variance), LeastDeviation);
        var above = double.IsNegativeInfinity(least) ? 0 : NormalDistribution.Below((least - mean) / deviation);
        var below = double.IsPositiveInfinity(most) ? 1 : NormalDistribution.Below((most - mean) / deviation);
        return Math.Max(0, below - above);
    }
}
