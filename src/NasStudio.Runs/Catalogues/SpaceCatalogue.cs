using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;

namespace NasStudio.Runs.Catalogues;

/// <summary>A search space that an experiment may name.</summary>
public sealed class SpaceEntry(SearchSpace space, string summary) : ICatalogueEntry
{
    /// <summary>The space.</summary>
    public SearchSpace Space { get; } = space;

    /// <inheritdoc/>
    public string Kind => Space.Kind;

    /// <inheritdoc/>
    public string Title => Space.Title;

    /// <inheritdoc/>
    public string Summary { get; } = summary;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public ImmutableArray<OptionDescriptor> Options => [];
}

/// <summary>The search spaces that an experiment may name. Adding one is adding its line here.</summary>
public sealed class SpaceCatalogue(IEnumerable<SpaceEntry> entries) : Catalogue<SpaceEntry>(entries)
{
    /// <summary>Every space of the studio.</summary>
    public static SpaceCatalogue Default { get; } = new(
    [
        new SpaceEntry(
            new NasBench201Space(),
            "A cell of four nodes, five operations on each of its six edges: 15,625 architectures."),
    ]);
}
