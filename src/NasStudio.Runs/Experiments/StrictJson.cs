using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace NasStudio.Runs.Experiments;

/// <summary>Reads a JSON file that people write: what it says, or every fault of it.</summary>
internal static class StrictJson
{
    /// <summary>Duplicate fields are parsed, so that they can be refused by name.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 16, AllowDuplicateProperties = true };

    /// <summary>Reads a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="maxBytes">The largest that is read, in bytes of UTF-8.</param>
    /// <param name="read">Reads the root and adds what is wrong with it.</param>
    public static (T? Read, ImmutableArray<Fault> Faults) Read<T>(
        string json, int maxBytes, Func<JsonElement, List<Fault>, T?> read) where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        if (Encoding.UTF8.GetByteCount(json) is var size && size > maxBytes)
        {
            return (null, [new Fault("$", $"{size} bytes", $"is too large; allowed are {maxBytes} bytes")]);
        }

        try
        {
            using var parsed = JsonDocument.Parse(json, Options);
            var faults = new List<Fault>();
            var document = read(parsed.RootElement, faults);
            return faults.Count == 0 ? (document, []) : (null, [.. faults]);
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return (null, [new Fault("$", place, $"is not valid JSON: {FirstSentence(exception.Message)}")]);
        }
    }

    private static string FirstSentence(string message)
        => message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].Split(" in this mode", 2)[0].TrimEnd('.', ' ');
}
