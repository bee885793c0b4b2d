using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Testing;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class NasBench201EncodingTests
{
    private static readonly NasBench201Space Space = new();
    private static readonly SingleGraphEncoding Encoding = (SingleGraphEncoding)AgNetGraphs.For(Space);

    [Fact]
    public void Every_cell_comes_back_from_its_graph_and_no_two_share_one()
    {
        var encoded = new HashSet<string>();
        foreach (var cell in Space.Enumerate())
        {
            var graph = Encoding.GraphOf(cell);
            Assert.Equal(cell, Encoding.Decode(graph));
            Assert.True(encoded.Add(string.Concat(graph.Labels)));
        }

        Assert.Equal(15_625, encoded.Count);
    }

    [Fact]
    public void Edges_are_the_line_graph_of_the_cell()
    {
        var graph = Encoding.GraphOf(Space.Enumerate().First());
        (int, int)[] edges =
        [
            .. from to in Enumerable.Range(1, 7)
               from source in Enumerable.Range(0, to)
               where graph.Edges[GraphEncoding.PairIndex(source, to)]
               select (source, to),
        ];
        Assert.Equal([(0, 1), (0, 2), (1, 3), (0, 4), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)], edges);
    }

    [Fact]
    public void The_one_hot_form_lists_nodes_and_then_edges()
    {
        Assert.Equal((8, 7, 28, 84), (Encoding.Nodes, Encoding.Classes, Encoding.Pairs, Encoding.Width));
        var encoded = new float[84];
        Encoding.WriteOneHot(Encoding.GraphOf(Space.Parse(
            "|nor_conv_1x1~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|none~1|none~2|")), encoded);
        // input, conv1x1, conv3x3, pool, skip, none, none, output
        Assert.Equal([1, 9, 17, 25, 33, 41, 48, 49], Ones(encoded[..56]));
        Assert.Equal([0, 1, 4, 6, 11, 17, 18, 25, 26, 27], Ones(encoded[56..]));
    }

    [Fact]
    public void What_is_no_cell_is_not_decoded()
    {
        var graph = Encoding.GraphOf(Space.Enumerate().Last());
        Assert.Null(Encoding.Decode(graph with { Labels = graph.Labels.SetItem(3, GraphEncoding.Input) }));
        Assert.Null(Encoding.Decode(graph with { Labels = graph.Labels.SetItem(7, 4) }));
        Assert.Null(Encoding.Decode(graph with { Labels = graph.Labels.SetItem(0, 4) }));
        Assert.Null(Encoding.Decode(graph with { Edges = graph.Edges.SetItem(27, false) }));
        Assert.Null(Encoding.Decode(new GraphCode([GraphEncoding.Input, GraphEncoding.Output], [true])));
    }

    [Fact]
    public void A_space_without_an_encoding_is_refused_by_name()
        => Assert.Contains("tiny", Assert.Throws<ArgumentException>(() => AgNetGraphs.For(new TinySpace())).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_space_of_graphs_is_accepted()
    {
        Assert.Equal((7, 1), Shape(new NasBench101Space()));
        Assert.Equal((10, 1), Shape(new NasBenchMacroSpace()));
        Assert.Equal((11, 2), Shape(new DartsSpace()));
        Assert.Equal((29, 1), Shape(new NasBenchNlpSpace()));

        static (int, int) Shape(SearchSpace space) => AgNetGraphs.For(space) is var graphs ? (graphs.Nodes, graphs.Parts) : default;
    }

    private static int[] Ones(float[] values) => [.. Enumerable.Range(0, values.Length).Where(i => values[i] == 1)];
}
