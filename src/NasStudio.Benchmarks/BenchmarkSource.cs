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
/// <param name="Origin">Where the numbers come from, for people; may be empty.</param>
public sealed record BenchmarkSource(
    SearchSpace Space, ImmutableArray<Metric> Metrics, IEnumerable<BenchmarkRow> Rows, string Origin)
{
    /// <summary>Name for people; null where the file gives none.</summary>
    public string? Title { get; init; }

    /// <summary>Licence of the numbers; empty where the file states none.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Whether isomorphic cells keep values of their own unless an experiment asks otherwise.</summary>
    public IsomorphicCells Isomorphic { get; init; }

    /// <summary>What the number behind a metric's name counts: the 12 of val_acc_12 are epochs.</summary>
    public string Fidelity { get; init; } = "epochs";

    /// <summary>Seed-to-seed rank correlation of a metric's stored values, by name, where it is known.</summary>
    public ImmutableSortedDictionary<string, double> Reliability { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Whatever else there is to say, for people: recipe, versions.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether a row may lack a value; a row that does is a fault otherwise.</summary>
    public bool AllowsMissing { get; init; }

    /// <summary>Whether rows of one architecture are averaged; a second row is a fault otherwise.</summary>
    public bool AveragesRepeats { get; init; }

    /// <summary>Metrics whose unit is a guess from their name.</summary>
    public ImmutableHashSet<string> GuessedUnits { get; init; } = [];

    /// <summary>How much of the file has been read, in [0, 1]; null where that is unknown.</summary>
    public Func<double>? Fraction { get; init; }
}

/// <summary>One measured architecture.</summary>
/// <param name="Place">Where it stands in its file, for messages: "line 12".</param>
/// <param name="Native">Its native string, as it stands in the file; the store parses it.</param>
/// <param name="Values">A value for each metric; NaN where it is missing. // (metrics)</param>
public sealed record BenchmarkRow(string Place, string Native, ImmutableArray<double> Values)
{
    /// <summary>Why this row cannot be read, though the ones after it can; null where it can. The store collects such
    /// faults and imports nothing.</summary>
    public string? Fault { get; init; }

    /// <summary>A row that cannot be read.</summary>
    public static BenchmarkRow Faulty(string place, string fault) => new(place, "", []) { Fault = fault };
}

/// <summary>What value an architecture gets that a table has several isomorphic ones of.</summary>
public enum IsomorphicCells
{
    /// <summary>The value of its own row.</summary>
    Own,

    /// <summary>The value of the first row of its isomorphism class.</summary>
    Share,
}
