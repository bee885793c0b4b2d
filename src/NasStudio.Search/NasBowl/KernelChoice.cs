using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl;

/// <summary>What the marginal likelihood chooses of a kernel.</summary>
/// <param name="Depth">h, the depth of the kernel.</param>
/// <param name="Noise">g, the variance of the noise in units of the signal's.</param>
/// <param name="LogLikelihood">Log marginal likelihood of the targets.</param>
internal sealed record KernelSetting(int Depth, double Noise, double LogLikelihood);

/// <summary>
/// Finds the depth and the noise under which some targets are likeliest, with the signal variance in closed form. Shared
/// by all targets of the same architectures: the Gram of each depth is reduced once.
/// </summary>
/// <remarks>
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning", MIT Press 2006, eq. 5.8; with s2 = y'(K + g I)^-1
/// y / n it is -n/2 (log(2 pi s2) + 1) - 1/2 log |K + g I|. K is the normalised Gram that also predicts. Notation: n
/// architectures, targets y with mean 0.
/// </remarks>
internal sealed class KernelChoice
{
    private const int StepsPerDecade = 4;
    private const double LeastSignal = 1e-12;

    // g from 1e-5 to 1: below, rounding would decide; above, hardly anything would be left to learn.
    private static readonly double[] Noises =
        [.. Enumerable.Range(0, 5 * StepsPerDecade + 1).Select(i => Math.Pow(10, -5 + (double)i / StepsPerDecade))];

    private readonly TridiagonalForm[] _forms;                // by depth from 1

    /// <summary>Reduces the Grams of the first n architectures learned.</summary>
    public KernelChoice(ArchitectureKernel kernel, int count, CancellationToken cancellation)
    {
        _forms = new TridiagonalForm[kernel.Depth];
        for (var depth = 1; depth <= _forms.Length; depth++)
        {
            cancellation.ThrowIfCancellationRequested();
            _forms[depth - 1] = new TridiagonalForm(kernel.Gram(depth, count));
        }
    }

    /// <summary>The likeliest depth and noise; of equals the shallowest and the noisiest.</summary>
    /// <param name="targets">y. // (n)</param>
    public KernelSetting Likeliest(ReadOnlySpan<double> targets)
    {
        KernelSetting? best = null;
        for (var depth = 1; depth <= _forms.Length; depth++)
        {
            var rotated = _forms[depth - 1].Rotate(targets);
            foreach (var noise in Noises.Reverse())
            {
                if (_forms[depth - 1].Shifted(rotated, noise) is var (quadratic, logDeterminant)
                    && LogLikelihood(quadratic, logDeterminant, rotated.Length) is var likelihood
                    && likelihood > (best?.LogLikelihood ?? double.NegativeInfinity))
                {
                    best = new KernelSetting(depth, noise, likelihood);
                }
            }
        }

        return best ?? new KernelSetting(1, Noises[^1], double.NegativeInfinity);
    }

    private static double LogLikelihood(double quadratic, double logDeterminant, int n)
    {
        var signal = Math.Max(quadratic / n, LeastSignal);
        return -0.5 * n * (Math.Log(2 * Math.PI * signal) + 1) - 0.5 * logDeterminant;
    }
}
