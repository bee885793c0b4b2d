using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>Condition number of the neural tangent kernel of a batch: how unevenly gradient descent learns its
/// directions. A measure of trainability.</summary>
/// <remarks>
/// <para>Chen, Gong and Wang, "Neural Architecture Search on ImageNet in Four GPU Hours: A Theoretically Inspired
/// Perspective", ICLR 2021 (TE-NAS), section 3.1. Notation: f(x) sum of the logits of image x, w all weights (not
/// biases), J row x = df(x)/dw, kernel J J^T, condition number = largest / smallest eigenvalue.</para>
/// <para>As in the authors' code, the logits are summed, and batch norm takes its statistics from the batch.</para>
/// </remarks>
public static class NtkConditionNumber
{
    /// <summary>What a singular kernel has. Gradients come in single precision, with an error of some 1e-5 after all
    /// layers; its square is the smallest share of the largest eigenvalue that means anything.</summary>
    public const double Largest = 1e10;

    /// <summary>The measure, 1 to <see cref="Largest"/>; smaller is better.</summary>
    /// <param name="network">Images to logits; in training mode, so that batch norm uses the batch.</param>
    /// <param name="images">// (B, ...)</param>
    public static double Of(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var eigenvalues = linalg.eigvalsh(Kernel(network, images)).cpu().data<double>().ToArray();   // ascending
        return eigenvalues[0] * Largest > eigenvalues[^1] ? eigenvalues[^1] / eigenvalues[0] : Largest;
    }

    private static Tensor Kernel(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        var weights = network.named_parameters()
            .Where(p => p.name.EndsWith("weight", StringComparison.Ordinal)).Select(p => p.parameter).ToArray<Tensor>();
        var outputs = network.call(images).sum(1).unbind();           // B scalars
        var kernel = zeros([outputs.Length, outputs.Length], dtype: float64, device: images.device);
        var rows = Array.ConvertAll(outputs, f => autograd.grad([f], weights, retain_graph: true, allow_unused: true));
        for (var w = 0; w < weights.Length; w++)
        {
            if (rows.Any(row => row[w] is null)) continue;            // no output depends on it
            using var part = NewDisposeScope();
            var jacobian = stack([.. rows.Select(row => row[w].flatten())]).to(float64);   // (B, weights of w)
            kernel.add_(jacobian.mm(jacobian.t()));
        }

        return kernel;
    }
}
