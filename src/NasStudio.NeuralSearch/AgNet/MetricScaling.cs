using System.Collections.Immutable;
using NasStudio.Core.Trials;
using TorchSharp;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Takes metrics to a common scale for the surrogate, and its predictions back to their units.</summary>
/// <remarks>Deviation: AG-Net predicts an accuracy in [0, 1]; metrics of any size and unit need a common scale.</remarks>
internal sealed class MetricScaling
{
    private readonly ImmutableArray<IMetricScale> _scales;                        // M

    private MetricScaling(ImmutableArray<string> metrics, ImmutableArray<IMetricScale> scales)
        => (Metrics, _scales) = (metrics, scales);

    /// <summary>The metrics, in the order of every row. // (M)</summary>
    public ImmutableArray<string> Metrics { get; }

    /// <summary>The scaling of evaluated architectures.</summary>
    /// <param name="trials">At least one.</param>
    /// <param name="metrics">What is scaled.</param>
    /// <param name="byRank">Metrics of which only the order counts.</param>
    public static MetricScaling Of(
        IReadOnlyList<Trial> trials, IEnumerable<string> metrics, IReadOnlySet<string> byRank)
    {
        ImmutableArray<string> names = [.. metrics];
        return new(names, [.. names.Select(metric =>
        {
            double[] values = [.. trials.Select(t => t.Metric(metric))];
            return byRank.Contains(metric) ? RankScale.Of(values) : (IMetricScale)StandardScale.Of(values);
        })]);
    }

    /// <summary>Scaled metrics. // (n, M)</summary>
    public torch.Tensor Standardise(IReadOnlyList<Trial> trials)
    {
        var values = trials.SelectMany(t => _scales.Select((s, i) => (float)s.Scale(t.Metric(Metrics[i]))));
        return torch.tensor(values.ToArray(), [trials.Count, _scales.Length]);
    }

    /// <summary>A standard deviation about a scaled value in the metric's own unit.</summary>
    public double RestoreSpread(int metric, double scaled, double deviation)
        => 0.5 * (_scales[metric].Restore(scaled + deviation) - _scales[metric].Restore(scaled - deviation));

    /// <summary>Predictions in the metrics' own units. // (n)</summary>
    /// <param name="standardised">(n, M), row by row.</param>
    public ImmutableSortedDictionary<string, double>[] Restore(float[] standardised)
        => [.. standardised.Chunk(_scales.Length).Select(row => Enumerable.Range(0, row.Length)
            .ToImmutableSortedDictionary(i => Metrics[i], i => _scales[i].Restore(row[i])))];
}
