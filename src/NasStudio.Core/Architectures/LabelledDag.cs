using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>A directed acyclic multigraph whose nodes carry labels (operations); what is drawn, hashed and
/// compared.</summary>
/// <param name="Labels">Label of each node, by node number.</param>
/// <param name="Edges">Edges (from, to) with from &lt; to, sorted; a repeated pair is a multiple edge.</param>
public sealed record LabelledDag(ImmutableArray<string> Labels, ImmutableArray<DagEdge> Edges)
{
    /// <summary>Label of a graph's input node; where there are several, a blank and the node's own name follow.</summary>
    public const string Input = "input";

    /// <summary>Label of a graph's output node; where there are several, a blank and the node's own name
    /// follow.</summary>
    public const string Output = "output";

    /// <summary>Whether a label is an input's: <see cref="Input"/>, with or without a name behind it.</summary>
    public static bool IsInput(string label) => IsTerminal(label, Input);

    /// <summary>Whether a label is an output's: <see cref="Output"/>, with or without a name behind it.</summary>
    public static bool IsOutput(string label) => IsTerminal(label, Output);

    /// <summary>Whether both have the same labels and edges in the same order (equal numbering, not just
    /// isomorphic).</summary>
    public bool Equals(LabelledDag? other)
        => other is not null && Labels.SequenceEqual(other.Labels) && Edges.SequenceEqual(other.Edges);

    /// <inheritdoc/>
    public override int GetHashCode()
        => Edges.Aggregate(Labels.Aggregate(0, HashCode.Combine), (hash, edge) => HashCode.Combine(hash, edge));

    private static bool IsTerminal(string label, string kind)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.StartsWith(kind, StringComparison.Ordinal)
            && (label.Length == kind.Length || label[kind.Length] == ' ');
    }
}

/// <summary>An edge of a <see cref="LabelledDag"/>.</summary>
/// <param name="From">Number of the source node.</param>
/// <param name="To">Number of the target node, greater than <paramref name="From"/>.</param>
/// <param name="Label">What the edge carries where operations sit on edges (for drawing); null elsewhere.</param>
public readonly record struct DagEdge(int From, int To, string? Label = null);
