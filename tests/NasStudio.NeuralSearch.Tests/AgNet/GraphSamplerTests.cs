using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class GraphSamplerTests
{
    private const int Nodes = 8, Classes = 7, Pairs = 28;
    private static readonly SingleGraphEncoding Encoding = (SingleGraphEncoding)AgNetGraphs.For(new NasBench201Space());

    [Fact]
    public void Operations_are_drawn_by_their_softmax_and_edges_by_their_sigmoid()
    {
        const int count = 4000;
        using var scope = torch.NewDisposeScope();
        // softmax of (ln 1, ln 3) over classes 2 and 3; sigmoid(ln 4) = 0.8
        float[] node = [-50, -50, 0, (float)Math.Log(3), -50, -50, -50];
        var logits = new GraphLogits(
            torch.tensor(Repeat(node, count * (Nodes - 1)), [count, 1, Nodes - 1, Classes]),
            torch.tensor(Repeat([(float)Math.Log(4)], count * Pairs), [count, 1, Pairs]));
        var graphs = GraphSampler.Draw(Encoding, logits, new RandomSource(5)).Select(g => g.Single()).ToArray();

        Assert.Equal(0.75, graphs.Average(g => g.Labels[1..7].Count(l => l == 3) / 6.0), 0.01);
        Assert.Equal(0.8, graphs.Average(g => g.Edges.Count(e => e) / 28.0), 0.01);
        Assert.All(graphs, g => Assert.Equal((GraphEncoding.Input, GraphEncoding.Output), (g.Labels[0], g.Labels[7])));
        Assert.All(GraphSampler.MostLikely(Encoding, logits), g => Assert.Equal([1, 3, 3, 3, 3, 3, 3, 0], g.Single().Labels.ToArray()));
    }

    [Fact]
    public void Heat_makes_the_unlikely_likelier()
    {
        const int count = 4000;
        using var scope = torch.NewDisposeScope();
        // at temperature 2: softmax of (0, ln 3) over classes 2 and 3; sigmoid(ln 4) = 0.8
        float[] node = [-90, -90, 0, 2 * (float)Math.Log(3), -90, -90, -90];
        var logits = new GraphLogits(
            torch.tensor(Repeat(node, count * (Nodes - 1)), [count, 1, Nodes - 1, Classes]),
            torch.tensor(Repeat([2 * (float)Math.Log(4)], count * Pairs), [count, 1, Pairs]));
        var graphs = GraphSampler.Draw(Encoding, logits, new RandomSource(6), temperature: 2).Select(g => g.Single()).ToArray();

        Assert.Equal(0.75, graphs.Average(g => g.Labels[1..7].Count(l => l == 3) / 6.0), 0.01);
        Assert.Equal(0.8, graphs.Average(g => g.Edges.Count(e => e) / 28.0), 0.01);
    }

    [Fact]
    public void A_graph_ends_at_its_first_output()
    {
        using var scope = torch.NewDisposeScope();
        var nodes = Repeat([0f, 0, 9, 0, 0, 0, 0], Nodes - 1);
        nodes[2 * Classes + GraphEncoding.Output] = 20;                           // node 3
        var graph = Assert.Single(Assert.Single(GraphSampler.MostLikely(Encoding, new GraphLogits(
            torch.tensor(nodes, [1, 1, Nodes - 1, Classes]), torch.tensor(Repeat([1f], Pairs), [1, 1, Pairs])))));
        Assert.Equal([1, 2, 2, 0], graph.Labels.ToArray());
        Assert.Equal(6, graph.Edges.Length);
        Assert.Null(Encoding.Decode(graph));
    }

    private static float[] Repeat(float[] values, int times) => [.. Enumerable.Repeat(values, times).SelectMany(v => v)];
}
