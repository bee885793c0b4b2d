using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.Tests.NasBowl.Kernels;

public sealed class WeisfeilerLehmanKernelTests
{
    private const int Depth = 3;

    [Fact]
    public void Features_of_a_small_graph_are_those_counted_by_hand()
    {
        // input -> conv -> output, input => conv' -> output: both convolutions are alike from where they stand.
        var graph = new LabelledDag(
            ["input", "conv", "conv", "output"], [new(0, 1), new(0, 2), new(0, 2), new(1, 3), new(2, 3)]);
        var labels = new WeisfeilerLehmanLabels(2);
        var features = labels.Of(graph);
        Assert.Equal([1, 1, 2], Level(features, 0).Order());  // input, output, twice conv
        Assert.Equal([1, 1, 2], Level(features, 1).Order());  // input with three conv, output with nothing, conv with output
        var root = features.Ids[features.Level(1)].Select(labels.Tree).Single(tree => tree.Operation == "input");
        Assert.Equal(["conv", "conv", "conv"], root.Successors.Select(s => s.Tree.Operation));

        // With a chain input -> conv -> output in common: level 0: 1 + 2 + 1, level 1: conv 2, output 1; norms by hand.
        var chain = labels.Of(new LabelledDag(["input", "conv", "output"], [new(0, 1), new(1, 2)]));
        var dot = new HistogramKernel(CountComparison.Product, 2);
        Assert.Equal(7 / Math.Sqrt(12 * 6), dot.Similarity(features, chain, 1), 15);
        var assignment = new HistogramKernel(CountComparison.Minimum, 2);
        Assert.Equal(5 / Math.Sqrt(8 * 6), assignment.Similarity(features, chain, 1), 15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kernels_are_those_of_brute_force_on_thousands_of_random_graphs(bool isAssignment)
    {
        var random = new RandomSource(isAssignment ? 1 : 2);
        var comparison = isAssignment ? CountComparison.Minimum : CountComparison.Product;
        for (var repeat = 0; repeat < 60; repeat++)
        {
            LabelledDag[] graphs = [.. Enumerable.Range(0, 25).Select(_ => RandomGraphs.Draw(random))];
            var histograms = graphs.Select(Histograms).ToArray();
            const int learned = 20;                           // the others' labels may be new
            var labels = new WeisfeilerLehmanLabels(Depth);
            var kernel = new HistogramKernel(comparison, Depth);
            GraphFeatures[] features = [.. graphs.Select(labels.Of)];
            foreach (var graph in features.Take(learned))
            {
                kernel.Append(graph);
            }

            for (var depth = 0; depth <= Depth; depth++)
            {
                for (var i = 0; i < graphs.Length; i++)
                {
                    double[] expected =
                    [
                        .. histograms.Take(learned).Select(other => Brute(histograms[i], other, depth, isAssignment)),
                    ];
                    var row = new double[learned];
                    kernel.AddSimilarities(features[i], depth, 1, row);
                    AssertClose(expected, row);
                    AssertClose(
                        expected,
                        [.. features.Take(learned).Select(other => kernel.Similarity(features[i], other, depth))]);
                    if (i < learned)
                    {
                        AssertClose(expected[..(i + 1)], kernel.Gram(depth)[i]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Isomorphic_graphs_have_equal_features_and_forgotten_numbers_are_given_anew()
    {
        var random = new RandomSource(3);
        var labels = new WeisfeilerLehmanLabels(Depth);
        var first = labels.Of(RandomGraphs.Draw(random));
        var count = labels.Count;
        for (var repeat = 0; repeat < 1_000; repeat++)
        {
            var graph = RandomGraphs.Draw(random);
            var features = labels.Of(graph);
            Assert.Equal(features, labels.Of(RandomGraphs.Renumbered(graph, random)));
            labels.Forget(count);
            Assert.Equal(count, labels.Count);
        }

        Assert.Equal(first, labels.Of(RandomGraphs.Draw(new RandomSource(3))));
    }

    [Fact]
    public void The_cells_of_NAS_Bench_201_have_5425_different_features_one_for_each_function()
    {
        var space = new NasBench201Space();
        var labels = new WeisfeilerLehmanLabels(Depth);
        Assert.Equal(5_425, space.Enumerate().Select(a => labels.Of(space.FunctionalGraph(a))).Distinct().Count());
    }

    [Fact]
    public void A_graph_of_a_thousand_nodes_and_180000_edges_is_compared()
    {
        const int nodes = 1_000;
        var graph = new LabelledDag(
            [.. Enumerable.Range(0, nodes).Select(v => $"{v % 7}")],
            [.. from u in Enumerable.Range(0, nodes) from v in Enumerable.Range(u + 1, Math.Min(200, nodes - u - 1)) select new DagEdge(u, v)]);
        var labels = new WeisfeilerLehmanLabels(Depth);
        var kernel = new HistogramKernel(CountComparison.Product, Depth);
        kernel.Append(labels.Of(graph));
        kernel.Append(labels.Of(graph));
        Assert.Equal(1, kernel.Gram(Depth)[1][0], 1e-12);
    }

    private static long[] Level(GraphFeatures features, int level) => features.Counts[features.Level(level)];

    private static void AssertClose(double[] expected, double[] actual)
        => Assert.InRange(expected.Zip(actual).Max(p => Math.Abs(p.First - p.Second)), 0, 1e-14);

    /// <summary>The normalised kernel.</summary>
    private static double Brute(
        Dictionary<string, int>[] x, Dictionary<string, int>[] y, int depth, bool isAssignment)
    {
        double Sum(Dictionary<string, int>[] a, Dictionary<string, int>[] b) => Enumerable.Range(0, depth + 1).Sum(
            level => a[level].Where(f => b[level].ContainsKey(f.Key)).Sum(
                f => isAssignment ? Math.Min(f.Value, b[level][f.Key]) : f.Value * b[level][f.Key]));
        return Sum(x, y) / Math.Sqrt(Sum(x, x) * Sum(y, y));
    }

    /// <summary>Labels written out in full, as strings: how often each occurs, by level.</summary>
    private static Dictionary<string, int>[] Histograms(LabelledDag graph)
    {
        string Label(int node, int depth) => depth == 0
            ? graph.Labels[node]
            : $"({Label(node, depth - 1)}:{string.Join(",", graph.Edges.Where(e => e.From == node)
                .Select(e => $"{e.Label}-{Label(e.To, depth - 1)}").Order(StringComparer.Ordinal))})";
        return
        [
            .. Enumerable.Range(0, Depth + 1).Select(level => Enumerable.Range(0, graph.Labels.Length)
                .GroupBy(v => Label(v, level)).ToDictionary(group => group.Key, group => group.Count())),
        ];
    }
}
