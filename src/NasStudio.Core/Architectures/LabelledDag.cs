using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>A directed acyclic multigraph whose nodes carry labels (operations); what is drawn, hashed and compared.</summary>
/// <param name="Labels">Label of each node, by node number.</param>
/// <param name="Edges">Edges (from, to) with from &lt; to, sorted; a repeated pair is a multiple edge.</param>
public sealed record LabelledDag(ImmutableArray<string> Labels, ImmutableArray<DagEdge> Edges);

/// <summary>An edge of a <see cref="LabelledDag"/>.</summary>
/// <param name="From">Number of the source node.</param>
/// <param name="To">Number of the target node, greater than <paramref name="From"/>.</param>
/// <param name="Label">What the edge carries where operations sit on edges (for drawing); null elsewhere.</param>
public readonly record struct DagEdge(int From, int To, string? Label = null);
