using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Randomness;
using NasStudio.Testing;
using static NasStudio.Core.Architectures.Darts.DartsOperation;

namespace NasStudio.Core.Tests.Architectures.Darts;

public sealed class DartsSpaceTests : SearchSpaceContract
{
    private readonly DartsSpace _space = new();

    protected override SearchSpace Space => _space;

    [Fact]
    public void The_size_counts_pairs_of_sources_and_operations()
    {
        var cells = Math.Pow(7, 8) * 1 * 3 * 6 * 10;
        Assert.Equal(cells * cells, Space.Size!.Value, tolerance: 1e3);
        Assert.Throws<NotSupportedException>(() => Space.Enumerate());
    }

    [Fact]
    public void Every_architecture_has_120_neighbours()
        => Assert.Equal(120, Space.Neighbours(_space.Architecture(DartsV2.Genotype)).Count);

    [Fact]
    public void Samples_are_uniform_over_operations_and_pairs_of_sources()
    {
        const int draws = 7_000;
        var random = new RandomSource(3);
        var cells = Enumerable.Range(0, draws).Select(_ => _space.Genotype(Space.Sample(random)))
            .SelectMany(g => new[] { g.Normal, g.Reduction }).ToList();
        for (var edge = 0; edge < 8; edge++)
        {
            Assert.All(
                cells.GroupBy(c => c.Edges[edge].Operation).Select(g => g.Count()),
                count => Assert.InRange(count, 1_830, 2_170)); // 2,000 expected, standard deviation 41
        }

        var pairs = cells.GroupBy(c => (c.Edges[6].Source, c.Edges[7].Source)).Select(g => g.Count()).ToList();
        Assert.Equal(10, pairs.Count);
        Assert.All(pairs, count => Assert.InRange(count, 1_250, 1_550));      // 1,400 expected, standard deviation 35
    }

    [Fact]
    public void Cells_with_intermediate_nodes_in_another_order_are_isomorphic()
    {
        // Nodes 2 and 3 exchanged; nodes 4 and 5 build on the first and on both.
        DartsEdge[] a = [new(SepConv3x3, 0), new(MaxPool3x3, 1)], b = [new(DilConv5x5, 0), new(SkipConnect, 1)];
        var one = Both([.. a, .. b, new(SepConv5x5, 0), new(AvgPool3x3, 2), new(SkipConnect, 2), new(DilConv3x3, 3)]);
        var other = Both([.. b, .. a, new(SepConv5x5, 0), new(AvgPool3x3, 3), new(SkipConnect, 3), new(DilConv3x3, 2)]);
        var crossed = Both([.. b, .. a, new(SepConv5x5, 0), new(AvgPool3x3, 2), new(SkipConnect, 3), new(DilConv3x3, 2)]);
        Assert.NotEqual(one, other);
        Assert.Equal(Space.IsomorphismClass(one), Space.IsomorphismClass(other));
        Assert.Equal(Space.FunctionalId(one), Space.FunctionalId(other));
        Assert.NotEqual(Space.IsomorphismClass(one), Space.IsomorphismClass(crossed));
        Assert.NotEqual(Space.FunctionalId(one), Space.FunctionalId(crossed));
    }

    [Fact]
    public void The_two_inputs_and_the_two_cells_are_not_alike()
    {
        var v2 = DartsV2.Genotype;
        var exchanged = _space.Architecture(new DartsGenotype(v2.Reduction, v2.Normal));
        Assert.NotEqual(Space.IsomorphismClass(_space.Architecture(v2)), Space.IsomorphismClass(exchanged));
        DartsEdge[] rest =
            [new(MaxPool3x3, 0), new(MaxPool3x3, 1), new(MaxPool3x3, 0), new(MaxPool3x3, 1), new(MaxPool3x3, 0), new(MaxPool3x3, 1)];
        var one = Both([new(SepConv3x3, 0), new(MaxPool3x3, 1), .. rest]);
        var other = Both([new(MaxPool3x3, 0), new(SepConv3x3, 1), .. rest]);
        Assert.NotEqual(Space.IsomorphismClass(one), Space.IsomorphismClass(other));
    }

    [Fact]
    public void Skips_are_contracted_but_for_those_that_halve_the_image()
    {
        var skips = Both([.. Enumerable.Range(0, 4).SelectMany(_ => new DartsEdge[] { new(SkipConnect, 0), new(SkipConnect, 1) })]);
        var graph = Space.FunctionalGraph(skips);
        Assert.DoesNotContain("skip_connect", graph.Labels);
        Assert.Equal(8, graph.Labels.Count(l => l == "skip_connect/2"));
        Assert.Equal(8, graph.Labels.Count(l => l == "add"));
        Assert.Equal(8 + 4 + 2 * 8 + 4, graph.Edges.Length);  // normal: 8 to sums, 4 on; reduction: twice 8, 4 on
    }

