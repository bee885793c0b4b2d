using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// P: networks of equal shape that predict the standardised metrics of an architecture; one as published, or an ensemble
/// whose members differ by their initial weights.
/// </summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022), section 3.2 and its code: five linear layers as wide as the input, ReLU between.
/// Ensemble: Lakshminarayanan, Pritzel and Blundell, "Simple and Scalable Predictive Uncertainty Estimation using Deep
/// Ensembles", NeurIPS 2017. All members are one batch of matrix products.
/// Notation: E members, B architectures, M metrics.
/// </remarks>
public sealed class Surrogate : nn.Module<Tensor, Tensor>
{
    private const int HiddenLayers = 4;

    private readonly ModuleList<StackedLinear> _layers;
    private readonly int _members;                    // E

    /// <summary>A surrogate with fresh weights.</summary>
    /// <param name="width">Width of its input.</param>
    /// <param name="metrics">How many metrics it predicts.</param>
    /// <param name="members">How many networks.</param>
    /// <param name="random">Draws the weights.</param>
    public Surrogate(int width, int metrics, int members, RandomSource random) : base(nameof(Surrogate))
    {
        ArgumentNullException.ThrowIfNull(random);
        _members = members;
        _layers = nn.ModuleList(Enumerable.Range(0, HiddenLayers + 1).Select(layer => new StackedLinear(
            members, width, layer < HiddenLayers ? width : metrics, random.Fork("layer", layer))).ToArray());
        RegisterComponents();
    }

    /// <param name="input">(B, width)</param>
    /// <returns>(E, B, M)</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var hidden = input.unsqueeze(0).expand(_members, -1, -1);
        foreach (var layer in _layers.SkipLast(1))
        {
            hidden = layer.forward(hidden).relu();
        }

        return _layers[^1].forward(hidden);
    }
}

/// <summary>A linear layer of each member of an ensemble. // (E, B, inputs) -> (E, B, outputs)</summary>
internal sealed class StackedLinear : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _weight;               // (E, inputs, outputs)
    private readonly Parameter _bias;                 // (E, 1, outputs)

    public StackedLinear(int members, int inputs, int outputs, RandomSource random) : base(nameof(StackedLinear))
    {
        _weight = Layers.Parameter(inputs, random, members, inputs, outputs);
        _bias = Layers.Parameter(inputs, random, members, 1, outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => baddbmm(_bias, input, _weight);
}
