using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.NasBench201;

public sealed class NasBench201SizeTests
{
    private const string Convolutions =
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|";

    [TableTheory("nasbench201-cifar10.csv.gz", "nasbench201-cifar100.csv.gz")]
    [InlineData("nasbench201-cifar10.csv.gz", 10)]
    [InlineData("nasbench201-cifar100.csv.gz", 100)]
    public void Sizes_equal_every_row_of_the_benchmark(string table, int classes)
    {
        var network = new NasBench201Size(Classes: classes);
        Assert.All(TestTables.Read(table), row =>
        {
            var (parameters, multiplyAccumulates) = network.Of(NasBench201Cell.Parse(row["architecture"]));
            Assert.Equal((long)row.Number("params"), parameters);
            Assert.Equal((long)row.Number("flops"), multiplyAccumulates);
        });
    }

    [Fact]
    public void The_largest_cell_has_the_published_size()
        => Assert.Equal((1_531_546, 220_119_690), new NasBench201Size().Of(NasBench201Cell.Parse(Convolutions)));

    [Fact]
    public void A_network_for_small_grey_images_is_counted_by_hand()
    {
        // One cell per stage, 2 channels, 8x8 grey image, 10 classes; the cell is a single 1x1 convolution.
        var cell = NasBench201Cell.Parse("|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|");
        var stem = (Parameters: 1 * 2 * 9 + 4, Macs: 1 * 2 * 9 * 64);
        var first = (Parameters: 4 + 4, Macs: 4 * 64);
        var reduceOne = (Parameters: (2 * 4 * 9 + 8) + (4 * 4 * 9 + 8) + 2 * 4, Macs: (72 + 144 + 8) * 16);
        var second = (Parameters: 16 + 8, Macs: 16 * 16);
        var reduceTwo = (Parameters: (4 * 8 * 9 + 16) + (8 * 8 * 9 + 16) + 4 * 8, Macs: (288 + 576 + 32) * 4);
        var third = (Parameters: 64 + 16, Macs: 64 * 4);
        var head = (Parameters: 16 + 8 * 10 + 10, Macs: 8 * 10 + 10);
        (int Parameters, int Macs)[] parts = [stem, first, reduceOne, second, reduceTwo, third, head];
        Assert.Equal(
            (parts.Sum(p => p.Parameters), parts.Sum(p => p.Macs)),
            new NasBench201Size(Channels: 2, CellsPerStage: 1, ImageSize: 8, ImageChannels: 1).Of(cell));
    }

    [Fact]
    public void A_network_without_size_is_refused()
        => Assert.Throws<InvalidOperationException>(
            () => new NasBench201Size(Channels: 0).Of(NasBench201Cell.Parse(Convolutions)));
}
