using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>
/// Weisfeiler-Lehman labels. On level 0 a node's label is its operation; on level h it is its own label on level h - 1
/// together with the multiset of its successors' labels there. A feature is a label.
/// </summary>
/// <remarks>
/// Shervashidze, Schweitzer, van Leeuwen, Mehlhorn and Borgwardt, "Weisfeiler-Lehman Graph Kernels", JMLR 12, 2011,
/// algorithm 1; on directed graphs as Ru, Wan, Dong and Osborne, ICLR 2021, section 3.1. Labels are interned: equal
/// labels have equal numbers, never by the chance of a hash. A multiple edge counts as often as it is there; a label on
/// an edge (the roles of a blend's arguments) belongs to what comes over it.
/// </remarks>
/// <param name="depth">The deepest level.</param>
/// <param name="backwards">Whether labels look at predecessors instead of successors.</param>
internal sealed class WeisfeilerLehmanLabels(int depth, bool backwards = false) : GraphLabels(depth)
{
    private const int FewSuccessors = 64;

    /// <inheritdoc/>
    public override GraphFeatures Of(LabelledDag graph) => GraphFeatures.Of(Roots(graph));

    /// <summary>The label of each node on each level. // (Depth + 1, nodes)</summary>
    public int[][] Roots(LabelledDag graph)
    {
        var nodes = graph.Labels.Length;
        var (ends, targets) = Successors(graph);
        var levels = new int[Depth + 1][];
        levels[0] = new int[nodes];
        for (var v = 0; v < nodes; v++)
        {
            levels[0][v] = Name(graph.Labels[v]);
        }

        for (var level = 1; level <= Depth; level++)
        {
            levels[level] = new int[nodes];
            for (var v = 0; v < nodes; v++)
            {
                var from = v == 0 ? 0 : ends[v - 1];
                levels[level][v] = Label(levels[level - 1], v, targets.AsSpan(from..ends[v]));
            }
        }

        return levels;
    }

    /// <summary>What a label says: its root's operation and what the root's successors are. A label of level h tells
    /// the walks of h steps from its root.</summary>
    /// <param name="label">A feature of a graph that was seen and not forgotten.</param>
    public LabelTree Tree(int label)
    {
        if (NameOf(label) is { } operation)
        {
            return new LabelTree(operation, []);
        }

        var sequence = Table[label];
        var successors = ImmutableArray.CreateBuilder<LabelBranch>();
        for (var i = 1; i < sequence.Length; i++)
        {
            var (edge, child) = ((int)(sequence[i] >> 32) - 1, (int)(sequence[i] & uint.MaxValue));
            successors.Add(new LabelBranch(edge < 0 ? null : NameOf(edge), Tree(child)));
        }

        return new LabelTree(Tree((int)sequence[0]).Operation, successors.ToImmutable());
    }

    /// <summary>The label of a node on the next level.</summary>
    private int Label(int[] labels, int node, ReadOnlySpan<(int Edge, int Node)> successors)
    {
        var length = successors.Length + 1;
        var sequence = length <= FewSuccessors ? stackalloc long[length] : new long[length];
        sequence[0] = labels[node];
        for (var i = 0; i < successors.Length; i++)
        {
            sequence[i + 1] = ((long)successors[i].Edge << 32) | (uint)labels[successors[i].Node];
        }

        sequence[1..].Sort();
        return Table.Number(sequence);
    }

    /// <summary>The edges by the node that looks over them: where those of each node end, and for each its label's
    /// number plus one (0 without a label) and the node at its other end.</summary>
    private (int[] Ends, (int Edge, int Node)[] Targets) Successors(LabelledDag graph)
    {
        var ends = new int[graph.Labels.Length];
        foreach (var edge in graph.Edges)
        {
            ends[backwards ? edge.To : edge.From]++;
        }

        for (var (v, sum) = (0, 0); v < ends.Length; v++)
        {
            (ends[v], sum) = (sum, sum + ends[v]);            // where they begin; below they grow to where they end
        }

        var targets = new (int, int)[graph.Edges.Length];
        foreach (var edge in graph.Edges)
        {
            var (from, to) = backwards ? (edge.To, edge.From) : (edge.From, edge.To);
            targets[ends[from]++] = (edge.Label is null ? 0 : Name(edge.Label) + 1, to);
        }

        return (ends, targets);
    }
}
