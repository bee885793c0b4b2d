using System.Numerics;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Randomness;
using NasStudio.Testing;
using static NasStudio.Core.Architectures.NasBench101.NasBench101Operation;

namespace NasStudio.Core.Tests.Architectures.NasBench101;

public sealed class NasBench101SpaceTests : SearchSpaceContract
{
    private const string Chain = """{"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","maxpool3x3","output"]}""";
    private readonly NasBench101Space _space = new();

    protected override SearchSpace Space => _space;

    [Fact]
    public void The_isomorphism_class_is_the_fingerprint()
        => Assert.Equal(
            "b49ac8c578b4561d79ac7087988f1c61",
            Space.IsomorphismClass(
                Space.Parse(Chain.Replace("maxpool3x3", "conv3x3-bn-relu", StringComparison.Ordinal))));

    [Fact]
    public void The_drawn_graph_is_whole_and_the_functional_one_pruned()
    {
        var cell = _space.Architecture(new NasBench101Cell([(0, 1), (0, 2), (1, 3)], [MaxPool3x3, Conv3x3]));
        Assert.Equal<string>(
            [LabelledDag.Input, "maxpool3x3", "conv3x3-bn-relu", LabelledDag.Output], Space.Graph(cell).Labels);
        Assert.Equal<DagEdge>([new(0, 1), new(0, 2), new(1, 3)], Space.Graph(cell).Edges);
        Assert.Equal(Space.Graph(Space.Parse(Chain)), Space.FunctionalGraph(cell));
        Assert.Equal(Space.FunctionalId(Space.Parse(Chain)), Space.FunctionalId(cell));
    }

    [Fact]
    public void Class_and_functional_id_agree()
    {
        var random = new RandomSource(4);
        var names = Enumerable.Range(0, 500).Select(_ => Space.Sample(random))
            .Select(a => (Class: Space.IsomorphismClass(a), Id: Space.FunctionalId(a))).Distinct().ToList();
        Assert.Equal(names.Count, names.Select(n => n.Class).Distinct().Count());
        Assert.Equal(names.Count, names.Select(n => n.Id).Distinct().Count());
        Assert.InRange(names.Count, 100, 499);                // some cells came twice
    }

    [Fact]
    public void The_size_is_the_number_of_valid_strings()
    {
        var size = 0L;
        for (var nodes = 2; nodes <= NasBench101Cell.MaxNodes; nodes++)
        {
            size += ValidMatrices(nodes).Count() * (long)Math.Pow(3, nodes - 2);
        }

        Assert.Equal(size, Space.Size);
        Assert.Throws<NotSupportedException>(() => Space.Enumerate().First());
    }

    [Fact]
    public void Samples_are_uniform_over_valid_matrices_and_operations()
    {
        const int draws = 4_000;
        var random = new RandomSource(3);
        var counts = new double[36];
        for (var draw = 0; draw < draws; draw++)
        {
            counts = [.. counts.Zip(Space.Encode(Space.Sample(random)), (a, b) => a + b)];
        }

        var expected = new double[36];
        var matrices = 0;
        foreach (var matrix in ValidMatrices(7))
        {
            matrices++;
            for (var pair = 0; pair < 21; pair++)
            {
                expected[pair] += matrix >> pair & 1;
            }
        }

        for (var entry = 0; entry < 36; entry++)
        {
            var p = entry < 21 ? expected[entry] / matrices : 1.0 / 3;
            Assert.InRange((counts[entry] / draws - p) / Math.Sqrt(p * (1 - p) / draws), -4.5, 4.5);
        }
    }

    [Fact]
    public void Neighbours_are_all_valid_single_changes()
    {
        // 21 edges, 5 nodes with 2 other operations each; but the chain's own two edges cannot go.
        var chain = Space.Parse(Chain);
        var neighbours = Space.Neighbours(chain);
        Assert.Equal(21 - 2 + 10, neighbours.Count);
        var start = _space.Cell(chain).Padded();
        Assert.All(neighbours.Select(_space.Cell), cell =>
        {
            Assert.Equal(7, cell.Nodes);
            var edges = cell.Edges.Except(start.Edges).Count() + start.Edges.Except(cell.Edges).Count();
            var operations = cell.Operations.Zip(start.Operations).Count(o => o.First != o.Second);
            Assert.Equal(1, edges + operations);
        });
    }

    [Fact]
    public void Three_mutations_of_four_change_an_edge()
    {
        var start = _space.Architecture(
            new NasBench101Cell([(0, 1), (0, 6), (1, 6)], [.. Enumerable.Repeat(Conv1x1, 5)]));
        var random = new RandomSource(6);
        var sameOperations = Enumerable.Range(0, 4_000)
            .Count(_ => _space.Cell(Space.Mutate(start, random)).Operations.All(o => o == Conv1x1));
        Assert.InRange(sameOperations, 2_890, 3_110);         // 3,000 expected, standard deviation 27: none is redrawn
    }

