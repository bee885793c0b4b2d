using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Tests.Hosting;

/// <summary>Options of the quick evaluator, under the names that "train" has.</summary>
public sealed record QuickOptions
{
    /// <summary>Not looked at.</summary>
    [AllowedValues("digits")]
    public string Dataset { get; init; } = "digits";

    /// <summary>Milliseconds of an evaluation.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 1;
}

/// <summary>Stands in for training where only the way around it is tested: numbers that follow from the native string.</summary>
public sealed class QuickEvaluator(QuickOptions options) : IEvaluator
{
    private static ImmutableArray<Metric> AllMetrics { get; } =
    [
        new("val_acc", "Validation accuracy", "%", Direction.Maximize, MetricRole.Validation),
        new("test_acc", "Test accuracy", "%", Direction.Maximize, MetricRole.Test),
        new("params", "Parameters", "", Direction.Minimize, MetricRole.Cost),
    ];

    /// <summary>The studio's spaces and strategies, with this evaluator as "train".</summary>
    public static StudioCatalogues Catalogues { get; } = StudioCatalogues.Default with
    {
        Evaluators = new EvaluatorCatalogue(
            [EvaluatorEntry.Of<QuickOptions>("train", "Quick", "Numbers without training", 1, AllMetrics, (_, options) => new QuickEvaluator(options))]),
    };

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics => AllMetrics;

    /// <inheritdoc/>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        context.Cancellation.WaitHandle.WaitOne(options.Epochs);
        context.Cancellation.ThrowIfCancellationRequested();
        var convolutions = architecture.Native.Split("conv").Length - 1;
        var skips = architecture.Native.Split("skip").Length - 1;
        return new Measurement(ImmutableSortedDictionary<string, double>.Empty
            .Add("val_acc", 50 + 7 * convolutions + skips).Add("test_acc", 49 + 7 * convolutions).Add("params", 1000 * convolutions));
    }
}
