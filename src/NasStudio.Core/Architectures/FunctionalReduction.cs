using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>
/// Reduces a graph with operations on its nodes to what it computes: dead operations go, identities are contracted, and
/// what is off every path from input to output is removed.
/// </summary>
/// <remarks>
/// After Ru, Wan, Dong and Osborne, "Interpretable Neural Architecture Search via Bayesian Optimisation with
/// Weisfeiler-Lehman Kernels", ICLR 2021. Deviation: identities are contracted one at a time, so that chains of them
/// are kept track of, and multiple edges keep their number (x + x is not x).
/// </remarks>
public static class FunctionalReduction
{
    /// <summary>The reduced graph. Its nodes keep their order; inputs and outputs always stay.</summary>
    /// <param name="graph">Operations on nodes; inputs and outputs labelled as in <see cref="LabelledDag"/>.</param>
    /// <param name="dead">Label of the operation that gives zero.</param>
    /// <param name="identity">Label of the operation that gives what it gets.</param>
    public static LabelledDag Reduce(LabelledDag graph, string dead, string identity)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var labels = graph.Labels;
        var n = labels.Length;
        var (edges, alive) = Contracted(graph, dead, identity);
        var numbers = new int[n];                             // of the nodes that are kept
        var kept = ImmutableArray.CreateBuilder<string>(n);
        for (var v = 0; v < n; v++)
        {
            numbers[v] = kept.Count;
            if (alive[v] || IsTerminal(labels[v]))
            {
                kept.Add(labels[v]);
            }
        }

        var left = ImmutableArray.CreateBuilder<DagEdge>();
        for (var u = 0; u < n; u++)
        {
            for (var v = u + 1; v < n && alive[u]; v++)
            {
                for (var copy = alive[v] ? edges[u, v] : 0; copy > 0; copy--)
                {
                    left.Add(new DagEdge(numbers[u], numbers[v]));
                }
            }
        }

        return new LabelledDag(kept.DrainToImmutable(), left.DrainToImmutable());
    }

    /// <summary>The nodes that <see cref="Reduce"/> keeps, by their numbers in the graph, ascending.</summary>
    public static ImmutableArray<int> Kept(LabelledDag graph, string dead, string identity)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var (_, alive) = Contracted(graph, dead, identity);
        return [.. Enumerable.Range(0, alive.Length).Where(v => alive[v] || IsTerminal(graph.Labels[v]))];
    }

    /// <summary>How many edges lead from each node to each other once identities are contracted, and which nodes are on
    /// some path.</summary>
    private static (int[,] Edges, bool[] Alive) Contracted(LabelledDag graph, string dead, string identity)
    {
        var (labels, n) = (graph.Labels, graph.Labels.Length);
        var edges = new int[n, n];
        foreach (var edge in graph.Edges)
        {
            if (labels[edge.From] != dead && labels[edge.To] != dead)
            {
                edges[edge.From, edge.To]++;
            }
        }

        for (var node = 0; node < n; node++)
        {
            if (labels[node] == identity)
            {
                Contract(edges, node);
            }
        }

        return (edges, OnSomePath(edges, labels));
    }

    private static bool IsTerminal(string label) => LabelledDag.IsInput(label) || LabelledDag.IsOutput(label);

    /// <summary>Joins every predecessor of a node to every successor, as often as paths led through it, and cuts it
    /// off.</summary>
    private static void Contract(int[,] edges, int node)
    {
        var n = edges.GetLength(0);
        for (var from = 0; from < node; from++)
        {
            for (var to = node + 1; to < n; to++)
            {
                edges[from, to] += edges[from, node] * edges[node, to];
            }
        }

        for (var other = 0; other < n; other++)
        {
            edges[other, node] = edges[node, other] = 0;
        }
    }

    private static bool[] OnSomePath(int[,] edges, ImmutableArray<string> labels)
    {
        var n = labels.Length;
        var (fromInput, toOutput) = (new bool[n], new bool[n]);
        for (var v = 0; v < n; v++)
        {
            (fromInput[v], toOutput[v]) = (LabelledDag.IsInput(labels[v]), LabelledDag.IsOutput(labels[v]));
        }

        for (var v = 0; v < n; v++)                           // node numbers are a topological order
        {
            for (var u = 0; u < v; u++)
            {
                fromInput[v] |= fromInput[u] && edges[u, v] > 0;
            }
        }

        for (var u = n - 1; u >= 0; u--)
        {
            for (var v = u + 1; v < n; v++)
            {
                toOutput[u] |= toOutput[v] && edges[u, v] > 0;
            }
        }

        for (var v = 0; v < n; v++)
        {
            fromInput[v] &= toOutput[v];
        }

        return fromInput;
    }
}
