using System.Globalization;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Testing;
using static NasStudio.Core.Architectures.Darts.DartsOperation;

namespace NasStudio.Core.Tests.Architectures.Darts;

public sealed class DartsSizeTests
{
    private const string Sample = "nasbench301-sample-500.csv";
    private static readonly DartsSize Counted = new(AffineOperations: false);

    [Fact]
    public void The_final_network_of_darts_has_the_3349342_parameters_that_its_authors_report()
        => Assert.Equal(3_349_342, new DartsSize(Channels: 36, Layers: 20).Of(DartsV2.Genotype).Parameters);

    [TableFact(Sample)]
    public void Parameters_equal_every_row_of_the_sample()
        => Assert.All(Rows(), row => Assert.Equal(row.Parameters, Counted.Of(row.Genotype).Parameters));

    [TableFact(Sample)]
    public void The_sample_counts_batch_norms_rectifiers_and_pools_beside_multiply_accumulates()
        => Assert.All(Rows(), row => Assert.Equal(
            row.Operations, Counted.Of(row.Genotype).MultiplyAccumulates + ElementWise(row.Genotype)));

    [Fact]
    public void A_small_network_is_counted_by_hand()
    {
        // Two channels, one layer (a reduction cell of 4 channels, 4x4 to 2x2 pixels), a grey image, two classes.
        var cell = new DartsCell(
        [
            new(SkipConnect, 0), new(MaxPool3x3, 1), new(AvgPool3x3, 0), new(SepConv3x3, 1),
            new(DilConv5x5, 0), new(SkipConnect, 2), new(MaxPool3x3, 0), new(MaxPool3x3, 1),
        ]);
        var stem = (Parameters: 9 * 6 + 12, Macs: 9 * 6 * 16);
        var inputs = (Parameters: 2 * (6 * 4 + 8), Macs: 2 * 6 * 4 * 16);
        var skip = (Parameters: 16 + 8, Macs: 16 * 4);        // that of stride 2 alone
        var separable = (Parameters: 2 * (36 + 16 + 8), Macs: 2 * (36 + 16) * 4);
        var dilated = (Parameters: 100 + 16 + 8, Macs: (100 + 16) * 4);
        var linear = (Parameters: 32 + 2, Macs: 32);
        (int Parameters, int Macs)[] parts = [stem, inputs, skip, separable, dilated, linear];
        Assert.Equal(
            (parts.Sum(p => p.Parameters), parts.Sum(p => p.Macs)),
            new DartsSize(Channels: 2, Layers: 1, Classes: 2, ImageSize: 4, ImageChannels: 1)
                .Of(new DartsGenotype(cell, cell)));
    }

    [Fact]
    public void Networks_without_size_are_refused()
        => Assert.Throws<InvalidOperationException>(() => new DartsSize(Layers: 0).Of(DartsV2.Genotype));

    /// <summary>What NASLib's count adds for operations within cells: one for each element that a batch norm or a
    /// rectifier gets, ten for each that a pool gives. What lies outside of them is the same in every network.</summary>
    private static long ElementWise(DartsGenotype genotype)
    {
        const long outside = 2_400_768;
        const long normal = 2 * (32 * 32 * 32 + 64 * 16 * 16 + 128 * 8 * 8);   // elements of a feature map, all layers
        const long reduction = 64 * 16 * 16 + 128 * 8 * 8;
        return outside + normal * genotype.Normal.Edges.Sum(edge => Each(edge.Operation, strides: false))
            + reduction * genotype.Reduction.Edges.Sum(edge => Each(edge.Operation, edge.Source < 2));

        static long Each(DartsOperation operation, bool strides) => (operation, strides) switch
        {
            (MaxPool3x3 or AvgPool3x3, _) => 10,
            (SepConv3x3 or SepConv5x5, _) => strides ? 7 : 4,  // what comes in before stride 2 has four times as many
            (SkipConnect, false) => 0,
            _ => strides ? 5 : 2,
        };
    }

    /// <summary>The rows: normal, then reduction cell, each eight pairs (source, operation), operations numbered as
    /// ours; parameters and operations in millions.</summary>
    private static IEnumerable<(DartsGenotype Genotype, long Parameters, long Operations)> Rows()
    {
        foreach (var line in File.ReadLines(Path.Combine(TestTables.Folder, Sample)).Skip(1))
        {
            var parts = line.Split('"');
            int[] spec =
            [
                .. parts[1].Split(['(', ')', ','], StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
            ];
            DartsCell[] cells =
            [
                .. spec.Chunk(16).Select(cell => new DartsCell(
                    [.. cell.Chunk(2).Select(pair => new DartsEdge((DartsOperation)pair[1], pair[0]))])),
            ];
            var values = parts[2].Split(',');
            yield return (new DartsGenotype(cells[0], cells[1]), Millions(values[2]), Millions(values[3]));
        }

        static long Millions(string text) => (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000);
    }
}
