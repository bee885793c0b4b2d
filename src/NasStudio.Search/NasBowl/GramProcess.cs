using System.Numerics.Tensors;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.Search.NasBowl;

/// <summary>Gaussian process regression with mean 0 on points that are known by their similarities alone.</summary>
/// <remarks>
/// Rasmussen and Williams 2006, algorithm 2.1. Notation: n points, K their Gram with ones on its diagonal, y their targets,
/// noise variance s2 g, L L' = K + g I, k the similarities of another point, with 1 its own.
/// </remarks>
internal sealed class GramProcess
{
    private const double LeastSignal = 1e-12;

    /// <summary>Learns targets.</summary>
    /// <param name="factor">L.</param>
    /// <param name="noise">g.</param>
    /// <param name="targets">y, mean 0. // (n)</param>
    public GramProcess(Cholesky factor, double noise, double[] targets)
    {
        (Factor, Noise, Targets) = (factor, noise, targets);
        Weights = factor.Solve(targets);
        Signal = Math.Max(TensorPrimitives.Dot<double>(Weights, targets) / targets.Length, LeastSignal);
    }

    /// <summary>L.</summary>
    public Cholesky Factor { get; }

    /// <summary>g, the noise in units of the signal.</summary>
    public double Noise { get; }

    /// <summary>s2, the signal variance of greatest likelihood.</summary>
    public double Signal { get; }

    /// <summary>y. // (n)</summary>
    public double[] Targets { get; }

    /// <summary>(K + g I)^-1 y. // (n)</summary>
    public double[] Weights { get; }

    /// <summary>Posterior mean at each learned point, without noise: y - g (K + g I)^-1 y. // (n)</summary>
    public double[] Means() => [.. Targets.Zip(Weights, (y, weight) => y - Noise * weight)];

    /// <summary>Posterior mean at a point.</summary>
    /// <param name="similarities">k. // (n)</param>
    public double Mean(ReadOnlySpan<double> similarities) => TensorPrimitives.Dot(similarities, Weights);

    /// <summary>What each point would have been expected to be had it not been learned: mean and variance, noise
    /// included. // (n)</summary>
    /// <remarks>Rasmussen and Williams 2006, eq. 5.10 to 5.12. The signal variance is that of all points.</remarks>
    public (double Mean, double Variance)[] LeaveOneOut()
    {
        var precisions = Factor.InverseDiagonal();
        return
        [
            .. Enumerable.Range(0, Targets.Length).Select(
                i => (Targets[i] - Weights[i] / precisions[i], Signal / precisions[i])),
        ];
    }
}
