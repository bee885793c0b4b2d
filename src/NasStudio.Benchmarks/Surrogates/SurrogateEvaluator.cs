using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>Measures architectures by asking a surrogate.</summary>
/// <param name="benchmark">The surrogate; it stays the caller's.</param>
public sealed class SurrogateEvaluator(SurrogateBenchmark benchmark) : IEvaluator
{
    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics => benchmark.Metrics;

    /// <inheritdoc/>
    public bool IsInstant => true;

    /// <inheritdoc/>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        var predicted = benchmark.Predict(architecture);
        return new Measurement(Metrics.Select((metric, i) => KeyValuePair.Create(metric.Name, predicted[i]))
            .ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
