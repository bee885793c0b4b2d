using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Language;
using NasStudio.Neural.Measures;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using static TorchSharp.torch;

namespace NasStudio.Runs.Catalogues;

/// <summary>What an evaluator is built from, besides its options.</summary>
/// <param name="Space">The space whose architectures it measures.</param>
/// <param name="DataFolder">The studio's data folder, where data sets are looked for.</param>
/// <param name="Device">Device of networks: "auto", "cpu" or "cuda:n".</param>
/// <param name="Problem">What is searched for; null where nothing is.</param>
/// <param name="Inherited">Gives an architecture its network with the weights of the supernet that the evaluator's options name; null
/// where they name none.</param>
public sealed record EvaluatorContext(
    SearchSpace Space, string DataFolder, string Device, Problem? Problem = null,
    Func<Architecture, nn.Module<Tensor, Tensor>>? Inherited = null);

/// <summary>What an evaluator can do with certain options.</summary>
/// <param name="Metrics">Every metric it measures.</param>
/// <param name="Spaces">Kinds of the spaces whose architectures it takes; empty where it takes those of every
/// space.</param>
public sealed record EvaluatorOffer(ImmutableArray<Metric> Metrics, ImmutableArray<string> Spaces)
{
    /// <summary>The very space whose architectures it takes, where its kind leaves that open; null otherwise.</summary>
    public KindChoice? Space { get; init; }

    /// <summary>Why it does not take the architectures of a space of an allowed kind; null where it takes those of
    /// all.</summary>
    public Func<SearchSpace, string?>? SpaceFault { get; init; }

    /// <summary>The cheaper levels at which it can measure what a problem searches for, or null; null itself where it has
    /// none for any problem.</summary>
    public Func<Problem, FidelityScale?>? Fidelity { get; init; }
}

/// <summary>What an evaluator can do with certain options; null after noting what is wrong with them, with paths that
/// begin with "$" where the options lie.</summary>
public delegate EvaluatorOffer? EvaluatorAsked<in TOptions>(TOptions options, ICollection<Fault> faults);

/// <summary>An evaluator that an experiment may name.</summary>
public sealed class EvaluatorEntry : ICatalogueEntry
{
    private readonly Func<OptionValues, ICollection<Fault>, EvaluatorOffer?> _ask;
    private readonly Func<OptionValues, EvaluatorContext, IEvaluator> _create;

    private EvaluatorEntry(
        string kind, string title, string summary, int version, Func<ImmutableArray<OptionDescriptor>> options,
        Func<OptionValues, ICollection<Fault>, EvaluatorOffer?> ask,
        Func<OptionValues, EvaluatorContext, IEvaluator> create)
        => (Kind, Title, Summary, Version, Describe, _ask, _create)
            = (kind, title, summary, version, options, ask, create);

    private EvaluatorEntry(EvaluatorEntry from)
        : this(from.Kind, from.Title, from.Summary, from.Version, from.Describe, from._ask, from._create)
        => (IsInstant, IsTrainer, ReadTraining, Record) = (from.IsInstant, from.IsTrainer, from.ReadTraining, from.Record);

    /// <inheritdoc/>
    public string Kind { get; }

    /// <inheritdoc/>
    public string Title { get; }

    /// <inheritdoc/>
    public string Summary { get; }

    /// <inheritdoc/>
    public int Version { get; }

    /// <inheritdoc/>
    public ImmutableArray<OptionDescriptor> Options => Describe();

    private Func<ImmutableArray<OptionDescriptor>> Describe { get; init; }

    private Func<OptionValues, TrainOptions>? ReadTraining { get; init; }

