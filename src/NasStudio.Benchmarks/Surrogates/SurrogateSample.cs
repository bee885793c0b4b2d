using System.Collections.Immutable;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>Measured architectures that a surrogate is fitted to.</summary>
/// <param name="Space">Their space.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Architectures">// (rows)</param>
/// <param name="Values">NaN where one is missing. // (metrics, rows)</param>
/// <param name="Title">Name of what they come from.</param>
/// <param name="Origin">Where the numbers come from, for people.</param>
/// <param name="Licence">Licence of the numbers.</param>
public sealed record SurrogateSample(
    SearchSpace Space, ImmutableArray<Metric> Metrics, ImmutableArray<Architecture> Architectures,
    ImmutableArray<double[]> Values, string Title, string Origin, string Licence)
{
    /// <summary>What a stored table holds of some metrics.</summary>
    /// <exception cref="BenchmarkException">The space is not the table's, or there is no such metric.</exception>
    public static SurrogateSample Of(BenchmarkTable table, SearchSpace space, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(metrics);
        if (space.Kind != table.Facts.Space)
        {
            throw new BenchmarkException(
                $"The benchmark is of the space '{table.Facts.Space}', not of '{space.Kind}'.");
        }

        var chosen = metrics.Distinct().Select(name => table.Facts.Column(name)?.Metric ?? throw new BenchmarkException(
            $"The benchmark has no metric '{name}'; it has {string.Join(", ", table.Metrics.Select(m => m.Name))}."));
        ImmutableArray<Metric> known = [.. chosen];
        return new SurrogateSample(
            space, known, [.. table.Natives().Select(space.Parse)],
            [.. known.Select(metric => table.Column(metric.Name))],
            table.Facts.Title, table.Facts.Origin, table.Facts.Licence);
    }
}
