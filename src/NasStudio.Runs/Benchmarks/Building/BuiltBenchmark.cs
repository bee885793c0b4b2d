using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures;
using NasStudio.Core.Statistics;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>How far a benchmark's values can be trusted to order architectures.</summary>
/// <param name="Metric">Which value.</param>
/// <param name="SeedCorrelation">Mean Spearman correlation between two seeds.</param>
/// <param name="Reliability">The same for the stored means over k seeds.</param>
/// <param name="Noise">Typical standard deviation over seeds of one architecture, in the metric's unit.</param>
public sealed record MetricReliability(string Metric, double SeedCorrelation, double Reliability, double Noise);

/// <summary>What a build came to.</summary>
public sealed class BuiltBenchmark
{
    private readonly Dictionary<(long Seed, string Native), BuiltMeasurement> _measured;

    internal BuiltBenchmark(
        BenchmarkRecipe recipe, SearchSpace space, ImmutableArray<Architecture> representatives,
        IEnumerable<BuiltMeasurement> measured, JsonObject header)
    {
        (Recipe, Space, Representatives, Header) = (recipe, space, representatives, header);
        _measured = measured.ToDictionary(m => (m.Seed, m.Native));
        Reliabilities = [.. recipe.Metrics.Select(Reliability).OfType<MetricReliability>()];
    }

    /// <summary>What was measured.</summary>
    public BenchmarkRecipe Recipe { get; }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>One architecture of each isomorphism class.</summary>
    public ImmutableArray<Architecture> Representatives { get; }

    /// <summary>How many isomorphism classes there are.</summary>
    public int Classes => Representatives.Length;

    /// <summary>Recipe and environment, as they stand in the build's file.</summary>
    public JsonObject Header { get; }

    /// <summary>The reliability of each metric that varies with the seed.</summary>
    public ImmutableArray<MetricReliability> Reliabilities { get; }

    /// <summary>The values of a metric by seed; NaN where the measurement failed. // (seeds)</summary>
    public double[] Values(Architecture architecture, string metric)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return
        [
            .. Recipe.Seeds.Select(seed => _measured[(seed, architecture.Native)].Values
                .TryGetValue(metric, out var value) ? value : double.NaN),
        ];
    }

    /// <summary>The packed image losses of each seed that has them. // (seeds)(2 images)</summary>
    internal IEnumerable<byte[]> ImageLosses(Architecture architecture)
        => Recipe.Seeds.Select(seed => _measured[(seed, architecture.Native)].ImageLosses).OfType<byte[]>();

    // Spearman-Brown: what the correlation of one seed becomes for the mean of k (Spearman 1910; Brown 1910).
    private MetricReliability? Reliability(string metric)
    {
        var seeds = Recipe.Seeds.Length;
        double[][] rows =
            [.. Representatives.Select(a => Values(a, metric)).Where(values => values.All(double.IsFinite))];
        if (seeds < 2 || rows.Length < 3 || rows.All(row => row.Distinct().Count() == 1))
        {
            return null;
        }

        var pairs =
            from i in Enumerable.Range(0, seeds)
            from j in Enumerable.Range(0, i)
            select RankCorrelation.Spearman([.. rows.Select(row => row[i])], [.. rows.Select(row => row[j])]);
        var one = pairs.Average();
        var variance = rows.Average(row => Math.Pow(Sample.Of(row).Deviation, 2));
        return new MetricReliability(metric, one, seeds * one / (1 + (seeds - 1) * one), Math.Sqrt(variance));
    }
}
