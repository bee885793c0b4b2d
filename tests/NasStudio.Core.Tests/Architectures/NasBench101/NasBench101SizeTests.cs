using System.Collections.Immutable;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Testing;
using static NasStudio.Core.Architectures.NasBench101.NasBench101Operation;

namespace NasStudio.Core.Tests.Architectures.NasBench101;

public sealed class NasBench101SizeTests
{
    private static readonly NasBench101Cell InceptionLike = Cell(
        [(0, 1), (0, 2), (0, 3), (0, 5), (1, 6), (2, 6), (3, 4), (4, 6), (5, 6)],
        Conv1x1, Conv3x3, Conv3x3, Conv3x3, MaxPool3x3);

    [TableFact(SampleRows.File)]
    public void Parameters_equal_every_row_of_the_sample()
    {
        var rows = SampleRows.Read();
        Assert.Equal(500, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.True(row.Cell.IsValid);
            Assert.Equal(row.Parameters, Math.Round(new NasBench101Size().Of(row.Cell).Parameters / 1e6, 6));
        });
    }

    [Fact]
    public void The_inception_like_cell_has_the_published_parameters()
        => Assert.Equal(2_694_282, new NasBench101Size().Of(InceptionLike).Parameters);

    [Fact]
    public void A_small_network_is_counted_by_hand()
    {
        // Stem of 4 channels; two stacks of one cell; 5x5 grey image; a 3x3 convolution and a pooling side by side, and
        // the input added to both.
        var cell = Cell([(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)], Conv3x3, MaxPool3x3);
        var stem = (Parameters: 1 * 4 * 9 + 8, Macs: 1 * 4 * 9 * 25);
        var first = (Parameters: 2 * (4 * 2 + 4) + (4 * 4 + 8) + (2 * 2 * 9 + 4), Macs: (8 + 8 + 16 + 36) * 25);
        var second = (Parameters: 2 * (4 * 4 + 8) + (4 * 8 + 16) + (4 * 4 * 9 + 8), Macs: (16 + 16 + 32 + 144) * 9);
        var head = (Parameters: 8 * 10 + 10, Macs: 8 * 10);
        (int Parameters, int Macs)[] parts = [stem, first, second, head];
        var network = new NasBench101Size(Channels: 4, Stacks: 2, CellsPerStack: 1, ImageSize: 5, ImageChannels: 1);
        Assert.Equal((parts.Sum(p => p.Parameters), parts.Sum(p => p.Macs)), network.Of(cell));
    }

    [Fact]
    public void Nodes_that_do_not_count_have_no_size()
        => Assert.Equal(
            new NasBench101Size().Of(Cell([(0, 1), (1, 2)], Conv3x3)),
            new NasBench101Size().Of(Cell([(0, 1), (0, 2), (2, 4), (3, 4)], Conv1x1, Conv3x3, Conv3x3)));

    [Fact]
    public void Channels_are_shared_among_those_before_the_output_and_the_rest_goes_to_the_first()
    {
        Assert.Equal<int>([128, 32, 32, 32, 32, 32, 128], NasBench101Channels.Of(InceptionLike, 128, 128));
        var three = Cell([(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)], Conv3x3, Conv3x3, MaxPool3x3);
        Assert.Equal<int>([128, 43, 43, 42, 128], NasBench101Channels.Of(three, 128, 128));
        Assert.Equal<int>([128, 86, 85, 85, 256], NasBench101Channels.Of(three, 128, 256));
    }

    [Fact]
    public void Other_nodes_have_as_many_channels_as_the_largest_that_they_lead_to()
    {
        // 1 leads to 2 (43 channels) and to 4 (42 channels).
        var cell = Cell(
            [(0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 5), (4, 5)], Conv3x3, Conv3x3, Conv1x1, MaxPool3x3);
        Assert.Equal<int>([64, 43, 43, 43, 42, 128], NasBench101Channels.Of(cell, 64, 128));
        Assert.Equal<int>([3, 5, 5, 5], NasBench101Channels.Of(Cell([(0, 1), (1, 2), (2, 3)], Conv3x3, Conv3x3), 3, 5));
        Assert.Equal<int>([3, 5], NasBench101Channels.Of(Cell([(0, 1)]), 3, 5));
    }

    [Fact]
    public void Isomorphic_cells_may_differ_by_what_the_division_leaves_over()
    {
        (int, int)[] edges = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)];
        var first = Cell(edges, Conv3x3, MaxPool3x3, MaxPool3x3);
        var last = Cell(edges, MaxPool3x3, MaxPool3x3, Conv3x3);
        Assert.Equal(NasBench101Fingerprint.Of(first), NasBench101Fingerprint.Of(last));
        Assert.True(new NasBench101Size().Of(first).Parameters > new NasBench101Size().Of(last).Parameters);
    }

    [Fact]
    public void Cells_and_networks_without_size_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new NasBench101Size(CellsPerStack: 0).Of(InceptionLike));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NasBench101Size(Channels: 3).Of(InceptionLike));
        Assert.Throws<ArgumentException>(() => new NasBench101Size().Of(Cell([(0, 1)], Conv3x3)));
        Assert.Throws<ArgumentException>(() => NasBench101Channels.Of(Cell([(0, 2)], Conv3x3), 8, 8));
    }

    private static NasBench101Cell Cell((int, int)[] edges, params ImmutableArray<NasBench101Operation> operations)
        => new(edges, operations);
}
