using System.Globalization;

namespace NasStudio.Runs.Results;

/// <summary>A line of a table for other programs (RFC 4180).</summary>
internal static class CsvLine
{
    /// <summary>The line, without its end.</summary>
    public static string Of(IEnumerable<string> fields) => string.Join(',', fields.Select(Safe));

    // A text that a spreadsheet would take for a formula is given a leading quote mark.
    private static string Safe(string field)
    {
        var safe = field.Length > 0 && "=+-@\t\r".Contains(field[0], StringComparison.Ordinal)
            && !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"'{field}" : field;
        return Quote(safe);
    }

    /// <summary>A field in quote marks where it needs them, for programs alone: nothing guards a spreadsheet.</summary>
    public static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
