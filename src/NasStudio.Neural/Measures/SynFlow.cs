using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>synflow: how much the weights pass on from the input to the output when all of them count by their size
/// alone; needs no data.</summary>
/// <remarks>
/// Tanaka, Kunin, Yamins and Ganguli, "Pruning Neural Networks without Any Data by Iteratively Conserving Synaptic
/// Flow", NeurIPS 2020, equation 1 and algorithm 1: R = sum of the outputs for an input of ones with every parameter
/// replaced by its absolute value; the measure is the sum over all prunable weights of weight * dR/dweight. As in
/// Abdelfattah et al., "Zero-Cost Proxies for Lightweight NAS", ICLR 2021, batch norm does nothing and all is computed
/// in double precision.
/// </remarks>
public static class SynFlow
{
    /// <summary>The measure; larger is better. It grows by orders of magnitude with every layer.</summary>
    /// <param name="network">Images to logits, in single precision. Comes back with its weights, but in evaluation mode
    /// and with fresh running statistics.</param>
    /// <param name="shape">Shape of one image. // (C, H, W)</param>
    public static double Of(nn.Module<Tensor, Tensor> network, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(shape);
        using var scope = NewDisposeScope();
        var before = network.parameters().Select(parameter => parameter.detach().clone()).ToArray();
        network.to(float64);
        network.eval();
        using (no_grad())
        {
            foreach (var parameter in network.parameters()) parameter.abs_();
            foreach (var norm in network.modules().OfType<BatchNorm2d>())
            {
                norm.running_mean!.zero_();
                norm.running_var!.fill_(1 - norm.eps);                // the square root of 1 is taken: nothing changes
            }
        }

        var weights = PrunableWeights.Of(network);
        var input = ones([1, .. shape], dtype: float64, device: before[0].device);
        var gradients = autograd.grad([network.call(input).sum()], weights, allow_unused: true);
        var flow = weights.Zip(gradients, (weight, gradient)
            => gradient is null ? 0 : (weight * gradient).sum().item<double>()).Sum();
        Restore(network, before);
        return flow;
    }

    private static void Restore(nn.Module network, Tensor[] before)
    {
        network.to(float32);
        using var noGradient = no_grad();
        foreach (var (parameter, value) in network.parameters().Zip(before)) parameter.copy_(value);
        foreach (var norm in network.modules().OfType<BatchNorm2d>()) norm.running_var!.fill_(1);
    }
}
