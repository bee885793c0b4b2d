using NasStudio.Core.Architectures.BlockChains;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// A chain of blocks: stem, blocks in three stages, global pooling, one linear layer. // (B, image channels, S, S) -> (B,
/// classes)
/// </summary>
/// <remarks><see cref="BlockChainSize"/> gives its parameters and multiply-accumulates without building it.</remarks>
public sealed class BlockChainNetwork : nn.Module<Tensor, Tensor>
{
    private readonly ConvNormRelu _stem;
    private readonly Sequential _body;
    private readonly Linear _classifier;

    /// <summary>
    /// A network with libtorch's own random weights; <see cref="Training.Seeding.Fill"/> gives it reproducible ones.
    /// </summary>
    /// <param name="chain">Its blocks.</param>
    /// <param name="size">Channels, image and classes.</param>
    public BlockChainNetwork(BlockChain chain, BlockChainSize size) : base(nameof(BlockChainNetwork))
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(size);
        var body = nn.Sequential();
        long channels = size.Channels;
        for (var (block, stage) = (0, 0); stage < BlockChain.Stages; stage++)
        {
            for (; block < chain.Operations.Length && chain.StageOf(block) == stage; block++)
            {
                if (Block(chain.Operations[block], channels) is { } module) body.append($"block{block}", module);
            }

            if (stage < BlockChain.Stages - 1)
            {
                body.append($"reduction{stage}", Reduction(channels));
                channels *= 2;
            }
        }

        register_module("stem", _stem = new ConvNormRelu(size.ImageChannels, size.Channels, kernel: 3));
        register_module("body", _body = body);
        register_module("classifier", _classifier = nn.Linear(channels, size.Classes));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _body.call(_stem.call(input));                                  // (B, 4 C, S/4, S/4)
        var pooled = nn.functional.adaptive_avg_pool2d(features, 1).flatten(1);        // (B, 4 C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }

    /// <summary>A block; null for one that changes nothing. // (B, C, H, W) -> (B, C, H, W)</summary>
    public static nn.Module<Tensor, Tensor>? Block(BlockOperation operation, long channels) => operation switch
    {
        BlockOperation.Convolution3 => new ConvNormRelu(channels, channels, kernel: 3),
        BlockOperation.Convolution5 => new ConvNormRelu(channels, channels, kernel: 5),
        BlockOperation.Separable3 => nn.Sequential(
            ("depthwise", new ConvNormRelu(channels, channels, kernel: 3, groups: channels)),
            ("pointwise", new ConvNormRelu(channels, channels, kernel: 1))),
        _ => null,
    };

    /// <summary>What stands between two stages. // (B, C, H, W) -> (B, 2 C, H/2, W/2), rounded up</summary>
    public static nn.Module<Tensor, Tensor> Reduction(long channels) => nn.Sequential(
        ("pool", nn.MaxPool2d(2, stride: 2, ceil_mode: true)), ("widen", new ConvNormRelu(channels, 2 * channels, kernel: 1)));
}
