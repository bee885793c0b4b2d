using NasStudio.Core.Architectures;

namespace NasStudio.Benchmarks.Formats;

/// <summary>A format in which benchmarks come. Adding one is adding it to <see cref="BenchmarkFormats.All"/>.</summary>
public interface IBenchmarkFormat
{
    /// <summary>Name on the command line, for instance "csv".</summary>
    string Kind { get; }

    /// <summary>Name for people.</summary>
    string Title { get; }

    /// <summary>Whether a file looks like one of this format.</summary>
    /// <param name="fileName">Its name, without the folder and without ".gz".</param>
    /// <param name="head">Its first bytes, unpacked where it is packed with gzip; at most
    /// <see cref="BenchmarkFormats.HeadBytes"/>.</param>
    bool Recognises(string fileName, ReadOnlySpan<byte> head);

    /// <summary>Reads what the file says about itself; its rows are read when they are asked for.</summary>
    /// <exception cref="BenchmarkException">The file is damaged, of another format, or needs to be told
    /// more.</exception>
    BenchmarkSource Open(string path, BenchmarkReadOptions options);
}

/// <summary>What an importer is told besides the file.</summary>
public sealed record BenchmarkReadOptions
{
    /// <summary>The space of the architectures; null where the file is to say it.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>The space that a file names; null where there is none of that name.</summary>
    public Func<string, SearchSpace?> FindSpace { get; init; } = _ => null;

    /// <summary>What the user says of the table; goes before what the file says of itself.</summary>
    public TableStatements Statements { get; init; } = new();

    /// <summary>How much is read at most.</summary>
    public ReadLimits Limits { get; init; } = new();

    /// <summary>The space: as told, else as the file names it, else the format's own.</summary>
    /// <exception cref="BenchmarkException">Nobody names one, or the file names an unknown one.</exception>
    public SearchSpace SpaceOf(string? named, SearchSpace? usual = null) => Space
        ?? (named is null ? usual : FindSpace(named) ?? throw new BenchmarkException(
            $"The file names the space '{named}', which is unknown here; say which space it is."))
        ?? throw new BenchmarkException(
            "The file does not say which space its architectures are of; name the space, or begin the file with a "
            + "line '# space: nas-bench-201'.");
}

/// <summary>How much of a file is read at most: no file, however made, may exhaust the machine.</summary>
public sealed record ReadLimits
{
    /// <summary>Characters of the whole file, unpacked.</summary>
    public long Characters { get; init; } = 1L << 30;

    /// <summary>Characters of one line or record.</summary>
    public int LineCharacters { get; init; } = 1 << 20;

    /// <summary>Columns.</summary>
    public int Columns { get; init; } = 256;

    /// <summary>Rows.</summary>
    public int Rows { get; init; } = 1_000_000;
}
