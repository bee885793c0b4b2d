using System.Globalization;

namespace NasStudio.Runs.Results;

/// <summary>A line of a table for other programs (RFC 4180).</summary>
internal static class CsvLine
{
    /// <summary>The line, without its end.</summary>
    public static string Of(IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    // A text that a spreadsheet would take for a formula is given a leading quote mark.
    private static string Quoted(string field)
    {
        var safe = field.Length > 0 && "=+-@\t\r".Contains(field[0], StringComparison.Ordinal)
            && !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"'{field}" : field;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
