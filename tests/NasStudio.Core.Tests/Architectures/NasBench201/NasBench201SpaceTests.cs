using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.NasBench201;

public sealed class NasBench201SpaceTests : SearchSpaceContract
{
    private const string Cifar10 = "nasbench201-cifar10.csv.gz";
    private const string Skips = "|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
    private readonly NasBench201Space _space = new();

    protected override SearchSpace Space => _space;

    [Fact]
    public void A_convolution_is_kept_in_what_a_cell_computes_where_another_operation_computes_something_else()
    {
        var space = new NasBench201Space();
        var drawn = NasBench201Cell.Edges.Order().ToArray();
        for (var i = 0; i < 300; i++)
        {
            var cell = space.Cell(space.Sample(new RandomSource(1).Fork("cell", i)));
            for (var edge = 0; edge < NasBench201Cell.EdgeCount; edge++)
            {
                var (one, other) = (With(NasBench201Operation.NorConv1x1), With(NasBench201Operation.NorConv3x3));
                var place = NasBench201Cell.Nodes + Array.IndexOf(drawn, NasBench201Cell.Edges[edge]);
                Assert.Equal(space.FunctionalId(one) != space.FunctionalId(other), space.FunctionalOrigins(one)[0].Contains(place));

                Architecture With(NasBench201Operation operation) => space.Architecture(new(cell.Operations.SetItem(edge, operation)));
            }
        }
    }

    [Fact]
    public void There_are_6466_isomorphism_classes_5425_functional_ids_and_341_disconnected_cells()
    {
        var all = Space.Enumerate().ToList();
        Assert.Equal(15_625, all.Count);
        Assert.Equal(6_466, all.Select(Space.IsomorphismClass).Distinct().Count());
        Assert.Equal(5_425, all.Select(Space.FunctionalId).Distinct().Count());
        Assert.Equal(341, all.Count(a => !Space.IsConnected(a)));
    }

    [Fact]
    public void The_benchmark_takes_one_convolution_used_twice_for_two_convolutions()
    {
        // Both are "(0)@nor_conv_3x3+(0)@nor_conv_3x3" to the benchmark, which names nodes by their unfolded inputs.
        var shared = Space.Parse("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|skip_connect~1|skip_connect~2|");
        var separate = Space.Parse("|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|skip_connect~1|skip_connect~2|");
        Assert.NotEqual(Space.FunctionalId(shared), Space.FunctionalId(separate));
        Assert.Equal(3, Space.FunctionalGraph(shared).Labels.Length);
        Assert.Equal(4, Space.FunctionalGraph(separate).Labels.Length);
    }

    [TableFact(Cifar10)]
    public void Isomorphism_classes_partition_the_space_as_the_benchmark_does()
    {
        var pairs = TestTables.Read(Cifar10)
            .Select(r => (Ours: Space.IsomorphismClass(Space.Parse(r["architecture"])), Theirs: r["isomorphism_class"]))
            .Distinct().ToList();
        Assert.Equal(6_466, pairs.Count);
        Assert.Equal(6_466, pairs.Select(p => p.Ours).Distinct().Count());
        Assert.Equal(6_466, pairs.Select(p => p.Theirs).Distinct().Count());
    }

    [TableFact(Cifar10)]
    public void The_table_holds_the_whole_space_in_our_spelling()
        => Assert.Equal(
            Space.Enumerate().Select(a => a.Native).Order(StringComparer.Ordinal),
            TestTables.Read(Cifar10).Select(r => r["architecture"]).Order(StringComparer.Ordinal));

    [TableFact(Cifar10)]
    public void Disconnected_cells_are_those_at_chance()
        => Assert.All(TestTables.Read(Cifar10), r =>
            Assert.Equal(Space.IsConnected(Space.Parse(r["architecture"])), r.Number("val_acc_200") > 12));

    [Fact]
    public void A_chain_of_skips_is_a_wire()
    {
        var graph = Space.FunctionalGraph(Space.Parse(Skips));
        Assert.Equal<string>([LabelledDag.Input, LabelledDag.Output], graph.Labels);
        Assert.Equal<DagEdge>([new DagEdge(0, 1)], graph.Edges);
    }

