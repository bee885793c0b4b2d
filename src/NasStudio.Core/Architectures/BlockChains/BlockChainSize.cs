namespace NasStudio.Core.Architectures.BlockChains;

/// <summary>The size of a chain of blocks: a 3x3 stem, the blocks, 2x2 max pooling and a 1x1 convolution between stages,
/// global average pooling, one linear layer; batch norm follows every convolution.</summary>
/// <param name="Channels">Channels of the first stage; each stage doubles them.</param>
/// <param name="Classes">Outputs of the linear layer.</param>
/// <param name="ImageSize">Height and width of the image, in pixels.</param>
/// <param name="ImageChannels">Channels of the image.</param>
public sealed record BlockChainSize(int Channels, int Classes, int ImageSize, int ImageChannels)
{
    /// <summary>Trainable parameters, and multiply-accumulates of convolutions and the linear layer for one image. Both are
    /// sums over the blocks.</summary>
    public (long Parameters, long MultiplyAccumulates) Of(BlockChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var total = new SizeTally();
        long channels = Channels, side = ImageSize;
        total.Convolution(ImageChannels, channels, kernel: 3, side);
        for (var (block, stage) = (0, 0); stage < BlockChain.Stages; stage++)
        {
            for (; block < chain.Operations.Length && chain.StageOf(block) == stage; block++)
            {
                Add(total, chain.Operations[block], channels, side);
            }

            if (stage < BlockChain.Stages - 1)
            {
                side = (side + 1) / 2;
                total.Convolution(channels, 2 * channels, kernel: 1, side);
                channels *= 2;
            }
        }

        total.Linear(channels, Classes);
        return (total.Parameters, total.MultiplyAccumulates);
    }

    private static void Add(SizeTally total, BlockOperation operation, long channels, long side)
    {
        switch (operation)
        {
            case BlockOperation.Convolution3:
                total.Convolution(channels, channels, kernel: 3, side);
                break;
            case BlockOperation.Convolution5:
                total.Convolution(channels, channels, kernel: 5, side);
                break;
            case BlockOperation.Separable3:
                total.Convolution(channels, channels, kernel: 3, side, groups: channels);
                total.Convolution(channels, channels, kernel: 1, side);
                break;
        }
    }
}