    [Fact]
    public void The_parts_are_the_normal_and_the_reduction_cell()
    {
        var parts = Space.Parts(_space.Architecture(DartsV2.Genotype));
        Assert.Equal(["normal", "reduction"], parts.Select(p => p.Name));
        Assert.Equal<string>(
            ["input normal c_{k-2}", "input normal c_{k-1}", "add", "add", "add", "add", "output normal"],
            parts[0].Graph.Labels);
        Assert.Equal(new DagEdge(0, 2, "sep_conv_3x3"), parts[0].Graph.Edges[0]);
        Assert.Equal(12, parts[1].Graph.Edges.Length);
    }

    [Fact]
    public void One_hot_has_seven_entries_for_each_of_14_possible_edges_of_each_cell()
    {
        var encoding = Space.Encode(_space.Architecture(DartsV2.Genotype));
        Assert.Equal(196, encoding.Length);
        // Possible edges 0-2, 1-2, 0-3, 1-3, 0-4, 1-4, 0-5, 2-5; sep_conv_3x3 is operation 3, skip 2, dilated 5.
        int[] ones = [.. Enumerable.Range(0, 98).Where(i => encoding[i] == 1)];
        Assert.Equal([0 + 3, 7 + 3, 14 + 3, 21 + 3, 35 + 2, 42 + 3, 63 + 2, 77 + 5], ones);
    }

    [Fact]
    public void The_generator_encoding_has_eleven_nodes_for_each_cell_and_takes_a_nodes_operations_in_either_order()
    {
        var encoding = Space.Encoding(ArchitectureEncoding.Generator)!;
        Assert.Equal(2 * 176, encoding.Width);
        var architecture = _space.Architecture(DartsV2.Genotype);
        var vector = encoding.Encode(architecture);
        // Normal cell: classes by node; 7 is sep_conv_3x3, 6 skip_connect, 9 dil_conv_3x3.
        int[] labels = [1, 2, 7, 7, 7, 7, 6, 7, 6, 9, 0];
        Assert.Equal(labels, Enumerable.Range(0, 121).Where(i => vector[i] == 1).Select(i => i % 11));
        // Its edges: one from an input, two from an intermediate node (the last one's second source), eight out.
        Assert.Equal(7 + 2 + 8, vector[121..176].Count(x => x == 1));
        int first = 6 * 11, second = 7 * 11;                   // the third intermediate node: skip from 0, sep from 1
        (vector[first + 6], vector[first + 7], vector[second + 6], vector[second + 7]) = (0, 1, 1, 0);
        int from0 = 121 + 15, from1 = 121 + 21;                // pairs 0-6 and 0-7
        (vector[from0], vector[from0 + 1], vector[from1], vector[from1 + 1]) = (0, 1, 1, 0);
        Assert.Equal(architecture, encoding.Decode(vector));
        vector[from0] = 1;
        Assert.Null(encoding.Decode(vector));
    }

    [Fact]
    public void Paths_of_a_cell_are_counted_by_hand()
    {
        // All from the two inputs by pools: input 0 and 1 reach the output by "max" alone.
        var pools = Both([.. Enumerable.Range(0, 4).SelectMany(_ => new DartsEdge[] { new(MaxPool3x3, 0), new(MaxPool3x3, 1) })]);
        var encoding = Space.Encoding(ArchitectureEncoding.Path)!.Encode(pools);
        Assert.Equal(11_200, encoding.Length);
        Assert.Equal([0, 2_800, 5_600, 8_400], Enumerable.Range(0, 11_200).Where(i => encoding[i] == 1));
        // A chain of average pools: words avg, avg avg, ... from input 0 and, by the second edges, from input 1.
        var chain = Both(
        [
            new(AvgPool3x3, 0), new(MaxPool3x3, 1), new(AvgPool3x3, 2), new(MaxPool3x3, 1),
            new(AvgPool3x3, 3), new(MaxPool3x3, 1), new(AvgPool3x3, 4), new(MaxPool3x3, 1),
        ]);
        var words = Space.Encoding(ArchitectureEncoding.Path)!.Encode(chain)[..5_600];
        // Bijective numeration over 7: avg = 2, avg avg = 16, 114, 800; max = 1, max avg = 9, 65, 457; less one.
        Assert.Equal(
            [1, 15, 113, 799, 2_800, 2_808, 2_864, 3_256], Enumerable.Range(0, 5_600).Where(i => words[i] == 1));
    }

    [Fact]
    public void An_architecture_of_another_space_is_refused()
        => Assert.Throws<ArgumentException>(() => Space.IsConnected(new Architecture("tiny", "aaaa")));

    private Architecture Both(DartsEdge[] edges)
        => _space.Architecture(new DartsGenotype(new DartsCell([.. edges]), new DartsCell([.. edges])));
}
