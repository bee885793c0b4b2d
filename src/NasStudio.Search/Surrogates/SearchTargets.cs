using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Surrogates;

/// <summary>
/// What surrogates learn: every metric of the problem, on a scale where networks, trees and kernels do well. An
/// objective is 0 at the best value that was found and 1 at the median; the far end, where architectures that do not
/// work crowd, is cut off. Metrics that are only bounded are standardised.
/// </summary>
/// <remarks>Notation: n completed trials, M metrics, objectives first.</remarks>
internal sealed class SearchTargets
{
    private const double FarEnd = 3;                          // three times as far from the best as the median is
    private readonly Problem _problem;
    private readonly double[] _origin;                        // (M)
    private readonly double[] _unit;                          // (M); negative where larger is better

    /// <summary>Scaled over completed trials, at least one.</summary>
    public SearchTargets(Problem problem, IReadOnlyList<Trial> completed)
    {
        _problem = problem;
        Metrics = problem.Metrics;
        (_origin, _unit) = (new double[Metrics.Length], new double[Metrics.Length]);
        for (var m = 0; m < Metrics.Length; m++)
        {
            double[] values = [.. completed.Select(t => t.Metric(Metrics[m]))];
            var sign = IsObjective(m) && problem.Objectives[m].Direction == Direction.Maximize ? -1 : 1;
            (_origin[m], _unit[m]) = IsObjective(m) ? FromBest(values, sign) : Moments(values);
        }

        Values = [.. completed.Select(t => Metrics.Select((name, m) => Scale(m, t.Metric(name))).ToArray())];
    }

    /// <summary>Names, those of the objectives first. // (M)</summary>
    public ImmutableArray<string> Metrics { get; }

    /// <summary>The trials on the scale that is learned. // (n, M)</summary>
    public double[][] Values { get; }

    /// <summary>Predictions in the metrics' own units.</summary>
    /// <param name="scaled">// (M)</param>
    public ImmutableSortedDictionary<string, double> Restore(double[] scaled)
        => Metrics.Select((name, m) => KeyValuePair.Create(name, scaled[m] * _unit[m] + _origin[m]))
            .ToImmutableSortedDictionary();

    /// <summary>By how much predictions break the constraints, each in units of its metric's spread; 0 when they keep
    /// them.</summary>
    /// <param name="scaled">// (M)</param>
    public double Violation(double[] scaled) => _problem.Constraints.Sum(constraint =>
    {
        var m = Metrics.IndexOf(constraint.Metric);
        return constraint.Violation(scaled[m] * _unit[m] + _origin[m]) / Math.Abs(_unit[m]);
    });

    private bool IsObjective(int metric) => metric < _problem.Objectives.Length;

    private double Scale(int metric, double value)
    {
        var scaled = (value - _origin[metric]) / _unit[metric];
        return IsObjective(metric) ? Math.Min(scaled, FarEnd) : scaled;
    }

    private static (double Best, double Unit) FromBest(double[] values, int sign)
    {
        double[] sorted = [.. values.Order()];
        var (best, median) = (sign > 0 ? sorted[0] : sorted[^1], sorted[sorted.Length / 2]);
        var unit = Math.Max(Math.Abs(median - best), 1e-3 * (sorted[^1] - sorted[0]));
        return (best, sign * (unit > 0 ? unit : 1));
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}
