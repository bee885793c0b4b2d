using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;

namespace NasStudio.Runs.Catalogues;

/// <summary>What an evaluator is built from, besides its options.</summary>
/// <param name="Space">The space whose architectures it measures.</param>
/// <param name="DataFolder">The studio's data folder, where data sets are looked for.</param>
/// <param name="Device">Device of networks: "auto", "cpu" or "cuda:n".</param>
public sealed record EvaluatorContext(SearchSpace Space, string DataFolder, string Device);

/// <summary>An evaluator that an experiment may name.</summary>
public sealed class EvaluatorEntry : ICatalogueEntry
{
    private readonly Func<OptionValues, EvaluatorContext, IEvaluator> _create;
    private readonly Func<OptionValues, FidelityScale?> _fidelity;

    private EvaluatorEntry(
        string kind, string title, string summary, int version, ImmutableArray<OptionDescriptor> options,
        ImmutableArray<Metric> metrics, Func<OptionValues, FidelityScale?> fidelity,
        Func<OptionValues, EvaluatorContext, IEvaluator> create)
        => (Kind, Title, Summary, Version, Options, Metrics, _fidelity, _create)
            = (kind, title, summary, version, options, metrics, fidelity, create);

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

    /// <summary>Every metric it measures.</summary>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>An entry whose options are the record <typeparamref name="TOptions"/>.</summary>
    /// <param name="kind">Name in files.</param>
    /// <param name="title">Name for people.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="metrics">Every metric it measures.</param>
    /// <param name="create">Makes an evaluator.</param>
    /// <param name="fidelity">The cheaper levels of the evaluator that these options make; null where it has none
    /// whatever its options.</param>
    public static EvaluatorEntry Of<TOptions>(
        string kind, string title, string summary, int version, ImmutableArray<Metric> metrics,
        Func<EvaluatorContext, TOptions, IEvaluator> create, Func<TOptions, FidelityScale?>? fidelity = null)
        where TOptions : class, new()
        => new(kind, title, summary, version, OptionsRecord.Describe(typeof(TOptions)), metrics,
            values => fidelity?.Invoke((TOptions)OptionsRecord.Create(typeof(TOptions), values)),
            (values, context) => create(context, (TOptions)OptionsRecord.Create(typeof(TOptions), values)));

    /// <summary>
    /// The same entry, one of whose options takes only these values (names of data sets, for instance).
    /// </summary>
    public EvaluatorEntry WithChoices(string option, IEnumerable<string> choices)
        => new(Kind, Title, Summary, Version,
            [.. Options.Select(
                o => o.Name == option ? o with { Type = OptionType.Choice, Choices = [.. choices] } : o)],
            Metrics, _fidelity, _create)
        { IsInstant = IsInstant };

    /// <summary>Whether its evaluators are instant (<see cref="IEvaluator.IsInstant"/>): their runs do not wait for those
    /// that train.</summary>
    public bool IsInstant { get; private init; }

    /// <summary>The same entry, whose evaluators are instant.</summary>
    public EvaluatorEntry AsInstant()
        => new(Kind, Title, Summary, Version, Options, Metrics, _fidelity, _create) { IsInstant = true };

    /// <summary>The cheaper levels that an evaluator with these options has; null where it has none.</summary>
    public FidelityScale? Fidelity(OptionValues options) => _fidelity(options);

    /// <summary>A new evaluator.</summary>
    public IEvaluator Create(OptionValues options, EvaluatorContext context) => _create(options, context);
}

/// <summary>The evaluators that an experiment may name. Adding one is adding its line here.</summary>
public sealed class EvaluatorCatalogue(IEnumerable<EvaluatorEntry> entries) : Catalogue<EvaluatorEntry>(entries)
{
    /// <summary>Every evaluator of the studio.</summary>
    public static EvaluatorCatalogue Default { get; } = new(
    [
        EvaluatorEntry.Of<TrainOptions>(
            "train", "Training", "Trains each architecture for real and measures it.", 1, TrainEvaluator.AllMetrics,
            (context, options) => new TrainEvaluator(
                options, context.Space, new DataSetLocator(context.DataFolder), context.Device), TrainEvaluator.Epochs)
            .WithChoices("dataset", DataSetCatalogue.Entries.Select(entry => entry.Kind)),
    ]);
}
