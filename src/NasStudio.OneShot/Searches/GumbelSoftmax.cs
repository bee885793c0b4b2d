using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>A softmax of logits with noise: at low temperatures nearly one category, drawn by the logits' softmax, and
/// differentiable all the same.</summary>
/// <remarks>Jang, Gu and Poole, "Categorical Reparameterization with Gumbel-Softmax", ICLR 2017, equation 2.</remarks>
internal static class GumbelSoftmax
{
    /// <summary>Positive weights that sum to 1. // (C) -> (C)</summary>
    /// <param name="logits">Of the categories. // (C)</param>
    /// <param name="temperature">tau; positive.</param>
    /// <param name="random">Is drawn from.</param>
    public static Tensor Of(Tensor logits, double temperature, RandomSource random)
    {
        var count = (int)logits.shape[0];
        using var noise = tensor(Enumerable.Range(0, count).Select(_ => Gumbel(random)).ToArray(), device: logits.device);
        return nn.functional.softmax((nn.functional.log_softmax(logits, 0) + noise) / temperature, 0);
    }

    private static float Gumbel(RandomSource random) => (float)-Math.Log(-Math.Log(Math.Max(random.NextDouble(), 1e-300)));
}
