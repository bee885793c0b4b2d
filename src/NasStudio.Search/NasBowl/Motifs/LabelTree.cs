using System.Collections.Immutable;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>A Weisfeiler-Lehman label as a tree: what a node is and what follows it, as far as the label sees.</summary>
/// <param name="Operation">The root's operation.</param>
/// <param name="Successors">What follows it, each as often as there are edges; empty for a label of level 0 and where
/// nothing follows.</param>
public sealed record LabelTree(string Operation, ImmutableArray<LabelBranch> Successors)
{
    /// <inheritdoc/>
    public bool Equals(LabelTree? other)
        => other is not null && Operation == other.Operation && Successors.SequenceEqual(other.Successors);

    /// <inheritdoc/>
    public override int GetHashCode() => Successors.Aggregate(Operation.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

    /// <summary>In words: "conv → (output, pool)".</summary>
    public override string ToString()
        => Successors.IsEmpty ? Operation : $"{Operation} → ({string.Join(", ", Successors)})";
}

/// <summary>An edge of a <see cref="LabelTree"/>.</summary>
/// <param name="Edge">The edge's own label; null where it has none.</param>
/// <param name="Tree">What it leads to.</param>
public sealed record LabelBranch(string? Edge, LabelTree Tree)
{
    /// <summary>In words.</summary>
    public override string ToString() => Edge is null ? $"{Tree}" : $"{Edge}: {Tree}";
}
