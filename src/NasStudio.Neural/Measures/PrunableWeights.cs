using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>The weights that pruning may remove: those of convolutions and linear layers, without biases and batch
/// norms.</summary>
internal static class PrunableWeights
{
    /// <summary>In the network's own order, one for each layer.</summary>
    public static Parameter[] Of(nn.Module network) =>
    [
        .. network.modules()
            .Select(module => module switch
            {
                Conv2d conv => conv.weight,
                Linear linear => linear.weight,
                _ => null,
            })
            .OfType<Parameter>(),
    ];
}
