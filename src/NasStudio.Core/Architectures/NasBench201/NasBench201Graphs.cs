using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>A NAS-Bench-201 cell as graphs, and the benchmark's own name of its isomorphism class.</summary>
public static class NasBench201Graphs
{
    // Line graph: node 0 the input, nodes 1..6 the cell's edges in string order, node 7 the output; e -> f where e ends
    // at the node at which f begins.
    private static readonly ImmutableArray<DagEdge> LineGraphEdges =
    [
        new(0, 1), new(0, 2), new(0, 4), new(1, 3), new(1, 5), new(2, 6), new(3, 6), new(4, 7), new(5, 7), new(6, 7),
    ];

    /// <summary>The cell as it is drawn: four nodes, the operations on the edges.</summary>
    public static LabelledDag Drawn(NasBench201Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new LabelledDag(
            [LabelledDag.Input, "1", "2", LabelledDag.Output],
            [.. NasBench201Cell.Edges.Select(e => new DagEdge(e.From, e.To, cell[e.From, e.To].Name()))
                .OrderBy(e => e.From).ThenBy(e => e.To)]);
    }

    /// <summary>The cell with operations on the nodes: 8 nodes (input, the six edges in string order, output), 10
    /// edges.</summary>
    public static LabelledDag LineGraph(NasBench201Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var labels = ImmutableArray.CreateBuilder<string>(NasBench201Cell.EdgeCount + 2);
        labels.Add(LabelledDag.Input);
        foreach (var operation in cell.Operations)
        {
            labels.Add(operation.Name());
        }

        labels.Add(LabelledDag.Output);
        return new LabelledDag(labels.MoveToImmutable(), LineGraphEdges);
    }

    /// <summary>Where a node of the line graph stands in the drawn cell: its nodes, then its edges.</summary>
    internal static int DrawnPlace(int node) => node switch
    {
        0 => 0,
        <= NasBench201Cell.EdgeCount => NasBench201Cell.Nodes + NasBench201Cell.Edges.Count(
            edge => edge.CompareTo(NasBench201Cell.Edges[node - 1]) < 0),
        _ => NasBench201Cell.Nodes - 1,
    };

    /// <summary>Equal for cells that the benchmark trained only once: 6,466 different ones.</summary>
    /// <remarks>
    /// The benchmark's rule: a node is named by the sorted names of what its edges bring: '#' for a zero or for what
    /// comes from a node named '#', the source's own name for a skip, (source)@operation otherwise; the class is the
    /// name of the output. That is not what a cell computes: a sum of two zeros, '#+#', is not '#', and one convolution
    /// used twice has the name of two convolutions. Neither this class nor the functional id refines the other.
    /// </remarks>
    public static string IsomorphismClass(NasBench201Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var names = new string[NasBench201Cell.Nodes];
        names[0] = "0";
        for (var to = 1; to < names.Length; to++)
        {
            var terms = Enumerable.Range(0, to).Select(from => Term(cell[from, to], names[from]));
            names[to] = string.Join('+', terms.Order(StringComparer.Ordinal));
        }

        return names[^1];
    }

    private static string Term(NasBench201Operation operation, string source) => operation switch
    {
        NasBench201Operation.None => "#",
        _ when source == "#" => "#",
        NasBench201Operation.SkipConnect => source,
        _ => $"({source})@{operation.Name()}",
    };
}