    [Fact]
    public void The_encoding_is_the_triangle_by_rows_and_one_hot_operations()
    {
        var encoding = string.Concat(Space.Encode(Space.Parse(Chain)));
        Assert.Equal("100000" + "00001" + "0000" + "000" + "00" + "0" + "001" + "000000000000", encoding);
    }

    [Fact]
    public void Paths_are_words_of_no_to_five_operations()
    {
        // The word of a node between input and output, and the empty word of an edge past it.
        var encoding = Space.Encoding(ArchitectureEncoding.Path)!;
        Assert.Equal(364, encoding.Width);
        var cell = _space.Architecture(new NasBench101Cell([(0, 1), (1, 2), (0, 2)], [MaxPool3x3]));
        Assert.Equal([0, 3], Ones(encoding.Encode(cell)));
        Assert.Equal(cell, encoding.Decode(encoding.Encode(cell)));
        // conv3x3 (1), then conv1x1 (1 * 3 + 2) or maxpool (1 * 3 + 3).
        var forked = _space.Architecture(new NasBench101Cell(
            [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4)], [Conv3x3, Conv1x1, MaxPool3x3]));
        Assert.Equal([5, 6], Ones(encoding.Encode(forked)));
        // Two convolutions side by side spell one word: one is enough.
        var twice = _space.Architecture(new NasBench101Cell([(0, 1), (0, 2), (1, 3), (2, 3)], [Conv3x3, Conv3x3]));
        Assert.Equal(
            Space.Parse(Chain.Replace("maxpool3x3", "conv3x3-bn-relu", StringComparison.Ordinal)),
            encoding.Decode(encoding.Encode(twice)));
    }

    [Fact]
    public void A_graph_of_fewer_nodes_decodes_and_a_generated_one_has_seven()
    {
        var encoding = Assert.IsAssignableFrom<SingleGraphEncoding>(Space.Encoding(ArchitectureEncoding.Generator));
        Assert.Equal((56, 7), (encoding.Width, encoding.GraphOf(Space.Parse(Chain)).Labels.Length));
        var small = new GraphCode([GraphEncoding.Input, 4, GraphEncoding.Output], [true, false, true]);
        Assert.Equal(Space.Parse(Chain), encoding.Decode(small));
        Assert.Null(encoding.Decode(small with { Edges = [true, false, false] }));
        Assert.Null(encoding.Decode(small with { Labels = [GraphEncoding.Input, 0, GraphEncoding.Output] }));
    }

    [Fact]
    public void Small_cells_come_back_from_the_one_hot_encoding_as_they_are()
    {
        var encoding = Space.Encoding(ArchitectureEncoding.OneHot)!;
        Assert.Equal(Space.Parse(Chain), encoding.Decode(encoding.Encode(Space.Parse(Chain))));
        var dangling = encoding.Encode(Space.Parse(Chain));
        dangling[7] = 1;                                      // an edge from node 1 to node 3, which is not there
        Assert.Null(encoding.Decode(dangling));
    }

    [Fact]
    public void What_is_not_of_the_space_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Space.Encode(new Architecture("tiny", "aaaa")));
        Assert.Contains("'tiny'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _space.Architecture(new NasBench101Cell([(0, 1)], [Conv3x3])));
    }

    private static IEnumerable<int> Ones(double[] vector) => vector.Index().Where(e => e.Item == 1).Select(e => e.Index);

    /// <summary>Every upper triangle, a bit for each pair by rows, of a valid cell; found without the code under
    /// test.</summary>
    private static IEnumerable<int> ValidMatrices(int nodes)
    {
        var targets = new int[nodes];                         // a bit for each node
        for (var matrix = 0; matrix < 1 << nodes * (nodes - 1) / 2; matrix++)
        {
            for (int source = 0, shift = 0; source < nodes; shift += nodes - 1 - source++)
            {
                targets[source] = (matrix >> shift & (1 << nodes - 1 - source) - 1) << source + 1;
            }

            var fromInput = 1;
            for (var v = 0; v < nodes; v++)
            {
                fromInput |= (fromInput >> v & 1) == 1 ? targets[v] : 0;
            }

            var toOutput = 1 << nodes - 1;
            for (var v = nodes - 2; v >= 0; v--)
            {
                toOutput |= (targets[v] & toOutput) != 0 ? 1 << v : 0;
            }

            var counting = fromInput & toOutput;
            var edges = 0;
            for (var v = 0; v < nodes; v++)
            {
                edges += (counting >> v & 1) == 1 ? BitOperations.PopCount((uint)(targets[v] & counting)) : 0;
            }

            if ((counting & 1) == 1 && edges <= 9)
            {
                yield return matrix;
            }
        }
    }
}
