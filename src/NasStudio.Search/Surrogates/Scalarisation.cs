using NasStudio.Core.Randomness;

namespace NasStudio.Search.Surrogates;

/// <summary>
/// Makes one number of several objectives, smaller is better: the augmented Chebyshev norm under weights drawn at random,
/// so that proposals with different weights aim at different places of the front. One objective keeps its order.
/// </summary>
/// <remarks>
/// Knowles, "ParEGO: A Hybrid Algorithm with On-Line Landscape Approximation for Expensive Multiobjective Optimization
/// Problems", IEEE Transactions on Evolutionary Computation 10(1), 2006, eq. 2, rho = 0.05. Objectives are first scaled
/// to [0, 1] over what was evaluated. Deviation: weights are uniform on the simplex, as in Paria, Kandasamy and Poczos,
/// "A Flexible Framework for Multi-Objective Bayesian Optimization using Random Scalarizations", UAI 2019, where ParEGO
/// draws them from a grid.
/// </remarks>
internal sealed class Scalarisation
{
    private const double Augmentation = 0.05;                 // rho
    private readonly double[] _ideal;                         // smallest value of each objective // (d)
    private readonly double[] _range;                         // (d)

    /// <summary>Scaled over points that were evaluated.</summary>
    /// <param name="points">Objective values, smaller is better. // (n, d), n at least 1</param>
    public Scalarisation(IReadOnlyList<double[]> points)
    {
        var objectives = Enumerable.Range(0, points[0].Length).ToArray();
        _ideal = [.. objectives.Select(j => points.Min(p => p[j]))];
        _range = [.. objectives.Select(j => points.Max(p => p[j]) - _ideal[j]).Select(r => r > 0 ? r : 1)];
    }

    /// <summary>Weights that sum to 1. // (d)</summary>
    public double[] DrawWeights(RandomSource random)
    {
        double[] parts = [.. _ideal.Select(_ => -Math.Log(1 - random.NextDouble()))];
        var sum = parts.Sum();
        return [.. parts.Select(part => sum > 0 ? part / sum : 1.0 / parts.Length)];
    }

    /// <summary>The scalar of a point.</summary>
    /// <param name="point">Objective values, smaller is better. // (d)</param>
    /// <param name="weights">// (d)</param>
    public double Of(ReadOnlySpan<double> point, double[] weights)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        for (var j = 0; j < weights.Length; j++)
        {
            var weighted = weights[j] * (point[j] - _ideal[j]) / _range[j];
            (largest, sum) = (Math.Max(largest, weighted), sum + weighted);
        }

        return largest + Augmentation * sum;
    }
}
