using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Trees;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>One metric of a surrogate.</summary>
/// <param name="Metric">What is predicted, as it was measured.</param>
/// <param name="Quality">What cross-validation found; null for a model that was made elsewhere.</param>
/// <param name="Mean">Mean of the targets, in the metric's unit.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Trees">Predicts the standardised target.</param>
public sealed record SurrogateMetric(
    Metric Metric, SurrogateQuality? Quality, double Mean, double Deviation, GradientBoostedTrees Trees);

/// <summary>A benchmark that predicts instead of looking up. Its numbers are no measurements, and its metrics' titles
/// say so.</summary>
/// <remarks>Predictions are safe for concurrent use.</remarks>
public sealed class SurrogateBenchmark : IDisposable
{
    /// <summary>A surrogate.</summary>
    /// <param name="space">Its space.</param>
    /// <param name="features">What its trees see.</param>
    /// <param name="predicted">Its metrics; this benchmark disposes of their trees.</param>
    /// <param name="origin">Where the numbers come from that it was fitted to.</param>
    /// <exception cref="BenchmarkException">Trees see another number of features.</exception>
    public SurrogateBenchmark(
        SearchSpace space, SurrogateFeatures features, ImmutableArray<SurrogateMetric> predicted, string origin)
    {
        (Space, Features, Predicted, Origin) = (space, features, predicted, origin);
        Metrics = [.. predicted.Select(one => Labelled(one.Metric))];
        if (predicted.FirstOrDefault(one => one.Trees.FeatureCount != features.Width) is { } other)
        {
            throw new BenchmarkException(
                $"The trees of {other.Metric.Name} see {other.Trees.FeatureCount} features; allowed: {features.Width}, what "
                + $"the encoding '{features.Kind}' of {space.Kind} has.");
        }
    }

    /// <summary>Its space.</summary>
    public SearchSpace Space { get; }

    /// <summary>What its trees see.</summary>
    public SurrogateFeatures Features { get; }

    /// <summary>What it predicts.</summary>
    public ImmutableArray<SurrogateMetric> Predicted { get; }

    /// <summary>Its metrics as an experiment sees them: the names of the measured ones, titled "...
    /// (surrogate)".</summary>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>Where the numbers come from that it was fitted to.</summary>
    public string Origin { get; }

    /// <summary>Name for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Licence of the numbers that it was fitted to.</summary>
    public string Licence { get; init; } = "";

    /// <summary>A prediction for each metric, in its unit. // (metrics)</summary>
    public ImmutableArray<double> Predict(Architecture architecture)
    {
        var features = Features.Of(architecture);
        return [.. Predicted.Select(one => one.Mean + one.Deviation * one.Trees.Predict(features.AsSpan()))];
    }

    /// <summary>The metric as predictions of it are called.</summary>
    internal static Metric Labelled(Metric metric) => metric with { Title = $"{metric.Title} (surrogate)" };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in Predicted)
        {
            one.Trees.Dispose();
        }
    }
}
