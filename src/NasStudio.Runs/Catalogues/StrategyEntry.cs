using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Neural.Training;
using NasStudio.OneShot;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Search;

namespace NasStudio.Runs.Catalogues;

/// <summary>A search strategy that an experiment may name: one that asks and is told, or one that trains a supernet.</summary>
public sealed class StrategyEntry : ICatalogueEntry
{
    private static readonly ImmutableArray<string> MotifNames =
        [.. OptionsRecord.Describe(typeof(MotifOptions)).Select(option => option.Name)];

    private readonly Type _record;
    private readonly Func<OptionValues, StrategyContext, IStrategy>? _create;
    private readonly Func<OptionValues, WeightSharingContext, IWeightSharingSearch>? _createSearch;
    private readonly Func<OptionValues, int>? _winners;
    private readonly Func<OptionValues, SearchSpace, IEnumerable<Fault>>? _check;
    private Func<OptionValues, TrainOptions, Fault?>? _fits;

    private StrategyEntry(
        string kind, string title, string summary, int version, Type record, ImmutableArray<OptionDescriptor> options,
        Func<OptionValues, StrategyContext, IStrategy>? create,
        Func<OptionValues, WeightSharingContext, IWeightSharingSearch>? createSearch, Func<OptionValues, int>? winners,
        Func<OptionValues, SearchSpace, IEnumerable<Fault>>? check)
        => (Kind, Title, Summary, Version, Options, _record, _create, _createSearch, _winners, _check)
            = (kind, title, summary, version, options, record, create, createSearch, winners, check);

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string Title { get; }

    /// <inheritdoc/>
    public string Summary { get; }

    /// <inheritdoc/>
    public int Version { get; }

    /// <inheritdoc/>
    public ImmutableArray<OptionDescriptor> Options { get; }

    /// <summary>Whether it searches only where the evaluator has cheaper levels.</summary>
    public bool NeedsFidelity { get; private init; }

    /// <summary>Whether motifs may narrow the space that it searches.</summary>
    public bool TakesMotifs { get; private init; }

    /// <summary>Whether it trains a supernet whose weights all architectures share, and ends by naming some, which are
    /// trained by themselves.</summary>
    public bool SharesWeights => _createSearch is not null;

    /// <summary>Kinds of the spaces it searches; empty for every one.</summary>
    public ImmutableArray<string> Spaces { get; private init; } = [];

    /// <summary>An entry that asks and is told, whose options are the record <typeparamref name="TOptions"/>, and where it
    /// takes motifs <see cref="MotifOptions"/> beside it.</summary>
    public static StrategyEntry Of<TOptions>(
        string kind, string title, string summary, int version, Func<StrategyContext, TOptions, IStrategy> create,
        bool needsFidelity = false, bool takesMotifs = true, Func<SearchSpace, TOptions, IEnumerable<Fault>>? check = null)
        where TOptions : class, new()
        => new(kind, title, summary, version, typeof(TOptions),
            [.. OptionsRecord.Describe(typeof(TOptions)), .. takesMotifs ? OptionsRecord.Describe(typeof(MotifOptions)) : []],
            (values, context) => create(context, Read<TOptions>(values)), null, null, Checking(check))
        { NeedsFidelity = needsFidelity, TakesMotifs = takesMotifs };

