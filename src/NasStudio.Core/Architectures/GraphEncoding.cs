using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>
/// The generator encoding of a space whose architecture is a graph, or several of one kind: operations on nodes, edges
/// only from earlier to later nodes, the input first and the output last, so that it can be built node by node.
/// </summary>
/// <remarks>
/// Notation: K graphs, each of N nodes, A classes of node, P = N(N-1)/2 possible edges. An encoded graph is one-hot
/// nodes (N x A, row-major) followed by edges (P, by target and then by source: 0-1, 0-2, 1-2, 0-3, ...); a graph of
/// fewer nodes leaves the rest zero. An encoded architecture y is its graphs one after another, W = K (N A + P) numbers.
/// Lukasik, Jung and Keuper, "Learning Where to Look - Generative NAS is Surprisingly Efficient", ECCV 2022,
/// section 3.1.
/// </remarks>
public abstract class GraphEncoding : ArchitectureEncoding
{
    /// <summary>Class of the output node.</summary>
    public const int Output = 0;

    /// <summary>Class of the input node.</summary>
    public const int Input = 1;

    /// <inheritdoc/>
    public override string Kind => Generator;

    /// <summary>N, how many nodes the largest graph has.</summary>
    public abstract int Nodes { get; }

    /// <summary>K, how many graphs an architecture is.</summary>
    public virtual int Parts => 1;

    /// <summary>Names of the A classes of node; <see cref="Output"/> and <see cref="Input"/> come first.</summary>
    public abstract ImmutableArray<string> Vocabulary { get; }

    /// <summary>Edges that every graph has; a generator need not learn them.</summary>
    public abstract ImmutableArray<(int From, int To)> ForcedEdges { get; }

    /// <summary>A.</summary>
    public int Classes => Vocabulary.Length;

    /// <summary>P, how many edges are possible.</summary>
    public int Pairs => PairCount(Nodes);

    /// <summary>Length of one encoded graph.</summary>
    public int GraphWidth => Nodes * Classes + Pairs;

    /// <summary>W, the length of an encoded architecture.</summary>
    public sealed override int Width => Parts * GraphWidth;

    /// <summary>How many edges are possible between so many nodes.</summary>
    public static int PairCount(int nodes) => nodes * (nodes - 1) / 2;

    /// <summary>Position of an edge among the possible edges.</summary>
    public static int PairIndex(int from, int to) => PairCount(to) + from;

    /// <summary>The graphs of an architecture. // (K)</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public abstract ImmutableArray<GraphCode> GraphsOf(Architecture architecture);

    /// <summary>The architecture that graphs are; null where they are none.</summary>
    /// <param name="graphs">// (K)</param>
    public abstract Architecture? Decode(ImmutableArray<GraphCode> graphs);

    /// <summary>Whether a class may come next in a graph, after the classes of its nodes so far: false where no architecture
    /// begins like that. Allows at least one class after every beginning that it has allowed; every class, unless a space
    /// says otherwise.</summary>
    /// <param name="labels">Classes of the nodes so far, the input's first.</param>
    /// <param name="next">The class in question.</param>
    public virtual bool Allows(IReadOnlyList<int> labels, int next) => true;

    /// <summary>A drawn graph with the edges that its operations need and no others, as far as the space says how many a
    /// node has; the graph itself elsewhere.</summary>
    /// <param name="drawn">The graph as it was drawn, each edge by its own coin.</param>
    /// <param name="score">How much its generator is for an edge, from one node to a later one.</param>
    public virtual GraphCode Completed(GraphCode drawn, Func<int, int, double> score) => drawn;

    /// <inheritdoc/>
    public sealed override double[] Encode(Architecture architecture)
        => WithOnes(GraphsOf(architecture).SelectMany((graph, part) => Positions(graph).Select(p => part * GraphWidth + p)));

    /// <inheritdoc/>
    public sealed override Architecture? Decode(ReadOnlySpan<double> encoding)
    {
        if (OnesOf(encoding) is not { } ones)
        {
            return null;
        }

        GraphCode?[] graphs =
        [
            .. Enumerable.Range(0, Parts).Select(part => Graph(
                [.. ones.Where(p => p / GraphWidth == part).Select(p => p - part * GraphWidth)])),
        ];
        return graphs.Contains(null) ? null : Decode([.. graphs.OfType<GraphCode>()]);
    }

    /// <summary>The graph of which these are the positions; null where they are of none.</summary>
    private GraphCode? Graph(int[] ones)
    {
        int[] labels = [.. ones.TakeWhile(p => p < Nodes * Classes)];
        int[] edges = [.. ones.Skip(labels.Length).Select(p => p - Nodes * Classes)];
        var isGraph = labels.Index().All(l => l.Item / Classes == l.Index)
            && edges.All(edge => edge < PairCount(labels.Length));
        return isGraph
            ? new GraphCode(
                [.. labels.Select(p => p % Classes)],
                [.. Enumerable.Range(0, PairCount(labels.Length)).Select(edges.Contains)])
            : null;
    }

    /// <summary>Writes one encoded graph. // (GraphWidth)</summary>
    public void WriteOneHot(GraphCode graph, Span<float> encoded)
    {
        ArgumentNullException.ThrowIfNull(graph);
        encoded.Clear();
        foreach (var position in Positions(graph))
        {
            encoded[position] = 1;
        }
    }

    /// <summary>A graph's edges as <see cref="GraphCode"/> has them.</summary>
    /// <param name="nodes">How many nodes it has.</param>
    /// <param name="isEdge">Whether an edge leads from one node to a later one.</param>
    protected static ImmutableArray<bool> EdgesWhere(int nodes, Func<int, int, bool> isEdge)
    {
        ArgumentNullException.ThrowIfNull(isEdge);
        return
        [
            .. from to in Enumerable.Range(1, nodes - 1)
               from source in Enumerable.Range(0, to)
               select isEdge(source, to),
        ];
    }

    private IEnumerable<int> Positions(GraphCode graph)
        => graph.Labels.Select((label, node) => node * Classes + label)
            .Concat(graph.Edges.Index().Where(edge => edge.Item).Select(edge => Nodes * Classes + edge.Index));
}

/// <summary>A graph as a <see cref="GraphEncoding"/> writes it.</summary>
/// <param name="Labels">Class of each node. // (n), n at most N</param>
/// <param name="Edges">Whether each possible edge is there, by target and then by source. // (n(n-1)/2)</param>
public sealed record GraphCode(ImmutableArray<int> Labels, ImmutableArray<bool> Edges)
{
    /// <summary>Whether an edge leads from one node to a later one.</summary>
    public bool HasEdge(int from, int to) => Edges[GraphEncoding.PairIndex(from, to)];
}
