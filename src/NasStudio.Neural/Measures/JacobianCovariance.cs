using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>jacob_cov: how little the output's gradients with respect to the images of a batch resemble each
/// other.</summary>
/// <remarks>
/// Mellor, Turner, Storkey and Crowley, "Neural Architecture Search without Training", version 1 (arXiv:2006.04647v1,
/// 2020), equation 3: - sum over k of (log(s_k + e) + 1 / (s_k + e)), s the eigenvalues of the correlation matrix of
/// the gradients, e = 1e-5. The ICML version replaced it by <see cref="NasWot"/>. Gradients are those of the sum of the
/// logits, as in the authors' code. Deviation: where an image has no gradient, or an even one, its correlation is not
/// defined; it counts as equal to all others.
/// </remarks>
public static class JacobianCovariance
{
    private const double Epsilon = 1e-5;

    /// <summary>The measure; larger is better (0 at best is -B).</summary>
    /// <param name="network">Images to logits; in training mode, so that batch norm uses the batch.</param>
    /// <param name="images">// (B, ...)</param>
    public static double Of(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var inputs = images.detach().clone().requires_grad_();
        var gradients = autograd.grad([network.call(inputs).sum()], [inputs], allow_unused: true)[0];
        var jacobian = (gradients ?? zeros_like(inputs)).reshape(inputs.shape[0], -1).to(float64);   // (B, pixels)
        var eigenvalues = linalg.eigvalsh(Correlations(jacobian)).clamp_min(0).cpu().data<double>().ToArray();
        return -eigenvalues.Sum(s => Math.Log(s + Epsilon) + 1 / (s + Epsilon));
    }

    private static Tensor Correlations(Tensor jacobian)
    {
        var centred = jacobian - jacobian.mean([1], keepdim: true);
        var norms = centred.square().sum(1, keepdim: true).sqrt();    // (B, 1)
        var correlations = centred.mm(centred.t()) / norms.mm(norms.t());
        return correlations.nan_to_num(nan: 1);                       // 0 / 0
    }
}
