using System.Collections.Immutable;
using NasStudio.Core.Statistics;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>A strictly increasing map from a metric's unit to mean 0 and standard deviation of about 1.</summary>
internal interface IMetricScale
{
    /// <summary>From the unit.</summary>
    double Scale(double value);

    /// <summary>Back to the unit.</summary>
    double Restore(double scaled);
}

/// <summary>Mean 0 and standard deviation 1; a metric that does not vary is only centred.</summary>
internal sealed record StandardScale(double Mean, double Deviation) : IMetricScale
{
    public static StandardScale Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return new(mean, deviation > 1e-9 * Math.Abs(mean) ? deviation : 1);
    }

    public double Scale(double value) => (value - Mean) / Deviation;

    public double Restore(double scaled) => Mean + Deviation * scaled;
}

/// <summary>
/// Normal scores: the n values as they would lie were they drawn from a standard normal distribution, straight lines
/// between. A few hopeless architectures then do not press all the good ones together.
/// </summary>
/// <remarks>
/// Blom, "Statistical Estimates and Transformed Beta-Variables", 1958: the value of rank r of n, from 1, is
/// the normal quantile of (r - 3/8) / (n + 1/4).
/// </remarks>
internal sealed class RankScale : IMetricScale
{
    private readonly ImmutableArray<(double Value, double Score)> _knots;     // increasing in both
    private readonly double _slope;                                           // units per score beyond the ends

    private RankScale(ImmutableArray<(double, double)> knots, double slope) => (_knots, _slope) = (knots, slope);

    public static RankScale Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        var knots = Enumerable.Range(0, sorted.Length)
            .GroupBy(i => sorted[i], i => NormalDistribution.Quantile((i + 1 - 0.375) / (sorted.Length + 0.25)))
            .Select(group => (group.Key, group.Average()));
        return new([.. knots], StandardScale.Of(values).Deviation);
    }

    public double Scale(double value) => Between(value, k => k.Value, k => k.Score, 1 / _slope);

    public double Restore(double scaled) => Between(scaled, k => k.Score, k => k.Value, _slope);

    private double Between(
        double at, Func<(double Value, double Score), double> from, Func<(double Value, double Score), double> to, double slope)
    {
        var above = 0;
        while (above < _knots.Length && from(_knots[above]) < at)
        {
            above++;
        }

        if (above == 0 || above == _knots.Length)
        {
            var end = above == 0 ? _knots[0] : _knots[^1];
            return to(end) + slope * (at - from(end));
        }

        var (low, high) = (_knots[above - 1], _knots[above]);
        var share = (at - from(low)) / (from(high) - from(low));
        return to(low) + share * (to(high) - to(low));
    }
}
