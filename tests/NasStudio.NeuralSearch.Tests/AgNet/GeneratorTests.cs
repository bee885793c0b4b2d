using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class GeneratorTests
{
    private static readonly GraphEncoding Encoding = AgNetGraphs.For(new NasBench201Space());

    [Fact]
    public void A_batch_gives_what_each_graph_alone_gives_in_plain_loops()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(Encoding, new RandomSource(3));
        Sharpen(generator);
        var random = new RandomSource(4);
        var points = Enumerable.Range(0, 12 * 32).Select(_ => 3 * random.NextGaussian()).Chunk(32).ToArray();
        using var still = torch.no_grad();
        var logits = generator.forward(torch.tensor(points.SelectMany(p => p).Select(x => (float)x).ToArray(), [12, 32]));
        var (nodes, edges) = (logits.Nodes.data<float>().ToArray(), logits.Edges.data<float>().ToArray());

        var naive = new NaiveGenerator(generator);
        var distinct = new HashSet<string>();
        for (var b = 0; b < points.Length; b++)
        {
            var (expectedNodes, expectedEdges) = naive.Run(points[b]);
            Assert.All(expectedNodes.SelectMany(n => n).Select((x, i) => (x, nodes[b * 49 + i])), p => Close(p.x, p.Item2));
            Assert.All(expectedEdges.Select((x, i) => (x, edges[b * 28 + i])), p => Close(p.x, p.Item2));
            distinct.Add(string.Concat(expectedEdges.Select(e => e > 0.5 ? '1' : '0')));
        }

        Assert.True(distinct.Count > 1, "the graphs of the batch must differ for this test to mean anything");
    }

    [Fact]
    public void The_edge_from_the_input_to_the_first_operation_is_always_there()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(Encoding, new RandomSource(1));
        var logits = generator.forward(torch.zeros(5, 32));
        Assert.Equal([5, 1, 7, 7], logits.Nodes.shape);
        Assert.Equal([5, 1, 28], logits.Edges.shape);
        Assert.All(logits.Edges.narrow(2, 0, 1).contiguous().data<float>().ToArray(), e => Assert.Equal(20f, e));
    }

    [Fact]
    public void It_has_the_published_size()
    {
        using var generator = new Generator(Encoding, new RandomSource(1));
        Assert.Equal(42_474, generator.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_whatever_the_global_generator_did()
    {
        using var first = new Generator(Encoding, new RandomSource(7));
        torch.rand(3).Dispose();
        using var second = new Generator(Encoding, new RandomSource(7));
        Assert.All(first.parameters().Zip(second.parameters()), p => Assert.Equal(p.First.Values(), p.Second.Values()));
    }

    [Fact]
    public void It_can_learn_a_batch_by_heart()
    {
        using var scope = torch.NewDisposeScope();
        var space = new NasBench201Space();
        using var generator = new Generator(Encoding, new RandomSource(2));
        using var optimiser = torch.optim.Adam(generator.parameters(), 5e-3);
        var cells = space.Enumerate().Where((_, i) => i % 1_000 == 0).Take(8);
        var batch = GraphBatch.Of(Encoding, [.. cells.Select(Encoding.GraphsOf)]);
        var noise = torch.tensor(Gaussian(8 * 32), [8, 32]);
        var losses = new List<float>();
        for (var step = 0; step < 150; step++)
        {
            using var inner = torch.NewDisposeScope();
            var loss = batch.ReconstructionLoss(generator.forward(noise)).mean();
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.1 * losses[0], $"loss went from {losses[0]} to {losses[^1]}");
    }

    /// <summary>Makes edges come and go with z, which fresh weights do not.</summary>
    private static void Sharpen(Generator generator)
    {
        using var still = torch.no_grad();
        foreach (var (name, parameter) in generator.named_parameters())
        {
            if (name.Contains("_edgeScore", StringComparison.Ordinal) || name.Contains("_startNode", StringComparison.Ordinal))
            {
                parameter.mul_(3);
            }
        }
    }

    private static float[] Gaussian(int count)
    {
        var random = new RandomSource(9);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }

    private static void Close(double expected, double actual)
        => Assert.True(Math.Abs(expected - actual) < 1e-3 * (1 + Math.Abs(expected)), $"{actual} instead of {expected}");
}
