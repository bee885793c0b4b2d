using System.Collections.Immutable;

namespace NasStudio.Core.Architectures;

/// <summary>The generator encoding of a space whose architecture is one graph.</summary>
public abstract class SingleGraphEncoding : GraphEncoding
{
    /// <summary>The graph of an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public abstract GraphCode GraphOf(Architecture architecture);

    /// <summary>The architecture that a graph is; null where it is none.</summary>
    public abstract Architecture? Decode(GraphCode graph);

    /// <inheritdoc/>
    public sealed override ImmutableArray<GraphCode> GraphsOf(Architecture architecture) => [GraphOf(architecture)];

    /// <inheritdoc/>
    public sealed override Architecture? Decode(ImmutableArray<GraphCode> graphs)
        => graphs is [var graph] ? Decode(graph) : null;
}
