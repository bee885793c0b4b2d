namespace NasStudio.Core.Architectures.Darts;

/// <summary>The network that the two cells are put into, and the size of the result.</summary>
/// <remarks>
/// NetworkCIFAR of the authors' code (Liu, Simonyan and Yang 2019, appendix A.2): a 3x3 stem of three times the
/// channels; layers of cells, those at a third and at two thirds of the depth reduction cells, which double the
/// channels; global pooling and one linear layer. A cell brings each input to its channels by ReLU, 1x1 convolution
/// and batch norm, by a stride-2 pair of 1x1 convolutions where the cell before is a reduction cell. The auxiliary
/// head, which only training has, does not count. The defaults are the network on which NAS-Bench-301 trained (Zela
/// et al., "Surrogate NAS Benchmarks", ICLR 2022: 32 channels, 8 layers); DARTS's own final one has 36 channels and 20
/// layers.
/// </remarks>
/// <param name="Channels">Channels of the first cells (32 in NAS-Bench-301, 36 in DARTS).</param>
/// <param name="Layers">How many cells (8 in NAS-Bench-301, 20 in DARTS).</param>
/// <param name="Classes">Outputs of the linear layer.</param>
/// <param name="ImageSize">Height and width of the image, in pixels (32 in both).</param>
/// <param name="ImageChannels">Channels of the image (3 in both).</param>
/// <param name="AffineOperations">Whether the batch norms within operations have a scale and a shift: so in the
/// network that DARTS trains in the end, not so in those that NASLib counts for NAS-Bench-301.</param>
public sealed record DartsSize(
    int Channels = 32, int Layers = 8, int Classes = 10, int ImageSize = 32, int ImageChannels = 3,
    bool AffineOperations = true)
{
    private const int StemFactor = 3;

    /// <summary>Trainable parameters and multiply-accumulates of the network with these cells.</summary>
    /// <remarks>Multiply-accumulates are those of convolutions and the linear layer for one image. A stride-2 layer on
    /// an odd side rounds up.</remarks>
    /// <exception cref="InvalidOperationException">A size of this network is not positive.</exception>
    public (long Parameters, long MultiplyAccumulates) Of(DartsGenotype genotype)
    {
        ArgumentNullException.ThrowIfNull(genotype);
        int[] sizes = [Channels, Layers, Classes, ImageSize, ImageChannels];
        if (sizes.Min() < 1)
        {
            throw new InvalidOperationException($"Every size of the network must be at least 1: {this}.");
        }

        var total = new SizeTally();
        long channels = Channels;
        long side = ImageSize;
        long last = StemFactor * channels;
        var beforeLast = last;
        total.Convolution(ImageChannels, last, kernel: 3, side);
        for (var layer = 0; layer < Layers; layer++)
        {
            var reduces = layer == Layers / 3 || layer == 2 * Layers / 3;
            channels *= reduces ? 2 : 1;
            total.Convolution(beforeLast, channels, kernel: 1, side);     // a stride-2 pair has as many weights
            total.Convolution(last, channels, kernel: 1, side);
            side = reduces ? (side + 1) / 2 : side;
            foreach (var (operation, source) in (reduces ? genotype.Reduction : genotype.Normal).Edges)
            {
                Add(total, operation, channels, side, reduces && source < DartsCell.Inputs);
            }

            (beforeLast, last) = (last, DartsCell.IntermediateNodes * channels);
        }

        total.Linear(last, Classes);
        return (total.Parameters, total.MultiplyAccumulates);
    }

    private void Add(SizeTally total, DartsOperation operation, long channels, long side, bool strides)
    {
        switch (operation)
        {
            case DartsOperation.SepConv3x3 or DartsOperation.SepConv5x5:
                var kernel = operation == DartsOperation.SepConv3x3 ? 3 : 5;
                Separable(kernel);
                Separable(kernel);
                break;
            case DartsOperation.DilConv3x3 or DartsOperation.DilConv5x5:
                Separable(operation == DartsOperation.DilConv3x3 ? 3 : 5);
                break;
            case DartsOperation.SkipConnect when strides:
                total.Convolution(channels, channels, kernel: 1, side, batchNorm: AffineOperations);
                break;
        }

        void Separable(long kernel)
        {
            total.Convolution(channels, channels, kernel, side, groups: channels, batchNorm: false);
            total.Convolution(channels, channels, kernel: 1, side, batchNorm: AffineOperations);
        }
    }
}
