using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks;

/// <summary>
/// What a file of a benchmark holds, row by row, whatever its format. Importers of every format make one; the store
/// takes nothing else.
/// </summary>
/// <param name="Space">The space of its architectures.</param>
/// <param name="Metrics">Its columns, in order.</param>
/// <param name="Rows">Read once, from beginning to end; reading may throw <see cref="BenchmarkException"/>.</param>
/// <param name="Origin">Where the numbers come from and under which licence, for people.</param>
public sealed record BenchmarkSource(
    SearchSpace Space, ImmutableArray<Metric> Metrics, IEnumerable<BenchmarkRow> Rows, string Origin);

/// <summary>One measured architecture.</summary>
/// <param name="Place">Where it stands in its file, for messages: "line 12".</param>
/// <param name="Native">Its native string, as it stands in the file; the store parses it.</param>
/// <param name="Values">A value for each metric; NaN where it is missing. // (metrics)</param>
public sealed record BenchmarkRow(string Place, string Native, ImmutableArray<double> Values);

/// <summary>A benchmark's file is not what it should be. The message names the place, the value and what is
/// allowed.</summary>
public sealed class BenchmarkException : Exception
{
    /// <summary>A fault with its message.</summary>
    public BenchmarkException(string message) : base(message) { }

    /// <summary>A fault with its message and what caused it.</summary>
    public BenchmarkException(string message, Exception cause) : base(message, cause) { }
}
