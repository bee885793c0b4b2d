using System.Collections.Immutable;
using NasStudio.Benchmarks.Importers;

namespace NasStudio.Benchmarks.Formats;

/// <summary>The formats in which benchmarks come.</summary>
public static class BenchmarkFormats
{
    /// <summary>How many bytes of a file are looked at to recognise its format.</summary>
    public const int HeadBytes = 4096;

    /// <summary>All formats; the ones that are told apart best come first.</summary>
    public static ImmutableArray<IBenchmarkFormat> All { get; } =
    [
        new NasBench101Format(), new NatsBenchFormat(), new NasLib201Format(), new HwNasBenchFormat(),
        new NasLibSampleFormat(), new JsonLinesFormat(), new CsvFormat(),
    ];

    /// <summary>The format of a kind.</summary>
    /// <exception cref="BenchmarkException">There is none of this kind; says which there are.</exception>
    public static IBenchmarkFormat Of(string kind) => All.FirstOrDefault(format => format.Kind == kind)
        ?? throw new BenchmarkException(
            $"'{kind}' is not a format; there is {string.Join(", ", All.Select(format => format.Kind))}.");

    /// <summary>The format that a file is of, by its first bytes and its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">Its name where the path does not have it (an upload); null otherwise.</param>
    /// <exception cref="BenchmarkException">It cannot be read, or is of none of the formats.</exception>
    public static IBenchmarkFormat Recognise(string path, string? fileName = null)
    {
        fileName ??= Path.GetFileName(path);
        fileName = fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? fileName[..^3] : fileName;
        var head = Head(path);
        return head.Length == 0 ? throw new BenchmarkException("The file is empty.")
            : All.FirstOrDefault(format => format.Recognises(fileName, head)) ?? throw new BenchmarkException(
                $"The file is of no known format ({string.Join(", ", All.Select(format => format.Title))}).");
    }

    /// <summary>A file's bytes, unpacked where it is packed with gzip.</summary>
    internal static Stream OpenUnpacked(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var isPacked = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
                && magic is [0x1f, 0x8b];
            file.Position = 0;
            return isPacked ? new GzipInput(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] Head(string path)
    {
        try
        {
            using var stream = OpenUnpacked(path);
            var head = new byte[HeadBytes];
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BenchmarkException($"The file cannot be read: {problem.Message}", problem);
        }
    }
}
