using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>A directed acyclic multigraph whose nodes carry labels (operations); what is drawn, hashed and
/// compared.</summary>
/// <param name="Labels">Label of each node, by node number.</param>
/// <param name="Edges">Edges (from, to) with from &lt; to, sorted; a repeated pair is a multiple edge.</param>
public sealed record LabelledDag(ImmutableArray<string> Labels, ImmutableArray<DagEdge> Edges)
{
    /// <summary>Label of a graph's input node.</summary>
    public const string Input = "input";

    /// <summary>Label of a graph's output node.</summary>
    public const string Output = "output";

    /// <summary>Whether both have the same labels and edges in the same order (equal numbering, not just
    /// isomorphic).</summary>
    public bool Equals(LabelledDag? other)
        => other is not null && Labels.SequenceEqual(other.Labels) && Edges.SequenceEqual(other.Edges);

    /// <inheritdoc/>
    public override int GetHashCode()
        => Edges.Aggregate(Labels.Aggregate(0, HashCode.Combine), (hash, edge) => HashCode.Combine(hash, edge));
}

/// <summary>An edge of a <see cref="LabelledDag"/>.</summary>
/// <param name="From">Number of the source node.</param>
/// <param name="To">Number of the target node, greater than <paramref name="From"/>.</param>
/// <param name="Label">What the edge carries where operations sit on edges (for drawing); null elsewhere.</param>
public readonly record struct DagEdge(int From, int To, string? Label = null);
