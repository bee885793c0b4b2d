using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace NasStudio.Core.Architectures;

/// <summary>A graph renumbered so that two graphs are isomorphic exactly when their canonical forms are
/// equal.</summary>
/// <remarks>
/// Individualisation and refinement, after McKay and Piperno, "Practical graph isomorphism, II", Journal of Symbolic
/// Computation 60, 2014: colours are refined by the neighbours' colours in both directions; where nodes stay alike,
/// each in turn is singled out, and the least text over all discrete colourings wins. Exact for every graph.
/// Automorphisms found on the way prune the search: of branches that an automorphism maps onto each other one is
/// enough.
/// </remarks>
public sealed class CanonicalForm
{
    private CanonicalForm(LabelledDag graph, ImmutableArray<int> order, string text)
    {
        Graph = graph;
        Order = order;
        Text = text;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The renumbered graph; numbers are again a topological order.</summary>
    public LabelledDag Graph { get; }

    /// <summary>Number in the original graph of each node of <see cref="Graph"/>.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>The renumbered graph as text: equal exactly for isomorphic graphs.</summary>
    public string Text { get; }

    /// <summary>First 128 bits of the SHA-256 of <see cref="Text"/>, in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The canonical form of a graph.</summary>
    /// <exception cref="ArgumentException">An edge does not lead from a lower to a higher node number.</exception>
    public static CanonicalForm Of(LabelledDag graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        foreach (var edge in graph.Edges)
        {
            if (edge.From < 0 || edge.From >= edge.To || edge.To >= graph.Labels.Length)
            {
                throw new ArgumentException(
                    $"Edge {edge.From} -> {edge.To} must lead from a lower to a higher number "
                    + $"below {graph.Labels.Length}.",
                    nameof(graph));
            }
        }

        var (order, canonical, text) = new CanonicalSearch(graph).Run();
        return new CanonicalForm(canonical, order, text);
    }
}
