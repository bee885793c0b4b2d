using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;

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
        new SpaceEntry(
            new NasBench101Space(),
            "A cell of up to seven nodes and nine edges, three operations on its nodes: 423,624 different cells."),
        new SpaceEntry(
            new NasBenchMacroSpace(),
            "A chain of eight layers, each one of three operations: 6,561 networks."),
        new SpaceEntry(
            new DartsSpace(),
            "A normal and a reduction cell of four nodes with two inputs each, seven operations: about 10^18 pairs."),
    ]);
}
