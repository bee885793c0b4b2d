namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>The network that a cell is put into, and the size of the result.</summary>
/// <remarks>
/// The benchmark's skeleton (Ying et al. 2019, figure 1): a 3x3 stem; stacks of cells; between stacks max pooling
/// halves height and width, and the channels double; last, global average pooling and one linear layer. Batch norm and
/// ReLU follow every convolution.
/// </remarks>
/// <param name="Channels">Channels of the stem and of the first stack (128 in the benchmark).</param>
/// <param name="Stacks">How many stacks (3 in the benchmark).</param>
/// <param name="CellsPerStack">Cells in each stack (3 in the benchmark).</param>
/// <param name="Classes">Outputs of the linear layer.</param>
/// <param name="ImageSize">Height and width of the image, in pixels (32 in the benchmark).</param>
/// <param name="ImageChannels">Channels of the image (3 in the benchmark).</param>
public sealed record NasBench101Size(
    int Channels = 128, int Stacks = 3, int CellsPerStack = 3, int Classes = 10, int ImageSize = 32,
    int ImageChannels = 3)
{
    /// <summary>Trainable parameters and multiply-accumulates of the network with this cell.</summary>
    /// <remarks>Multiply-accumulates are those of convolutions and the linear layer for one image. The stride-2 pooling
    /// of an odd side rounds up.</remarks>
    /// <exception cref="InvalidOperationException">A size of this network is not positive.</exception>
    /// <exception cref="ArgumentException">No path leads from the cell's input to its output, or there are fewer
    /// channels than nodes that share them.</exception>
    public (long Parameters, long MultiplyAccumulates) Of(NasBench101Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        int[] sizes = [Channels, Stacks, CellsPerStack, Classes, ImageSize, ImageChannels];
        if (sizes.Min() < 1)
        {
            throw new InvalidOperationException($"Every size of the network must be at least 1: {this}.");
        }

        var pruned = cell.Pruned();
        var total = new SizeTally();
        var (input, output, side) = (Channels, Channels, ImageSize);
        total.Convolution(ImageChannels, Channels, kernel: 3, side);
        for (var stack = 0; stack < Stacks; stack++)
        {
            if (stack > 0)
            {
                side = (side + 1) / 2;
                output = checked(2 * output);
            }

            for (var repeat = 0; repeat < CellsPerStack; repeat++)
            {
                Add(total, pruned, input, output, side);
                input = output;
            }
        }

        total.Linear(output, Classes);
        return (total.Parameters, total.MultiplyAccumulates);
    }

    private static void Add(SizeTally total, NasBench101Cell pruned, int input, int output, int side)
    {
        var channels = NasBench101Channels.Of(pruned, input, output);
        foreach (var (_, to) in pruned.Edges.Where(e => e.From == 0))
        {
            total.Convolution(input, channels[to], kernel: 1, side);      // projection of the input
        }

        for (var v = 1; v < pruned.Nodes - 1; v++)
        {
            if (pruned.Operations[v - 1] != NasBench101Operation.MaxPool3x3)
            {
                var kernel = pruned.Operations[v - 1] == NasBench101Operation.Conv3x3 ? 3 : 1;
                total.Convolution(channels[v], channels[v], kernel, side);
            }
        }
    }
}
