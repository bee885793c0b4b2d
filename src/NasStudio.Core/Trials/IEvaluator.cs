using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;

namespace NasStudio.Core.Trials;

/// <summary>Measures architectures: by training, from a table, or otherwise. Never chooses them.</summary>
/// <remarks>
/// Safe for concurrent use. Equal (architecture, seed) give equal values of every metric that is deterministic,
/// whatever runs beside it.
/// </remarks>
public interface IEvaluator
{
    /// <summary>Every metric this evaluator measures.</summary>
    ImmutableArray<Metric> Metrics { get; }

    /// <summary>The cheaper levels at which it can measure; null where every evaluation is a full one.</summary>
    FidelityScale? Fidelity => null;

    /// <summary>Whether it only looks values up or computes them in well under a millisecond (tables, surrogates). A run
    /// then evaluates whole batches on one thread, without evaluation slots, and stores several in one transaction.
    /// Such an evaluator measures nothing alone: <see cref="MeasureAlone"/> is empty and not called.</summary>
    bool IsInstant => false;

    /// <summary>
    /// Measures what must have the machine to itself (latency). Called under the exclusive measurement lock, before
    /// <see cref="Evaluate"/>; an empty result where nothing needs it.
    /// </summary>
    Measurement MeasureAlone(Architecture architecture, EvaluationContext context);

    /// <summary>Measures everything else; several calls run side by side.</summary>
    /// <exception cref="EvaluationFailedException">This architecture cannot be measured; the trial fails, the run goes
    /// on.</exception>
    /// <exception cref="OperationCanceledException">The context's token was cancelled.</exception>
    Measurement Evaluate(Architecture architecture, EvaluationContext context);
}

/// <summary>What one evaluation measured: values by metric name, in the metric's unit.</summary>
public sealed record Measurement(ImmutableSortedDictionary<string, double> Values)
{
    /// <summary>Nothing measured.</summary>
    public static Measurement Empty { get; } = new(ImmutableSortedDictionary<string, double>.Empty);

    /// <summary>Which of the metrics has no finite value, in words; null where all of them have.</summary>
    public static string? Fault(ImmutableSortedDictionary<string, double> values, IEnumerable<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(values);
        return metrics.Select(metric => values.TryGetValue(metric, out var value)
                ? double.IsFinite(value) ? null : FormattableString.Invariant($"{metric} is {value}, not a finite number")
                : $"{metric} was not measured")
            .FirstOrDefault(fault => fault is not null);
    }
}

/// <summary>What an evaluation is given besides the architecture.</summary>
/// <param name="Seed">Every random draw of the evaluation derives from it.</param>
/// <param name="Progress">Hears how far the evaluation is; called on the evaluating thread; null where nobody
/// listens.</param>
/// <param name="Cancellation">Stops the evaluation within a batch.</param>
/// <param name="Fidelity">A level of the evaluator's <see cref="FidelityScale"/>; null for the full evaluation.</param>
public sealed record EvaluationContext(
    long Seed, Action<EvaluationProgress>? Progress, CancellationToken Cancellation, double? Fidelity = null)
{
    /// <summary>Hears the validation loss of every validation image, always in the same order, where the evaluator trains
    /// an image classifier; null where nobody listens.</summary>
    public Action<float[]>? ImageLosses { get; init; }
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Fraction">Share done, in [0, 1].</param>
/// <param name="Message">For people, for instance "epoch 3 of 12, validation accuracy 91.4 %".</param>
public readonly record struct EvaluationProgress(double Fraction, string Message);

/// <summary>An expected failure of one evaluation: does not train, NaN, out of memory. The reason is written for
/// people.</summary>
public sealed class EvaluationFailedException : Exception
{
    /// <summary>A failure with its reason.</summary>
    public EvaluationFailedException(string reason) : base(reason) { }

    /// <summary>A failure with its reason and what caused it.</summary>
    public EvaluationFailedException(string reason, Exception cause) : base(reason, cause) { }
}
