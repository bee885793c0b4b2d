using System.Collections.Immutable;
using System.Numerics;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>
/// A NAS-Bench-101 cell: up to seven nodes, the first the input, the last the output, an operation on each one between,
/// and edges from lower to higher numbers. A node adds up what comes in; the output concatenates what inner nodes bring
/// and adds the input where an edge leads there directly.
/// </summary>
/// <remarks>
/// Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019, section 2. As in the
/// benchmark, a cell may be drawn that is not in the space: <see cref="IsValid"/> tells, and judges what is left after
/// pruning. Nodes that are on no path from input to output are part of the native string but of nothing else.
/// </remarks>
public sealed class NasBench101Cell
{
    /// <summary>The most nodes a cell has, input and output included.</summary>
    public const int MaxNodes = 7;

    /// <summary>The most edges on paths from input to output.</summary>
    public const int MaxEdges = 9;

    private readonly int[] _targets;                          // bit v of entry u: an edge leads from u to v // (nodes)

    /// <summary>A cell with these edges and operations.</summary>
    /// <param name="edges">From lower to higher node numbers; in any order.</param>
    /// <param name="operations">Of the inner nodes, 1 and up. // (nodes - 2)</param>
    /// <exception cref="ArgumentException">There are too many nodes, an edge does not lead from a lower to a higher
    /// one, or an operation is none.</exception>
    public NasBench101Cell(
        IEnumerable<(int From, int To)> edges, ImmutableArray<NasBench101Operation> operations)
    {
        if (operations.IsDefault || operations.Length > MaxNodes - 2 || !operations.All(Enum.IsDefined))
        {
            throw new ArgumentException(
                $"A NAS-Bench-101 cell has at most {MaxNodes - 2} inner nodes, each with one of "
                + $"{NasBench101Operations.Names.Length} operations.",
                nameof(operations));
        }

        Operations = operations;
        _targets = new int[Nodes];
        foreach (var (from, to) in edges)
        {
            if (from < 0 || from >= to || to >= Nodes)
            {
                throw new ArgumentException(
                    $"Edge {from} -> {to} must lead from a lower to a higher number below {Nodes}.", nameof(edges));
            }

            _targets[from] |= 1 << to;
        }

        Edges = Listed(_targets);
    }

    private NasBench101Cell(int[] targets, ImmutableArray<NasBench101Operation> operations)
        => (_targets, Operations, Edges) = (targets, operations, Listed(targets));

    /// <summary>How many nodes there are, input and output included.</summary>
    public int Nodes => Operations.Length + 2;

    /// <summary>Operations of the inner nodes: that of node v at v - 1. // (nodes - 2)</summary>
    public ImmutableArray<NasBench101Operation> Operations { get; }

    /// <summary>The edges, sorted by source, then by target.</summary>
    public ImmutableArray<(int From, int To)> Edges { get; }

    /// <summary>Whether an edge leads from one node to the other.</summary>
    public bool this[int from, int to] => (_targets[from] >> to & 1) == 1;

    /// <summary>Whether the benchmark holds it: a path leads from input to output, and at most <see cref="MaxEdges"/>
    /// edges lie on such paths.</summary>
    public bool IsValid
    {
        get
        {
            var (alive, edges) = (OnSomePath(), 0);
            for (var from = 0; from < Nodes; from++)
            {
                edges += (alive >> from & 1) * BitOperations.PopCount((uint)(_targets[from] & alive));
            }

            return edges is >= 1 and <= MaxEdges;
        }
    }

    /// <summary>The cell without the nodes that are on no path from input to output; the others keep their order. Input
    /// and output always stay.</summary>
    public NasBench101Cell Pruned()
    {
        var alive = OnSomePath();
        var kept = Kept();
        var count = kept.Length;
        var targets = new int[count];
        var operations = ImmutableArray.CreateBuilder<NasBench101Operation>(count - 2);
        for (var from = 0; from < count; from++)
        {
            for (var to = from + 1; to < count && (alive >> kept[from] & 1) == 1; to++)
            {
                targets[from] |= (_targets[kept[from]] & alive) >> kept[to] << to & 1 << to;
            }

            if (from > 0 && from < count - 1)
            {
                operations.Add(Operations[kept[from] - 1]);
            }
        }

        return new NasBench101Cell(targets, operations.MoveToImmutable());
    }

    /// <summary>The nodes that <see cref="Pruned"/> keeps, ascending.</summary>
    internal ImmutableArray<int> Kept()
    {
        var alive = OnSomePath();
        var kept = ImmutableArray.CreateBuilder<int>(Nodes);
        for (var node = 0; node < Nodes; node++)
        {
            if (node == 0 || node == Nodes - 1 || (alive >> node & 1) == 1)
            {
                kept.Add(node);
            }
        }

        return kept.DrainToImmutable();
    }

    /// <summary>The cell with <see cref="MaxNodes"/> nodes: the missing ones go before the output, without edges, each
    /// with the first operation.</summary>
    public NasBench101Cell Padded() => new(
        Edges.Select(e => e.To == Nodes - 1 ? (e.From, MaxNodes - 1) : e),
        [.. Operations, .. Enumerable.Repeat(NasBench101Operation.Conv3x3, MaxNodes - Nodes)]);

    /// <summary>The cell with one edge more or less.</summary>
    public NasBench101Cell WithFlipped((int From, int To) edge)
    {
        int[] targets = [.. _targets];
        targets[edge.From] ^= 1 << edge.To;
        return new NasBench101Cell(targets, Operations);
    }

    /// <summary>The cell with another operation on an inner node.</summary>
    /// <param name="node">Number of the node, from 1.</param>
    /// <param name="operation">Its operation.</param>
    public NasBench101Cell With(int node, NasBench101Operation operation)
        => new(_targets, Operations.SetItem(node - 1, operation));

    /// <summary>The cell as a graph with operations on its nodes.</summary>
    public LabelledDag Graph() => new(
        [LabelledDag.Input, .. Operations.Select(o => o.Name()), LabelledDag.Output],
        [.. Edges.Select(e => new DagEdge(e.From, e.To))]);

    /// <summary>Reads a native string of a cell of the space; blanks between its parts are ignored.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what is allowed.</exception>
    public static NasBench101Cell Parse(string native) => NasBench101Text.Parse(native);

    /// <summary>The native string, without blanks.</summary>
    public override string ToString() => NasBench101Text.Print(this);

    /// <summary>The nodes on paths from input to output, as bits.</summary>
    private int OnSomePath()
    {
        var (fromInput, toOutput) = (1, 1 << Nodes - 1);
        for (var node = 0; node < Nodes; node++)
        {
            fromInput |= (fromInput >> node & 1) == 1 ? _targets[node] : 0;
        }

        for (var node = Nodes - 2; node >= 0; node--)
        {
            toOutput |= (_targets[node] & toOutput) != 0 ? 1 << node : 0;
        }

        return fromInput & toOutput;
    }

    private static ImmutableArray<(int From, int To)> Listed(int[] targets)
    {
        var edges = ImmutableArray.CreateBuilder<(int, int)>(targets.Sum(BitsOf));
        for (var from = 0; from < targets.Length; from++)
        {
            for (var to = from + 1; to < targets.Length; to++)
            {
                if ((targets[from] >> to & 1) == 1)
                {
                    edges.Add((from, to));
                }
            }
        }

        return edges.MoveToImmutable();

        static int BitsOf(int row) => BitOperations.PopCount((uint)row);
    }
}
