using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>P: predicts the standardised metrics of a graph, one output for each.</summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022), section 3.2 and its code: five linear layers as wide as the input, ReLU between.
/// </remarks>
public sealed class Surrogate : nn.Module<Tensor, Tensor>
{
    private const int HiddenLayers = 4;

    private readonly Sequential _layers;

    /// <summary>A surrogate with fresh weights.</summary>
    /// <param name="width">Width of its input.</param>
    /// <param name="metrics">How many metrics it predicts.</param>
    /// <param name="random">Draws the weights.</param>
    public Surrogate(int width, int metrics, RandomSource random) : base(nameof(Surrogate))
    {
        ArgumentNullException.ThrowIfNull(random);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var layer = 0; layer < HiddenLayers; layer++)
        {
            layers.Add(Layers.Linear(width, width, random.Fork("layer", layer)));
            layers.Add(nn.ReLU());
        }

        layers.Add(Layers.Linear(width, metrics, random.Fork("layer", HiddenLayers)));
        _layers = nn.Sequential(layers.ToArray());
        RegisterComponents();
    }

    /// <param name="input">(B, width)</param>
    /// <returns>(B, metrics)</returns>
    public override Tensor forward(Tensor input) => _layers.forward(input);
}
