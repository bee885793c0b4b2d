using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>Two measures of the loss's gradient, before any training.</summary>
/// <param name="Snip">Sum over all prunable weights of |weight * gradient|: how much the loss hangs on them. Larger is
/// better.</param>
/// <param name="GradNorm">Sum over the layers of the Euclidean norm of the gradient of their weights. Larger is
/// better.</param>
/// <remarks>
/// snip: Lee, Ajanthan and Torr, "SNIP: Single-shot Network Pruning based on Connection Sensitivity", ICLR 2019,
/// equation 6 before its normalisation, summed over the network; grad_norm: both as in Abdelfattah, Mehrotra, Dudziak
/// and Lane, "Zero-Cost Proxies for Lightweight NAS", ICLR 2021, section 3.
/// </remarks>
public readonly record struct LossGradients(double Snip, double GradNorm)
{
    /// <summary>The measures of a network and a batch, with the cross-entropy.</summary>
    /// <param name="network">Images to logits; in training mode, so that batch norm uses the batch.</param>
    /// <param name="images">// (B, ...)</param>
    /// <param name="labels">// (B), int64</param>
    public static LossGradients Of(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        using var scope = NewDisposeScope();
        var weights = PrunableWeights.Of(network);
        var loss = nn.functional.cross_entropy(network.call(images), labels);
        var gradients = autograd.grad([loss], weights, allow_unused: true);
        var (snip, norm) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            if (gradients[i] is not { } gradient) continue;           // no output depends on it
            snip += (weights[i] * gradient).abs().to(float64).sum().item<double>();
            norm += Math.Sqrt(gradient.to(float64).square().sum().item<double>());
        }

        return new(snip, norm);
    }
}
