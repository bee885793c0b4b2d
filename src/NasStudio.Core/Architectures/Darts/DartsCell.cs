using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>An edge into an intermediate node of a DARTS cell.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Source">Node it comes from: 0 and 1 are the outputs of the cell before last and of the last cell, 2 to
/// 4 earlier intermediate nodes.</param>
public readonly record struct DartsEdge(DartsOperation Operation, int Source);

/// <summary>
/// A DARTS cell: two inputs (nodes 0 and 1) and four intermediate nodes (2 to 5), each the sum of what two edges bring
/// from two different earlier nodes; the output concatenates the intermediate nodes.
/// </summary>
/// <remarks>Liu, Simonyan and Yang 2019, sections 2.1 and 2.4. The two edges of a node are a sum, so that their order
/// means nothing: they are kept sorted by source.</remarks>
public sealed class DartsCell
{
    /// <summary>How many inputs a cell has.</summary>
    public const int Inputs = 2;

    /// <summary>How many intermediate nodes a cell has.</summary>
    public const int IntermediateNodes = 4;

    /// <summary>How many edges lead to each intermediate node.</summary>
    public const int EdgesPerNode = 2;

    /// <summary>How many edges a cell has.</summary>
    public const int EdgeCount = IntermediateNodes * EdgesPerNode;

    /// <summary>A cell with these edges.</summary>
    /// <param name="edges">Two for each intermediate node, node by node. // (8)</param>
    /// <exception cref="ArgumentException">There are not eight, an operation is none, or a source is not an earlier
    /// node or comes twice.</exception>
    public DartsCell(ImmutableArray<DartsEdge> edges)
    {
        if (Fault(edges) is { } fault)
        {
            throw new ArgumentException($"It is not a DARTS cell: {fault}.", nameof(edges));
        }

        Edges = [.. edges.Chunk(EdgesPerNode).SelectMany(pair => pair.OrderBy(edge => edge.Source))];
    }

    /// <summary>The edges, node by node, those of a node by source: of node n at 2(n - 2) and after. // (8)</summary>
    public ImmutableArray<DartsEdge> Edges { get; }

    /// <summary>Node that an edge leads to.</summary>
    /// <param name="edge">Index in <see cref="Edges"/>.</param>
    public static int Target(int edge) => Inputs + edge / EdgesPerNode;

    /// <summary>The cell with one edge replaced.</summary>
    /// <exception cref="ArgumentException">The other edge of the node has the same source, or it is no earlier
    /// node.</exception>
    public DartsCell With(int edge, DartsEdge replacement) => new(Edges.SetItem(edge, replacement));

    /// <summary>Sources that an edge could have instead of its own: earlier nodes without those of both edges of its
    /// node.</summary>
    public IEnumerable<int> OtherSources(int edge)
        => Enumerable.Range(0, Target(edge))
            .Where(source => source != Edges[edge].Source && source != Edges[edge ^ 1].Source);

    /// <summary>What keeps these edges from being a cell; null for nothing.</summary>
    internal static string? Fault(ImmutableArray<DartsEdge> edges)
    {
        if (edges.IsDefault || edges.Length != EdgeCount)
        {
            return $"it has {(edges.IsDefault ? 0 : edges.Length)} edge(s) instead of {EdgeCount}";
        }

        for (var edge = 0; edge < EdgeCount; edge++)
        {
            var (operation, source) = edges[edge];
            if (!Enum.IsDefined(operation))
            {
                return $"edge {edge + 1} has the operation number {(int)operation} "
                    + $"(allowed: 0 to {DartsOperations.Names.Length - 1})";
            }

            if (source < 0 || source >= Target(edge))
            {
                return $"edge {edge + 1} of node {Target(edge)} comes from node {source} "
                    + $"(allowed: 0 to {Target(edge) - 1})";
            }

            if (edge % EdgesPerNode == 1 && source == edges[edge - 1].Source)
            {
                return $"both edges of node {Target(edge)} come from node {source} (they must differ)";
            }
        }

        return null;
    }
}
