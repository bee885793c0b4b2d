using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// How the architectures of one space are written as graphs that a generator can build node by node: operations on
/// nodes, edges only from earlier to later nodes.
/// </summary>
/// <remarks>
/// Notation: N nodes, A classes of node, P = N(N-1)/2 possible edges. An encoded graph y is one-hot nodes (N x A,
/// row-major) followed by edges (P, by target and then by source: 0-1, 0-2, 1-2, 0-3, ...), W = N A + P numbers.
/// Lukasik, Jung and Keuper, "Learning Where to Look - Generative NAS is Surprisingly Efficient", ECCV 2022,
/// section 3.1.
/// </remarks>
public abstract class GraphEncoding
{
    /// <summary>Class of the output node.</summary>
    public const int Output = 0;

    /// <summary>Class of the input node.</summary>
    public const int Input = 1;

    /// <summary>N, how many nodes the largest graph has.</summary>
    public abstract int Nodes { get; }

    /// <summary>Names of the A classes of node; <see cref="Output"/> and <see cref="Input"/> come first.</summary>
    public abstract ImmutableArray<string> Vocabulary { get; }

    /// <summary>Edges that every graph has; the generator need not learn them.</summary>
    public abstract ImmutableArray<(int From, int To)> ForcedEdges { get; }

    /// <summary>A.</summary>
    public int Classes => Vocabulary.Length;

    /// <summary>P, how many edges are possible.</summary>
    public int Pairs => PairCount(Nodes);

    /// <summary>W, the length of an encoded graph.</summary>
    public int Width => Nodes * Classes + Pairs;

    /// <summary>The encoding of a space.</summary>
    /// <exception cref="ArgumentException">The space has none.</exception>
    public static GraphEncoding For(SearchSpace space) => space switch
    {
        NasBench201Space nasBench201 => new NasBench201Encoding(nasBench201),
        null => throw new ArgumentNullException(nameof(space)),
        _ => throw new ArgumentException(
            $"AG-Net cannot encode the space '{space.Kind}' as graphs; it can encode 'nas-bench-201'.", nameof(space)),
    };

    /// <summary>How many edges are possible between so many nodes.</summary>
    public static int PairCount(int nodes) => nodes * (nodes - 1) / 2;

    /// <summary>Position of an edge among the possible edges.</summary>
    public static int PairIndex(int from, int to) => PairCount(to) + from;

    /// <summary>The graph of an architecture.</summary>
    public abstract GraphCode Encode(Architecture architecture);

    /// <summary>The architecture that a graph is; null where it is none.</summary>
    public abstract Architecture? Decode(GraphCode graph);

    /// <summary>Writes the encoded graph y. // (W)</summary>
    public void WriteOneHot(GraphCode graph, Span<float> encoded)
    {
        ArgumentNullException.ThrowIfNull(graph);
        encoded.Clear();
        for (var node = 0; node < graph.Labels.Length; node++)
        {
            encoded[node * Classes + graph.Labels[node]] = 1;
        }

        for (var pair = 0; pair < graph.Edges.Length; pair++)
        {
            encoded[Nodes * Classes + pair] = graph.Edges[pair] ? 1 : 0;
        }
    }
}

/// <summary>A graph as a <see cref="GraphEncoding"/> writes it.</summary>
/// <param name="Labels">Class of each node. // (n), n at most N</param>
/// <param name="Edges">Whether each possible edge is there, by target and then by source. // (n(n-1)/2)</param>
public sealed record GraphCode(ImmutableArray<int> Labels, ImmutableArray<bool> Edges);
