using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>One measurement of a benchmark being built.</summary>
/// <param name="Seed">The seed of the recipe.</param>
/// <param name="Native">The architecture that stands for its isomorphism class.</param>
/// <param name="Values">The recipe's metrics by name; empty where it failed.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
internal sealed record BuiltMeasurement(
    long Seed, string Native, ImmutableSortedDictionary<string, double> Values, string? Error)
{
    /// <summary>Loss of each validation image, packed by <see cref="BuiltLosses"/>; null where the recipe asks for
    /// none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? ImageLosses { get; init; }
}

/// <summary>
/// The measurements of a benchmark being built: a file of JSON lines that only grows. The first line is the recipe and
/// what it runs on, each other line a measurement.
/// </summary>
/// <remarks>A process that is killed leaves at most a torn last line, which the next one cuts off. The file is held
/// while it is open: a second builder is refused. Safe for concurrent use.</remarks>
internal sealed class BuildJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    private BuildJournal(FileStream file, JsonObject header, ImmutableArray<BuiltMeasurement> stored)
        => (_file, Header, Stored) = (file, header, stored);

    /// <summary>Recipe and environment of the process that began it.</summary>
    public JsonObject Header { get; }

    /// <summary>What earlier processes measured.</summary>
    public ImmutableArray<BuiltMeasurement> Stored { get; }

    /// <summary>Opens or begins a journal.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="header">Recipe and environment; a journal that was begun with another recipe is refused.</param>
    /// <exception cref="BuildException">Another process builds here, the recipe is another one, or the file is
    /// damaged.</exception>
    public static BuildJournal Open(string path, JsonObject header)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = Hold(path);
        try
        {
            var lines = WholeLines(file);
            if (lines.Length == 0)
            {
                file.SetLength(0);
                Write(file, header.ToJsonString());
            }
            else
            {
                header = SameRecipe(path, lines[0], header);
            }

            return new BuildJournal(file, header, [.. lines.Skip(1).Select((line, i) => Measurement(path, i + 2, line))]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a measurement; it is on the disk when this returns.</summary>
    public void Add(BuiltMeasurement measurement)
    {
        lock (_gate)
        {
            Write(_file, JsonSerializer.Serialize(measurement));
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Hold(string path)
    {
        try
        {
            // Only None locks the file against another process on Linux.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (File.Exists(path))
        {
            throw new BuildException($"{path} cannot be opened: {held.Message} Does another process build it?", held);
        }
    }

    private static ImmutableArray<string> WholeLines(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(whole);                                  // what a killed process left half written
        file.Seek(0, SeekOrigin.End);
        return [.. Encoding.UTF8.GetString(bytes.AsSpan(0, whole)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static void Write(FileStream file, string line)
    {
        file.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        file.Flush(flushToDisk: true);
    }

    private static JsonObject SameRecipe(string path, string line, JsonObject header)
    {
        var stored = Parse(path, 1, line);
        return JsonNode.DeepEquals(stored["recipe"], header["recipe"]) ? stored
            : throw new BuildException(
                $"{path} was begun with another recipe: {stored["recipe"]?.ToJsonString()}. Give this one another name, or "
                + "delete that file to begin anew.");
    }

    private static BuiltMeasurement Measurement(string path, int number, string line)
        => Parse(path, number, line).Deserialize<BuiltMeasurement>() is { Values: not null, Native: not null } read
            ? read
            : throw Damaged(path, number, null);

    private static JsonObject Parse(string path, int number, string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject ?? throw Damaged(path, number, null);
        }
        catch (JsonException broken)
        {
            throw Damaged(path, number, broken);
        }
    }

    private static BuildException Damaged(string path, int number, Exception? cause)
        => new($"{path} is damaged in line {number}. Delete that line, and it is measured again.", cause);
}