    [Fact]
    public void Adding_an_input_to_itself_is_not_the_input()
    {
        var twice = Space.Parse("|skip_connect~0|+|none~0|none~1|+|skip_connect~0|skip_connect~1|none~2|");
        Assert.Equal<DagEdge>([new DagEdge(0, 1), new DagEdge(0, 1)], Space.FunctionalGraph(twice).Edges);
        Assert.NotEqual(Space.FunctionalId(Space.Parse(Skips)), Space.FunctionalId(twice));
    }

    [Fact]
    public void Operations_that_do_not_reach_the_output_do_not_count()
    {
        var dangling = Space.Parse("|nor_conv_1x1~0|+|none~0|avg_pool_3x3~1|+|nor_conv_3x3~0|none~1|none~2|");
        var single = Space.Parse("|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|");
        Assert.Equal(Space.FunctionalId(single), Space.FunctionalId(dangling));
        Assert.Equal<string>(
            [LabelledDag.Input, "nor_conv_3x3", LabelledDag.Output], Space.FunctionalGraph(dangling).Labels);
    }

    [Fact]
    public void The_drawn_graph_has_four_nodes_and_operations_on_its_edges()
    {
        var graph = Space.Graph(Space.Parse(
            "|nor_conv_3x3~0|+|avg_pool_3x3~0|none~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|"));
        Assert.Equal<string>([LabelledDag.Input, "1", "2", LabelledDag.Output], graph.Labels);
        Assert.Equal<DagEdge>(
            [
                new DagEdge(0, 1, "nor_conv_3x3"), new DagEdge(0, 2, "avg_pool_3x3"), new DagEdge(0, 3, "skip_connect"),
                new DagEdge(1, 2, "none"), new DagEdge(1, 3, "nor_conv_1x1"), new DagEdge(2, 3, "nor_conv_3x3"),
            ],
            graph.Edges);
    }

    [Fact]
    public void The_encoding_is_one_hot_per_edge_in_string_order()
    {
        var encoding = Space.Encode(Space.Parse(
            "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|"));
        Assert.Equal("100000100000100000100000110000", string.Concat(encoding));
    }

    [Fact]
    public void Paths_are_words_of_operations_that_carry_something()
    {
        // Letters skip 0, conv1x1 1, conv3x3 2, pool 3: the word "pool" and the word "conv3x3 skip conv1x1".
        var encoding = Space.Encoding(ArchitectureEncoding.Path)!.Encode(Space.Parse(
            "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|nor_conv_1x1~2|"));
        Assert.Equal(4 + 16 + 64, encoding.Length);
        Assert.Equal([3, 20 + 2 * 16 + 0 * 4 + 1], Enumerable.Range(0, 84).Where(i => encoding[i] == 1));
    }

    [Fact]
    public void Every_cell_comes_back_from_the_generator_encoding()
    {
        var encoding = Space.Encoding(ArchitectureEncoding.Generator)!;
        Assert.Equal(84, encoding.Width);
        Assert.All(Space.Enumerate(), cell => Assert.Equal(cell, encoding.Decode(encoding.Encode(cell))));
    }

    [Fact]
    public void Every_cell_has_24_neighbours() => Assert.Equal(24, Space.Neighbours(Space.Parse(Skips)).Count);

    [Fact]
    public void Samples_are_uniform_over_operations()
    {
        var random = new RandomSource(3);
        var counts = new double[30];
        for (var i = 0; i < 10_000; i++)
        {
            counts = [.. counts.Zip(Space.Encode(Space.Sample(random)), (a, b) => a + b)];
        }

        Assert.All(counts, c => Assert.InRange(c, 1_800, 2_200));   // 2,000 expected, standard deviation 40
    }

    [Fact]
    public void An_architecture_of_another_space_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Space.Encode(new Architecture("tiny", "aaaa")));
        Assert.Contains("'tiny'", error.Message, StringComparison.Ordinal);
    }
}
