using System.Collections.Immutable;
using NasStudio.Core.Trials;
using TorchSharp;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Takes metrics to mean 0 and standard deviation 1 for the surrogate, and its predictions back to their units.
/// </summary>
/// <remarks>
/// Deviation: AG-Net predicts an accuracy in [0, 1]; metrics of any size and unit need a common scale.
/// </remarks>
internal sealed class MetricScaling
{
    private readonly ImmutableArray<(string Metric, double Mean, double Deviation)> _scales;   // M

    /// <summary>The metrics, in the order of every row. // (M)</summary>
    public ImmutableArray<string> Metrics => [.. _scales.Select(scale => scale.Metric)];

    private MetricScaling(ImmutableArray<(string, double, double)> scales) => _scales = scales;

    /// <summary>The scaling of evaluated architectures; a metric that does not vary is only centred.</summary>
    public static MetricScaling Of(IReadOnlyList<Trial> trials, IEnumerable<string> metrics)
        => new([.. metrics.Select(metric =>
        {
            var mean = trials.Average(t => t.Metric(metric));
            var deviation = Math.Sqrt(trials.Average(t => Math.Pow(t.Metric(metric) - mean, 2)));
            return (metric, mean, deviation > 1e-9 * Math.Abs(mean) ? deviation : 1);
        })]);

    /// <summary>Standardised metrics. // (n, M)</summary>
    public torch.Tensor Standardise(IReadOnlyList<Trial> trials)
    {
        var values = trials.SelectMany(t => _scales.Select(s => (float)((t.Metric(s.Metric) - s.Mean) / s.Deviation)));
        return torch.tensor(values.ToArray(), [trials.Count, _scales.Length]);
    }

    /// <summary>Predictions in the metrics' own units. // (n)</summary>
    /// <param name="standardised">(n, M), row by row.</param>
    public ImmutableSortedDictionary<string, double>[] Restore(float[] standardised)
        => [.. standardised.Chunk(_scales.Length).Select(row => row.Zip(_scales)
            .ToImmutableSortedDictionary(p => p.Second.Metric, p => p.Second.Mean + p.Second.Deviation * p.First))];
}
