using System.Collections.Immutable;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Formats;

namespace NasStudio.Runs.Benchmarks;

/// <summary>What somebody asks to import, and what he says of it; that goes before what the file says of itself.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The benchmark's name from now on.</param>
public sealed record BenchmarkImport(string Path, string Name)
{
    /// <summary>The file's own name, where the path does not have it (an upload); null otherwise.</summary>
    public string? FileName { get; init; }

    /// <summary>Kind of the format (see <see cref="Formats"/>); null to recognise it.</summary>
    public string? Format { get; init; }

    /// <summary>Kind of the space; null, like everything that follows, for what the file says.</summary>
    public string? Space { get; init; }

    /// <summary>Name for people.</summary>
    public string? Title { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public string? Origin { get; init; }

    /// <summary>Licence of the numbers.</summary>
    public string? Licence { get; init; }

    /// <summary>Column of the architectures.</summary>
    public string? Architecture { get; init; }

    /// <summary>Columns that are no metrics, separated by commas.</summary>
    public string? Ignored { get; init; }

    /// <summary>Whether isomorphic cells share the value of the first row of their class.</summary>
    public bool? SharesIsomorphs { get; init; }

    /// <summary>Whether rows may lack values; such evaluations fail.</summary>
    public bool? AllowsMissing { get; init; }

    /// <summary>Whether rows of one architecture are averaged rather than refused.</summary>
    public bool? AveragesRepeats { get; init; }

    /// <summary>What metrics are, each for instance "val_acc: unit %, maximize, validation".</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>Kinds of the formats that are read.</summary>
    public static ImmutableArray<string> Formats => [.. BenchmarkFormats.All.Select(format => format.Kind)];

    internal TableStatements Statements() => Metrics.Aggregate(
        new TableStatements
        {
            Title = Title,
            Origin = Origin,
            Licence = Licence,
            Architecture = Architecture,
            Ignored = Ignored is { } columns ? TableStatements.Names(columns) : null,
            Isomorphic = SharesIsomorphs is { } shares ? shares ? IsomorphicCells.Share : IsomorphicCells.Own : null,
            AllowsMissing = AllowsMissing,
            AveragesRepeats = AveragesRepeats,
        },
        (said, metric) => said.With($"metric {metric}"));
}

/// <summary>A benchmark cannot be imported or read; the message is written for people.</summary>
public sealed class BenchmarkRefusedException : Exception
{
    internal BenchmarkRefusedException(BenchmarkException cause) : base(cause.Message, cause)
        => (Faults, FaultCount) = (cause.Faults, cause.FaultCount);

    /// <summary>The faults, the first ones where there are many.</summary>
    public ImmutableArray<string> Faults { get; }

    /// <summary>How many faults there are in all.</summary>
    public int FaultCount { get; }
}
