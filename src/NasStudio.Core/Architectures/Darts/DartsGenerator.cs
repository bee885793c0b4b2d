using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>The generator encoding of the DARTS space: the graph of the normal cell, then that of the reduction
/// cell. // (352)</summary>
/// <remarks>
/// Lukasik, Jung and Keuper 2022, section 4: K = 2 cells of N = 11 nodes and A = 11 classes: two inputs, the operations
/// on the two edges of each intermediate node (by source), the output. An operation comes after an input, or after both
/// operations of the intermediate node that it takes from; all eight lead to the output. The two operations of a node
/// decode in either order. The class identity is part of the published vocabulary but of no cell.
/// </remarks>
internal sealed class DartsGenerator(DartsSpace space) : GraphEncoding
{
    private const int FirstOperation = 4;
    private const int Last = DartsCell.Inputs + DartsCell.EdgeCount;

    /// <inheritdoc/>
    public override int Nodes => Last + 1;

    /// <inheritdoc/>
    public override int Parts => 2;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } =
        ["output", "input", "input_1", "identity", .. DartsOperations.Names];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges { get; } =
        [.. Enumerable.Range(DartsCell.Inputs, DartsCell.EdgeCount).Select(node => (node, Last))];

    /// <inheritdoc/>
    public override ImmutableArray<GraphCode> GraphsOf(Architecture architecture)
    {
        var genotype = space.Genotype(architecture);
        return [GraphOf(genotype.Normal.Edges), GraphOf(genotype.Reduction.Edges)];
    }

    /// <inheritdoc/>
    public override Architecture? Decode(ImmutableArray<GraphCode> graphs)
        => graphs is [var first, var second] && Cell(first) is { } normal && Cell(second) is { } reduction
            ? space.Architecture(new DartsGenotype(normal, reduction))
            : null;

    /// <inheritdoc/>
    /// <remarks>Each node gets two sources: of those whose edges were all drawn the two of the largest scores, and others
    /// where there are fewer.</remarks>
    public override GraphCode Completed(GraphCode drawn, Func<int, int, double> score)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(score);
        if (drawn.Labels.Length != Nodes)
        {
            return drawn;
        }

        var edges = new List<DartsEdge>();
        for (var i = 0; i < DartsCell.EdgeCount; i += DartsCell.EdgesPerNode)
        {
            var target = DartsCell.Target(i);
            var best = (from first in Enumerable.Range(0, target)
                        from second in Enumerable.Range(0, target)
                        where first != second
                        let drawnBoth = Count(i, first) + Count(i + 1, second)
                        orderby drawnBoth descending, Score(i, first) + Score(i + 1, second) descending
                        select (first, second)).First();
            edges.AddRange([new DartsEdge(default, best.first), new DartsEdge(default, best.second)]);
        }

        return GraphOf(edges) with { Labels = drawn.Labels };

        int Count(int i, int source) => NodesOf(source).All(from => drawn.HasEdge(from, DartsCell.Inputs + i)) ? 1 : 0;

        double Score(int i, int source) => NodesOf(source).Average(from => score(from, DartsCell.Inputs + i));
    }

    private static GraphCode GraphOf(IReadOnlyList<DartsEdge> cell) => new(
        [
            Input, Input + 1, .. cell.Select(edge => FirstOperation + (int)edge.Operation), Output,
        ],
        EdgesWhere(Last + 1, (from, to) => to >= DartsCell.Inputs && from < Last
            && (to == Last ? from >= DartsCell.Inputs : NodesOf(cell[to - DartsCell.Inputs].Source).Contains(from))));

    /// <summary>The cell that a graph is; null where it is none.</summary>
    private DartsCell? Cell(GraphCode graph)
    {
        if (graph.Labels.Length != Nodes)
        {
            return null;
        }

        ImmutableArray<DartsEdge> edges =
        [
            .. Enumerable.Range(0, DartsCell.EdgeCount).Select(i => new DartsEdge(
                (DartsOperation)(graph.Labels[DartsCell.Inputs + i] - FirstOperation),
                Enumerable.Range(0, DartsCell.Target(i)).FirstOrDefault(
                    source => NodesOf(source).All(from => graph.HasEdge(from, DartsCell.Inputs + i)), -1))),
        ];
        if (DartsCell.Fault(edges) is not null)
        {
            return null;
        }

        var same = GraphOf(edges);
        return same.Labels.SequenceEqual(graph.Labels) && same.Edges.SequenceEqual(graph.Edges) ? new DartsCell(edges) : null;
    }

    /// <summary>The graph's nodes that stand for a source: an input, or both operations of an intermediate
    /// node.</summary>
    private static IEnumerable<int> NodesOf(int source) => source < DartsCell.Inputs
        ? [source]
        : Enumerable.Range(
            DartsCell.Inputs + DartsCell.EdgesPerNode * (source - DartsCell.Inputs), DartsCell.EdgesPerNode);
}
