using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>naswot: log-determinant of the kernel that counts on how many ReLU units two images agree. The more the
/// images' codes differ at the start, the larger.</summary>
/// <remarks>
/// Mellor, Turner, Storkey and Crowley, "Neural Architecture Search without Training", ICML 2021 (version 3 of
/// arXiv:2006.04647), equation 2. Deviation: where two images have one code the kernel is singular and the paper's
/// value minus infinity; here it is 0, and no kernel has less: entries are whole numbers, and so is the determinant.
/// </remarks>
public static class NasWot
{
    private const double Rounding = 2.220446049250313e-16;            // 2^-52

    /// <summary>The measure; larger is better.</summary>
    /// <param name="network">Its ReLUs are modules; in training mode, so that batch norm uses the batch.</param>
    /// <param name="images">// (B, ...)</param>
    public static double Of(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var on = ActivationCodes.Of(network, images).to(float64);     // (B, units)
        var off = 1 - on;
        var kernel = on.mm(on.t()) + off.mm(off.t());                 // (B, B)
        var eigenvalues = linalg.eigvalsh(kernel).cpu().data<double>().ToArray();
        return IsSingular(eigenvalues) ? 0 : eigenvalues.Sum(Math.Log);
    }

    /// <summary>The smallest eigenvalue is no larger than the rounding error of the largest.</summary>
    private static bool IsSingular(double[] ascending)
        => ascending[0] <= ascending.Length * Rounding * ascending[^1];
}
