namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>The network that a cell is put into, and the size of the result.</summary>
/// <remarks>
/// The benchmark's skeleton (Dong and Yang 2020, figure 1): a 3x3 stem with batch norm; three stages of cells with C,
/// 2C and 4C channels; between stages a residual block of two 3x3 convolutions with batch norm, stride 2, whose
/// shortcut is average pooling and a 1x1 convolution; a last batch norm, global pooling and one linear layer.
/// </remarks>
/// <param name="Channels">C, channels of the first stage (16 in the benchmark).</param>
/// <param name="CellsPerStage">N, cells in each of the three stages (5 in the benchmark).</param>
/// <param name="Classes">Outputs of the linear layer.</param>
/// <param name="ImageSize">Height and width of the image, in pixels (32 in the benchmark).</param>
/// <param name="ImageChannels">Channels of the image (3 in the benchmark).</param>
public sealed record NasBench201Size(
    int Channels = 16, int CellsPerStage = 5, int Classes = 10, int ImageSize = 32, int ImageChannels = 3)
{
    private const int Stages = 3;

    /// <summary>Trainable parameters and multiply-accumulates of the network with this cell.</summary>
    /// <remarks>
    /// Multiply-accumulates are those of convolutions and the linear layer for one image, plus one for each bias of the
    /// linear layer, as in the benchmark's tables. A stride-2 layer on an odd side rounds up.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A size of this network is not positive.</exception>
    public (long Parameters, long MultiplyAccumulates) Of(NasBench201Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (Math.Min(Math.Min(Channels, CellsPerStage), Math.Min(Classes, Math.Min(ImageSize, ImageChannels))) < 1)
        {
            throw new InvalidOperationException($"Every size of the network must be at least 1: {this}.");
        }

        var total = new SizeTally();
        long channels = Channels;
        long side = ImageSize;
        total.Convolution(ImageChannels, channels, kernel: 3, side);
        for (var stage = 0; stage < Stages; stage++)
        {
            if (stage > 0)
            {
                side = (side + 1) / 2;
                total.Convolution(channels, 2 * channels, kernel: 3, side);
                total.Convolution(2 * channels, 2 * channels, kernel: 3, side);
                total.Convolution(channels, 2 * channels, kernel: 1, side, batchNorm: false);
                channels *= 2;
            }

            for (var repeat = 0; repeat < CellsPerStage; repeat++)
            {
                foreach (var operation in cell.Operations)
                {
                    if (operation is NasBench201Operation.NorConv1x1 or NasBench201Operation.NorConv3x3)
                    {
                        var kernel = operation == NasBench201Operation.NorConv1x1 ? 1 : 3;
                        total.Convolution(channels, channels, kernel, side);
                    }
                }
            }
        }

        total.BatchNorm(channels);
        total.Linear(channels, Classes);
        return (total.Parameters, total.MultiplyAccumulates + Classes);
    }
}
