using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Turns soft graphs into graphs: each operation is drawn from its classes, each edge by a coin; or the likeliest.
/// </summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022) and its code: node 0 is the input, node N-1 the output, and a graph ends at its
/// first output. Where a space says how many edges a node has, surplus ones are taken away by their logits, as published
/// for DARTS, and missing ones are added likewise (<see cref="GraphEncoding.Completed"/>).
/// Deviation: where a space says which operations may follow, the others have no chance
/// (<see cref="GraphEncoding.Allows"/>), as with the masks of Kusner, Paige and Hernandez-Lobato, "Grammar Variational
/// Autoencoder", ICML 2017.
/// </remarks>
public static class GraphSampler
{
    /// <summary>Graphs drawn from soft graphs. // (B), (K)</summary>
    /// <param name="encoding">Shapes them.</param>
    /// <param name="logits">The soft graphs.</param>
    /// <param name="random">Draws classes and edges.</param>
    /// <param name="temperature">Divides all logits: above 1, what is less likely is drawn more often.</param>
    public static IReadOnlyList<ImmutableArray<GraphCode>> Draw(
        GraphEncoding encoding, GraphLogits logits, RandomSource random, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Each(encoding, logits, classes => DrawClass(classes, random, temperature),
            edge => random.NextDouble() < 1 / (1 + Math.Exp(-edge / temperature)));
    }

    /// <summary>The likeliest graphs of soft graphs. // (B), (K)</summary>
    public static IReadOnlyList<ImmutableArray<GraphCode>> MostLikely(GraphEncoding encoding, GraphLogits logits)
        => Each(encoding, logits, LargestOf, edge => edge > 0);

    private delegate int ChooseClass(ReadOnlySpan<float> logits);

    private static ImmutableArray<GraphCode>[] Each(
        GraphEncoding encoding, GraphLogits logits, ChooseClass choose, Func<float, bool> take)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var nodes = logits.Nodes.Values();
        var edges = logits.Edges.Values();
        var graphs = new GraphCode[logits.Nodes.shape[0] * encoding.Parts];
        for (var i = 0; i < graphs.Length; i++)
        {
            var labels = new List<int> { GraphEncoding.Input };
            while (labels.Count < encoding.Nodes && labels[^1] != GraphEncoding.Output)
            {
                var node = i * (encoding.Nodes - 1) + labels.Count - 1;
                labels.Add(labels.Count == encoding.Nodes - 1
                    ? GraphEncoding.Output
                    : choose(Allowed(encoding, labels, nodes.AsSpan(node * encoding.Classes, encoding.Classes))));
            }

            var pairs = edges.AsSpan(i * encoding.Pairs, GraphEncoding.PairCount(labels.Count)).ToArray();
            graphs[i] = encoding.Completed(
                new GraphCode([.. labels], [.. pairs.Select(take)]), (from, to) => pairs[GraphEncoding.PairIndex(from, to)]);
        }

        return [.. graphs.Chunk(encoding.Parts).Select(parts => parts.ToImmutableArray())];
    }

    /// <summary>The logits with those of forbidden classes out of reach.</summary>
    private static ReadOnlySpan<float> Allowed(GraphEncoding encoding, List<int> labels, Span<float> logits)
    {
        for (var c = 0; c < logits.Length; c++)
        {
            logits[c] = encoding.Allows(labels, c) ? logits[c] : float.NegativeInfinity;
        }

        return logits;
    }

    private static int DrawClass(ReadOnlySpan<float> logits, RandomSource random, double temperature)
    {
        var largest = logits[LargestOf(logits)];
        Span<double> cumulative = stackalloc double[logits.Length];
        var sum = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            cumulative[c] = sum += Math.Exp((logits[c] - largest) / temperature);
        }

        var draw = random.NextDouble() * sum;
        var chosen = 0;
        while (chosen < logits.Length - 1 && cumulative[chosen] <= draw)
        {
            chosen++;
        }

        return chosen;
    }

    private static int LargestOf(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var c = 1; c < logits.Length; c++)
        {
            best = logits[c] > logits[best] ? c : best;
        }

        return best;
    }
}
