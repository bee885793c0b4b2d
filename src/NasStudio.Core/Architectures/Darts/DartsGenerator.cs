using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>The generator encoding of the DARTS space: the graph of the normal cell, then that of the reduction
/// cell. // (352)</summary>
/// <remarks>
/// Lukasik, Jung and Keuper 2022, section 4: each cell has 11 nodes, of 11 classes: two inputs, the operations on the
/// two edges of each intermediate node (by source), the output. An operation comes after an input, or after both
/// operations of the intermediate node that it takes from; all eight lead to the output. The two operations of a node
/// decode in either order. The class identity is part of
/// the published vocabulary but of no cell.
/// </remarks>
internal sealed class DartsGenerator(DartsSpace space) : ArchitectureEncoding
{
    private const int Nodes = DartsCell.Inputs + DartsCell.EdgeCount + 1;
    private const int Last = Nodes - 1;
    private const int FirstOperation = 4;

    private static readonly ImmutableArray<string> Vocabulary =
        ["output", "input", "input_1", "identity", .. DartsOperations.Names];

    private static readonly int CellWidth = Nodes * Vocabulary.Length + GraphEncoding.PairCount(Nodes);

    /// <inheritdoc/>
    public override string Kind => Generator;

    /// <inheritdoc/>
    public override int Width => 2 * CellWidth;

    /// <inheritdoc/>
    public override double[] Encode(Architecture architecture)
    {
        var genotype = space.Genotype(architecture);
        return WithOnes(
            [.. Positions(genotype.Normal.Edges), .. Positions(genotype.Reduction.Edges).Select(p => p + CellWidth)]);
    }

    /// <inheritdoc/>
    public override Architecture? Decode(ReadOnlySpan<double> encoding)
        => OnesOf(encoding) is { } ones
            && Cell([.. ones.Where(p => p < CellWidth)]) is { } normal
            && Cell([.. ones.Where(p => p >= CellWidth).Select(p => p - CellWidth)]) is { } reduction
                ? space.Architecture(new DartsGenotype(normal, reduction))
                : null;

    private static IEnumerable<int> Positions(IReadOnlyList<DartsEdge> cell)
    {
        int[] labels =
        [
            GraphEncoding.Input, GraphEncoding.Input + 1,
            .. cell.Select(edge => FirstOperation + (int)edge.Operation), GraphEncoding.Output,
        ];
        var edges = cell.Select((edge, i) => (edge.Source, Node: DartsCell.Inputs + i))
            .SelectMany(edge => NodesOf(edge.Source).Select(node => (From: node, To: edge.Node)))
            .Concat(Enumerable.Range(DartsCell.Inputs, DartsCell.EdgeCount).Select(node => (From: node, To: Last)));
        return labels.Select((label, node) => node * Vocabulary.Length + label)
            .Concat(edges.Select(e => Nodes * Vocabulary.Length + GraphEncoding.PairIndex(e.From, e.To)));
    }

    /// <summary>The cell of which these are the positions; null where there is none.</summary>
    private static DartsCell? Cell(int[] positions)
    {
        var labels = positions.Where(p => p < Nodes * Vocabulary.Length).ToArray();
        if (labels.Length != Nodes)
        {
            return null;
        }

        var given = positions.ToHashSet();
        var edges = new List<DartsEdge>();
        for (var i = 0; i < DartsCell.EdgeCount; i++)
        {
            var node = DartsCell.Inputs + i;
            var operation = labels[node] - node * Vocabulary.Length - FirstOperation;
            var source = Enumerable.Range(0, DartsCell.Target(i)).FirstOrDefault(
                source => NodesOf(source).All(n =>
                    given.Contains(Nodes * Vocabulary.Length + GraphEncoding.PairIndex(n, node))), -1);
            edges.Add(new DartsEdge((DartsOperation)operation, source));
        }

        return DartsCell.Fault([.. edges]) is null && given.SetEquals(Positions(edges))
            ? new DartsCell([.. edges])
            : null;
    }

    /// <summary>The graph's nodes that stand for a source: an input, or both operations of an intermediate
    /// node.</summary>
    private static IEnumerable<int> NodesOf(int source) => source < DartsCell.Inputs
        ? [source]
        : Enumerable.Range(
            DartsCell.Inputs + DartsCell.EdgesPerNode * (source - DartsCell.Inputs), DartsCell.EdgesPerNode);
}
