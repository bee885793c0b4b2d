namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>The size of a network.</summary>
/// <remarks>
/// The benchmark's skeleton (Su et al. 2021, as its training code has it): a 3x3 stem; the eight layers; a 1x1
/// convolution to the head's channels, global average pooling and one linear layer. Batch norm follows every
/// convolution. An inverted residual block is a 1x1 convolution that expands, a depthwise one with the stride, and a
/// 1x1 convolution that projects.
/// </remarks>
/// <param name="Channels">Channels of the stem (32 in the benchmark); each stage doubles them.</param>
/// <param name="HeadChannels">Channels before the linear layer (1,280 in the benchmark).</param>
/// <param name="Classes">Outputs of the linear layer.</param>
/// <param name="ImageSize">Height and width of the image, in pixels (32 in the benchmark).</param>
/// <param name="ImageChannels">Channels of the image (3 in the benchmark).</param>
public sealed record NasBenchMacroSize(
    int Channels = 32, int HeadChannels = 1280, int Classes = 10, int ImageSize = 32, int ImageChannels = 3)
{
    /// <summary>Trainable parameters and multiply-accumulates of a network.</summary>
    /// <remarks>Multiply-accumulates are those of convolutions and the linear layer for one image, as in the
    /// benchmark's table. A stride-2 layer on an odd side rounds up.</remarks>
    /// <exception cref="InvalidOperationException">A size is not positive.</exception>
    public (long Parameters, long MultiplyAccumulates) Of(NasBenchMacroNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int[] sizes = [Channels, HeadChannels, Classes, ImageSize, ImageChannels];
        if (sizes.Min() < 1)
        {
            throw new InvalidOperationException($"Every size of the network must be at least 1: {this}.");
        }

        var total = new SizeTally();
        long channels = Channels;
        long side = ImageSize;
        total.Convolution(ImageChannels, channels, kernel: 3, side);
        for (var layer = 0; layer < NasBenchMacroNetwork.Layers; layer++)
        {
            var begins = NasBenchMacroNetwork.BeginsStage(layer);
            var output = begins ? 2 * channels : channels;
            var outputSide = begins ? (side + 1) / 2 : side;
            switch (network.Operations[layer])
            {
                case NasBenchMacroOperation.MbConv3:
                    Block(expansion: 3, kernel: 3);
                    break;
                case NasBenchMacroOperation.MbConv6:
                    Block(expansion: 6, kernel: 5);
                    break;
                case NasBenchMacroOperation.Identity when begins:
                    total.Convolution(channels, output, kernel: 1, outputSide);
                    break;
            }

            (channels, side) = (output, outputSide);

            void Block(long expansion, long kernel)
            {
                var hidden = expansion * channels;
                total.Convolution(channels, hidden, kernel: 1, side);
                total.Convolution(hidden, hidden, kernel, outputSide, groups: hidden);
                total.Convolution(hidden, output, kernel: 1, outputSide);
            }
        }

        total.Convolution(channels, HeadChannels, kernel: 1, side);
        total.Linear(HeadChannels, Classes);
        return (total.Parameters, total.MultiplyAccumulates);
    }
}
