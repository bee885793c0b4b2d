using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>DARTS cells as graphs.</summary>
public static class DartsGraphs
{
    private const string Add = "add";
    private const int NodesPerSum = DartsCell.EdgesPerNode + 1;

    /// <summary>Names of the two cells, as their graphs' terminals have them: normal, reduction.</summary>
    public static ImmutableArray<string> CellNames { get; } = ["normal", "reduction"];

    /// <summary>A cell as it is drawn: two inputs, four sums, an output; operations on the edges.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="name">One of <see cref="CellNames"/>.</param>
    public static LabelledDag Drawn(DartsCell cell, string name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        const int output = DartsCell.Inputs + DartsCell.IntermediateNodes;
        var edges = cell.Edges.Select((e, i) => new DagEdge(e.Source, DartsCell.Target(i), e.Operation.Name()));
        var concat = Enumerable.Range(DartsCell.Inputs, DartsCell.IntermediateNodes)
            .Select(node => new DagEdge(node, output));
        return new LabelledDag(
            [.. Inputs(name), .. Enumerable.Repeat(Add, DartsCell.IntermediateNodes), Output(name)],
            [.. edges.Concat(concat).OrderBy(e => e.From).ThenBy(e => e.To)]);
    }

    /// <summary>A cell with operations on nodes: each sum is a node behind the nodes of its two edges.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="name">One of <see cref="CellNames"/>; in a reduction cell what comes from an input has "/2", its
    /// stride, behind its name: such a skip is no identity.</param>
    public static LabelledDag WithOperationsOnNodes(DartsCell cell, string name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        const int output = DartsCell.Inputs + DartsCell.IntermediateNodes * NodesPerSum;
        var labels = Inputs(name).ToList();
        var edges = new List<DagEdge>();
        for (var edge = 0; edge < DartsCell.EdgeCount; edge++)
        {
            var (operation, source) = cell.Edges[edge];
            var strides = name == CellNames[1] && source < DartsCell.Inputs;
            edges.Add(new DagEdge(source < DartsCell.Inputs ? source : Sum(source), labels.Count));
            edges.Add(new DagEdge(labels.Count, Sum(DartsCell.Target(edge))));
            labels.Add(strides ? $"{operation.Name()}/2" : operation.Name());
            if (edge % DartsCell.EdgesPerNode == DartsCell.EdgesPerNode - 1)
            {
                edges.Add(new DagEdge(labels.Count, output));
                labels.Add(Add);
            }
        }

        return new LabelledDag([.. labels, Output(name)], [.. edges.OrderBy(e => e.From).ThenBy(e => e.To)]);

        static int Sum(int node) => DartsCell.Inputs + NodesPerSum * (node - DartsCell.Inputs) + NodesPerSum - 1;
    }

    /// <summary>Where a node of <see cref="WithOperationsOnNodes"/> stands in the drawn cell: its nodes, then the edges
    /// with an operation.</summary>
    internal static int DrawnPlace(DartsCell cell, int node)
    {
        const int output = DartsCell.Inputs + DartsCell.IntermediateNodes;
        if (node < DartsCell.Inputs)
        {
            return node;
        }

        var (sum, within) = Math.DivRem(node - DartsCell.Inputs, NodesPerSum);
        return sum == DartsCell.IntermediateNodes ? output
            : within == DartsCell.EdgesPerNode ? DartsCell.Inputs + sum
            : output + 1 + Rank(DartsCell.EdgesPerNode * sum + within);

        int Rank(int edge) => Enumerable.Range(0, DartsCell.EdgeCount).Count(other => Drawn(other).CompareTo(Drawn(edge)) < 0);

        (int, int) Drawn(int edge) => (cell.Edges[edge].Source, DartsCell.Target(edge));
    }

    /// <summary>Two graphs as one, without an edge between them; the second's nodes come last.</summary>
    public static LabelledDag Both(LabelledDag first, LabelledDag second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var shift = first.Labels.Length;
        return new LabelledDag(
            [.. first.Labels, .. second.Labels],
            [.. first.Edges, .. second.Edges.Select(e => e with { From = e.From + shift, To = e.To + shift })]);
    }

    private static IEnumerable<string> Inputs(string name)
        => [$"{LabelledDag.Input} {name} c_{{k-2}}", $"{LabelledDag.Input} {name} c_{{k-1}}"];

    private static string Output(string name) => $"{LabelledDag.Output} {name}";
}
