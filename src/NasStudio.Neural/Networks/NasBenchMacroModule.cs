using NasStudio.Core.Architectures.NasBenchMacro;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// The network of NAS-Bench-Macro: stem, eight layers in three stages, head, global pooling, one linear layer. // (B,
/// image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>
/// Su et al., "Prioritized Architecture Sampling with Monto-Carlo Tree Search", CVPR 2021, and the benchmark's training
/// code. <see cref="NasBenchMacroSize"/> gives its parameters and multiply-accumulates without building it.
/// </remarks>
public sealed class NasBenchMacroModule : nn.Module<Tensor, Tensor>
{
    private readonly ConvNormRelu _stem, _head;
    private readonly Sequential _body;
    private readonly Linear _classifier;

    /// <summary>
    /// A network with libtorch's own random weights; <see cref="Training.Seeding.Fill"/> gives it reproducible ones.
    /// </summary>
    /// <param name="network">Its layers.</param>
    /// <param name="size">Channels, image and classes.</param>
    public NasBenchMacroModule(NasBenchMacroNetwork network, NasBenchMacroSize size) : base(nameof(NasBenchMacroModule))
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(size);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        long channels = size.Channels;
        for (var layer = 0; layer < NasBenchMacroNetwork.Layers; layer++)
        {
            var begins = NasBenchMacroNetwork.BeginsStage(layer);
            var output = begins ? 2 * channels : channels;
            if (Layer(network.Operations[layer], channels, output, begins ? 2 : 1) is { } module)
                layers.Add(module);
            channels = output;
        }

        register_module("stem", _stem = new ConvNormRelu(size.ImageChannels, size.Channels, kernel: 3));
        register_module("body", _body = nn.Sequential([.. layers]));
        register_module("head", _head = new ConvNormRelu(channels, size.HeadChannels, kernel: 1));
        register_module("classifier", _classifier = nn.Linear(size.HeadChannels, size.Classes));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _head.call(_body.call(_stem.call(input)));                      // (B, head, S/8, S/8)
        var pooled = nn.functional.adaptive_avg_pool2d(features, 1).flatten(1);        // (B, head)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }

    /// <summary>A layer; null for an identity that changes nothing. // (B, in, H, W) -> (B, out, H/stride, W/stride)</summary>
    public static nn.Module<Tensor, Tensor>? Layer(
        NasBenchMacroOperation operation, long input, long output, long stride) => operation switch
        {
            NasBenchMacroOperation.MbConv3 => new InvertedResidual(input, output, expansion: 3, kernel: 3, stride),
            NasBenchMacroOperation.MbConv6 => new InvertedResidual(input, output, expansion: 6, kernel: 5, stride),
            _ when stride == 1 => null,
            _ => nn.Sequential(
                nn.Conv2d(input, output, 1, stride: stride, bias: false), nn.BatchNorm2d(output)),
        };
}
