using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Catalogues;

/// <summary>Makes a space of its options; null after noting what is wrong with them, with paths that begin with
/// "$".</summary>
public delegate SearchSpace? SpaceFactory<in TOptions>(TOptions options, ICollection<Fault> faults);

/// <summary>A search space that an experiment may name.</summary>
public sealed class SpaceEntry : ICatalogueEntry
{
    private readonly Func<OptionValues, ICollection<Fault>, SearchSpace?> _create;

    /// <summary>A space without options.</summary>
    public SpaceEntry(SearchSpace space, string summary)
        : this(space?.Kind!, space?.Title!, summary, [], (_, _) => space) => ArgumentNullException.ThrowIfNull(space);

    private SpaceEntry(
        string kind, string title, string summary, ImmutableArray<OptionDescriptor> options,
        Func<OptionValues, ICollection<Fault>, SearchSpace?> create)
        => (Kind, Title, Summary, Options, _create) = (kind, title, summary, options, create);

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string Title { get; }

    /// <inheritdoc/>
    public string Summary { get; }

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public ImmutableArray<OptionDescriptor> Options { get; }

    /// <summary>Whether an experiment must say what the space is; the defaults are an example of one.</summary>
    public bool IsUserDefined => Options.Any(option => option.IsRequired);

    /// <summary>An entry whose options are the record <typeparamref name="TOptions"/>.</summary>
    public static SpaceEntry Of<TOptions>(string kind, string title, string summary, SpaceFactory<TOptions> create)
        where TOptions : class, new()
        => new(kind, title, summary, OptionsRecord.Describe(typeof(TOptions)),
            (values, faults) => create((TOptions)OptionsRecord.Create(typeof(TOptions), values), faults));

    /// <summary>The space that the options make.</summary>
    /// <exception cref="InvalidExperimentException">The options make none; says why.</exception>
    public SearchSpace Create(OptionValues options)
    {
        List<Fault> faults = [];
        return _create(options, faults) ?? throw new InvalidExperimentException([.. faults]);
    }

    /// <inheritdoc/>
    public ImmutableArray<Fault> Check(OptionValues options)
    {
        List<Fault> faults = [];
        _ = _create(options, faults);
        return [.. faults];
    }
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
        new SpaceEntry(
            new NasBenchNlpSpace(),
            "A recurrent cell of up to 21 nodes and three hidden states, seven operations."),
        SpaceEntry.Of<ChoiceOptions>(
            "choice", "Your own space", "Variables that you define, categorical or whole numbers, and what is forbidden.",
            ChoiceReader.Create),
    ]);

    /// <summary>The space that an experiment's choice makes.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    /// <exception cref="InvalidExperimentException">Its options make no space.</exception>
    public SearchSpace Create(KindChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return this[choice.Kind].Create(choice.Options);
    }
}
