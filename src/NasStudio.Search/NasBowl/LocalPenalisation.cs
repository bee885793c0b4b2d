using System.Numerics.Tensors;
using NasStudio.Core.Statistics;

namespace NasStudio.Search.NasBowl;

/// <summary>How much less candidates count near one that is chosen.</summary>
/// <remarks>
/// Gonzalez, Dai, Hennig and Lawrence, "Batch Bayesian Optimization via Local Penalization", AISTATS 2016, eq. 4 to 6, for
/// a function that is minimised: the probability that the candidate lies outside the ball around the chosen point in
/// which, by the function's steepest slope, nothing as low as the best can be. Deviation: distances are the kernel's own,
/// sqrt(2 - 2 k), for graphs have no others; in them the norm of the posterior mean bounds its slope exactly, and no
/// gradient has to be searched for it.
/// </remarks>
internal static class LocalPenalisation
{
    private const double LeastDeviation = 1e-9;

    /// <summary>The steepest slope of a posterior mean: sqrt(a' K a), a its weights.</summary>
    public static double Slope(GramProcess process)
        => Math.Sqrt(Math.Max(0, TensorPrimitives.Dot<double>(process.Weights, process.Means())));

    /// <summary>The factor, in [0, 1].</summary>
    /// <param name="distance">Between the candidate and the chosen point.</param>
    /// <param name="slope">Steepest slope.</param>
    /// <param name="mean">Posterior mean at the chosen point.</param>
    /// <param name="variance">Posterior variance there.</param>
    /// <param name="best">The lowest value there may be.</param>
    public static double Of(double distance, double slope, double mean, double variance, double best)
        => NormalDistribution.Below((slope * distance - (mean - best)) / Math.Max(Math.Sqrt(variance), LeastDeviation));
}