    private Type? Record { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<Fault> Check(OptionValues options) => Record is null ? [] : [.. OptionsRecord.Faults(Record, options)];

    /// <summary>An entry whose options are the record <typeparamref name="TOptions"/>; it measures the same whatever its
    /// options.</summary>
    /// <param name="kind">Name in files.</param>
    /// <param name="title">Name for people.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="metrics">Every metric it measures.</param>
    /// <param name="create">Makes an evaluator.</param>
    /// <param name="spaces">Kinds of the spaces it takes; null for every one.</param>
    /// <param name="fidelity">The cheaper levels of the evaluator that these options make; null where it has none
    /// whatever its options.</param>
    /// <param name="spaceFault">Why it does not take a space of these kinds; null where it takes all of them.</param>
    public static EvaluatorEntry Of<TOptions>(
        string kind, string title, string summary, int version, ImmutableArray<Metric> metrics,
        Func<EvaluatorContext, TOptions, IEvaluator> create, ImmutableArray<string>? spaces = null,
        Func<TOptions, FidelityScale?>? fidelity = null, Func<SearchSpace, string?>? spaceFault = null)
        where TOptions : class, new()
        => Of(kind, title, summary, version,
            (TOptions options, ICollection<Fault> _) => new(metrics, spaces ?? [])
            {
                SpaceFault = spaceFault,
                Fidelity = _ => fidelity?.Invoke(options),
            },
            create);

    /// <summary>An entry whose options are the record <typeparamref name="TOptions"/>; what it measures depends on
    /// them.</summary>
    public static EvaluatorEntry Of<TOptions>(
        string kind, string title, string summary, int version, EvaluatorAsked<TOptions> ask,
        Func<EvaluatorContext, TOptions, IEvaluator> create)
        where TOptions : class, new()
    {
        var options = OptionsRecord.Describe(typeof(TOptions));
        return new(
            kind, title, summary, version, () => options,
            (values, faults) => ask((TOptions)OptionsRecord.Create(typeof(TOptions), values), faults),
            (values, context) => create(context, (TOptions)OptionsRecord.Create(typeof(TOptions), values)))
        { Record = typeof(TOptions) };
    }

    /// <summary>
    /// The same entry, one of whose options takes only these values (names of data sets, for instance).
    /// </summary>
    public EvaluatorEntry WithChoices(string option, IEnumerable<string> choices)
    {
        ImmutableArray<string> fixedChoices = [.. choices];
        return WithChoices(option, () => fixedChoices);
    }

    /// <summary>The same entry, one of whose options takes only the values that there are when it is asked; any while
    /// there are none.</summary>
    public EvaluatorEntry WithChoices(string option, Func<ImmutableArray<string>> choices) => new(this)
    {
        Describe = () => choices() is { IsEmpty: false } known
            ? [.. Options.Select(o => o.Name == option ? o with { Type = OptionType.Choice, Choices = known } : o)]
            : Options,
    };

    /// <summary>Whether its evaluators are instant (<see cref="IEvaluator.IsInstant"/>): their runs do not wait for those
    /// that train.</summary>
    public bool IsInstant { get; private init; }

    /// <summary>The same entry, whose evaluators are instant.</summary>
    public EvaluatorEntry AsInstant() => new(this) { IsInstant = true };

    /// <summary>Whether its evaluators train networks from scratch.</summary>
    public bool IsTrainer { get; private init; }

    /// <summary>The same entry, whose evaluators train networks from scratch.</summary>
    /// <param name="training">How networks of images are trained with certain options; null where none are.</param>
    public EvaluatorEntry AsTrainer(Func<OptionValues, TrainOptions>? training = null)
        => new(this) { IsTrainer = true, ReadTraining = training };

    /// <summary>How it trains networks of images with certain options: the data, the size and the schedule that a supernet
    /// shares. Null where it trains none.</summary>
    public TrainOptions? Training(OptionValues options) => ReadTraining?.Invoke(options);

    /// <summary>What it can do with certain options; null after noting what is wrong with them, with paths that begin
    /// with "$" where the options lie.</summary>
    public EvaluatorOffer? Ask(OptionValues options, ICollection<Fault> faults) => _ask(options, faults);

    /// <summary>Every metric it measures with certain options; none where they are faulty.</summary>
    public ImmutableArray<Metric> Metrics(OptionValues options) => _ask(options, [])?.Metrics ?? [];

    /// <summary>A new evaluator.</summary>
    public IEvaluator Create(OptionValues options, EvaluatorContext context) => _create(options, context);
}

/// <summary>The evaluators that an experiment may name. Adding one is adding its line here.</summary>
public sealed class EvaluatorCatalogue(IEnumerable<EvaluatorEntry> entries) : Catalogue<EvaluatorEntry>(entries)
{
    /// <summary>Every evaluator of the studio.</summary>
    /// <param name="shelf">Where tables and surrogates are looked for.</param>
    public static EvaluatorCatalogue Of(BenchmarkShelf shelf) => new(
    [
        TableEntry.Of(shelf),
        SurrogateEntry.Of(shelf.Surrogates),
        EvaluatorEntry.Of<TrainOptions>(
            "train", "Training", "Trains each architecture for real and measures it.", 1, TrainEvaluator.AllMetrics,
            (context, options) => new TrainEvaluator(
                options, context.Space, new DataSetLocator(context.DataFolder), context.Device, context.Inherited),
            NetworkFactory.Spaces, TrainEvaluator.Epochs, NetworkFactory.Fault)
            .AsTrainer(options => (TrainOptions)OptionsRecord.Create(typeof(TrainOptions), options))
            .WithChoices("dataset", DataSetCatalogue.Entries.Select(entry => entry.Kind)),
        EvaluatorEntry.Of<TrainingFreeOptions>(
            "training-free", "Without training", "Looks at each architecture's untrained network.", 1,
            (options, _) => new(TrainingFreeEvaluator.MetricsOf(options), NetworkFactory.Spaces)
            {
                SpaceFault = NetworkFactory.Fault,
            },
            (context, options) => new TrainingFreeEvaluator(
                options, context.Space, new DataSetLocator(context.DataFolder), context.Device))
            .WithChoices("dataset", DataSetCatalogue.Entries.Select(entry => entry.Kind)),
        EvaluatorEntry.Of<TrainLanguageOptions>(
            "train-language", "Language training", "Trains a language model of each recurrent cell on a small text.", 1,
            TrainLanguageEvaluator.AllMetrics,
            (context, options) => new TrainLanguageEvaluator(options, context.Space, context.Device),
            TrainLanguageEvaluator.Spaces).AsTrainer(),
    ]);

    /// <summary>The kind of evaluator that trains networks of a space from scratch; null where none does.</summary>
    public string? TrainerOf(string space)
        => Entries.FirstOrDefault(entry => entry.IsTrainer && entry.Ask(OptionValues.Defaults, [])!.Spaces.Contains(space))?.Kind;
}
