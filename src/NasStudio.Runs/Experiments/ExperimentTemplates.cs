using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>An experiment to start from.</summary>
/// <param name="Key">Name in addresses.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it shows and how long it takes.</param>
/// <param name="Document">The experiment.</param>
public sealed record ExperimentTemplate(string Key, string Title, string Summary, ExperimentDocument Document);

/// <summary>Experiments to start from.</summary>
public static class ExperimentTemplates
{
    /// <summary>Name of the benchmark that comes with the studio.</summary>
    private const string ShippedTable = "fashion-201";

    /// <summary>All templates, the simplest first.</summary>
    public static ImmutableArray<ExperimentTemplate> All { get; } =
    [
        new("quick-look", "Quick look: digits, random search",
            "Trains 16 random cells on small images of digits; a minute or so.",
            new ExperimentDocument(
                "Quick look", new KindChoice("nas-bench-201"), Digits(6), new KindChoice("random"),
                [new Objective("val_acc", Direction.Maximize), new Objective("params", Direction.Minimize)], [],
                16, [0])),
        new("generative-search", "Generative search: digits, AG-Net, accuracy and latency",
            "A generator learns where accurate and fast cells lie: 96 trainings, under ten minutes on two cores.",
            new ExperimentDocument(
                "Generative search", new KindChoice("nas-bench-201"), Digits(12), new KindChoice("ag-net"),
                [new Objective("val_acc", Direction.Maximize), new Objective("latency_ms", Direction.Minimize)], [],
                96, [0])),
        new("one-search", "One search, four sizes: digits, importance-sampled ASNG",
            "Trains one supernet that holds every cell, and finds four cells in it, of at most so many parameters each; these are then "
            + "trained from scratch. A minute or two.",
            new ExperimentDocument(
                "One search, four sizes", new KindChoice("nas-bench-201"), Digits(24, channels: 2, cellsPerStage: 1),
                new KindChoice("importance-sampled-asng", OptionValues.Defaults.With("targets", "1450, 2200, 3000, 4600")),
                [new Objective("val_acc", Direction.Maximize), new Objective("params", Direction.Minimize)], [],
                4, [0])),
        new("training-free", "Search without training: DARTS, AG-Net, TE-NAS measures",
            "Looks at 208 untrained networks, some minutes on two cores; then train the one you choose from scratch, on its card.",
            new ExperimentDocument(
                "Search without training", new KindChoice("darts"),
                new KindChoice("training-free", Without("synFlow", "jacobCov", "nasWot", "lossGradients").With("dataset", "digits")),
                new KindChoice("ag-net", OptionValues.Defaults.With("surrogate", "none").With("candidates", 50L)),
                [new Objective("ntk_condition", Direction.Minimize), new Objective("linear_regions", Direction.Maximize)], [],
                208, [0])),
        new("benchmark", "Benchmark search: Fashion-MNIST table, NSGA-II, accuracy and size",
            "Searches the table of trained cells that comes with the studio, three times; a few seconds.",
            new ExperimentDocument(
                "Benchmark search", new KindChoice("nas-bench-201"),
                new KindChoice("table", OptionValues.Defaults.With("benchmark", ShippedTable)), new KindChoice("nsga-2"),
                [new Objective("val_acc", Direction.Maximize), new Objective("params", Direction.Minimize)], [],
                192, [0, 1, 2])),
    ];

    /// <summary>The templates that can be started here: one on a benchmark that was deleted is left out.</summary>
    public static ImmutableArray<ExperimentTemplate> Offered(StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        return [.. All.Where(template => catalogues.Evaluators.Find(template.Document.Evaluator.Kind)
            ?.Ask(template.Document.Evaluator.Options, []) is not null)];
    }

    private static OptionValues Without(params string[] options)
        => options.Aggregate(OptionValues.Defaults, (values, option) => values.With(option, false));

    private static KindChoice Digits(long epochs)
        => new("train", OptionValues.Defaults.With("dataset", "digits").With("epochs", epochs));

    /// <summary>Networks so small that size is worth something even on digits.</summary>
    private static KindChoice Digits(long epochs, long channels, long cellsPerStage)
        => new("train", Digits(epochs).Options.With("channels", channels).With("cellsPerStage", cellsPerStage));
}