    /// <summary>An entry that trains a supernet, whose options are the record <typeparamref name="TOptions"/>.</summary>
    /// <param name="kind">Name in files.</param>
    /// <param name="title">Name for people.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="spaces">Kinds of the spaces that it has a supernet for.</param>
    /// <param name="create">Makes a search.</param>
    /// <param name="winners">The most architectures that a search with these options ends with.</param>
    /// <param name="check">What is wrong with options on a space; null where each that is allowed fits every space.</param>
    /// <param name="fits">What is wrong with options for a training; null where each that is allowed fits every one.</param>
    public static StrategyEntry Sharing<TOptions>(
        string kind, string title, string summary, int version, ImmutableArray<string> spaces,
        Func<WeightSharingContext, TOptions, IWeightSharingSearch> create, Func<TOptions, int> winners,
        Func<SearchSpace, TOptions, IEnumerable<Fault>>? check = null, Func<TrainOptions, TOptions, Fault?>? fits = null)
        where TOptions : class, new()
        => new(kind, title, summary, version, typeof(TOptions), OptionsRecord.Describe(typeof(TOptions)), null,
            (values, context) => create(context, Read<TOptions>(values)), values => winners(Read<TOptions>(values)),
            Checking(check))
        { Spaces = spaces, _fits = fits is null ? null : (values, training) => fits(training, Read<TOptions>(values)) };

    /// <inheritdoc/>
    public string? Refusal(string option)
        => TakesMotifs || !MotifNames.Contains(option) ? null
            : SharesWeights ? $"is nothing for '{Kind}': it shares weights and learns distributions over operations, which motifs do not "
                + "narrow; strategies that evaluate architectures one by one take it"
            : $"is nothing for '{Kind}': it evaluates what it is given and searches no space";

    /// <inheritdoc/>
    public ImmutableArray<Fault> Check(OptionValues options) => [.. OptionsRecord.Faults(_record, options)];

    /// <summary>What is wrong with options on a space; paths begin with "$" where the options lie.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="space">The space that it searches.</param>
    /// <param name="spaces">The spaces that a motif file may name.</param>
    public ImmutableArray<Fault> Check(OptionValues options, SearchSpace space, SpaceCatalogue spaces)
        => [.. _check?.Invoke(options, space) ?? [], .. Motifs(options)?.Faults(space, spaces) ?? []];

    /// <summary>What is wrong with options for the training of a supernet; null where nothing is. Its path begins with "$" where
    /// the options lie.</summary>
    public Fault? Check(OptionValues options, TrainOptions training) => _fits?.Invoke(options, training);

    /// <summary>The space that is searched: what motifs leave of it, where the options name some.</summary>
    /// <returns>The space, and what is to be said about it in the log; null for nothing.</returns>
    public (SearchSpace Space, string? Note) Narrow(OptionValues options, SearchSpace space, SpaceCatalogue spaces)
        => Motifs(options) is { } motifs && motifs.Narrow(space, spaces) is { } narrowing
            ? (narrowing.Space, narrowing.Describe(motifs.MotifRule)) : (space, null);

    /// <summary>A new strategy that asks and is told.</summary>
    /// <exception cref="InvalidOperationException">It shares weights.</exception>
    public IStrategy Create(OptionValues options, StrategyContext context)
        => _create?.Invoke(options, context)
            ?? throw new InvalidOperationException($"The strategy '{Kind}' shares weights: it is not asked for batches.");

    /// <summary>A new search that shares weights.</summary>
    /// <exception cref="InvalidOperationException">It does not share weights.</exception>
    public IWeightSharingSearch CreateSearch(OptionValues options, WeightSharingContext context)
        => _createSearch?.Invoke(options, context)
            ?? throw new InvalidOperationException($"The strategy '{Kind}' shares no weights: it is asked for batches.");

    /// <summary>The most architectures that a search with these options ends with; 0 where it shares no weights.</summary>
    public int Winners(OptionValues options) => _winners?.Invoke(options) ?? 0;

    private MotifOptions? Motifs(OptionValues options)
        => TakesMotifs ? (MotifOptions)OptionsRecord.Create(typeof(MotifOptions), options) : null;

    private static TOptions Read<TOptions>(OptionValues values) where TOptions : class, new()
        => (TOptions)OptionsRecord.Create(typeof(TOptions), values);

    private static Func<OptionValues, SearchSpace, IEnumerable<Fault>>? Checking<TOptions>(
        Func<SearchSpace, TOptions, IEnumerable<Fault>>? check) where TOptions : class, new()
        => check is null ? null : (values, space) => check(space, Read<TOptions>(values));
}
