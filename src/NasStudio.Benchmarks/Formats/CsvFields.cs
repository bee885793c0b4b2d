using System.Text;

namespace NasStudio.Benchmarks.Formats;

/// <summary>The records of a comma-separated text.</summary>
/// <remarks>
/// Shafranovich, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", RFC 4180, section 2: a field in
/// quotation marks may hold commas, doubled quotation marks and line breaks. Deviation: blank lines between records are
/// passed over, and lines may end with a line feed alone.
/// </remarks>
internal sealed class CsvFields(TextInput input, ReadLimits limits)
{
    /// <summary>Number of the line on which the record begins that was read last.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="fields">Gets its fields.</param>
    /// <param name="fault">Why it cannot be read, though the ones after it can; null where it can.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="BenchmarkException">The rest of the file cannot be read either.</exception>
    public bool Read(List<string> fields, out string? fault)
    {
        string? record;
        do
        {
            record = input.ReadLine();
        }
        while (record is { Length: 0 });
        return Read(record, fields, out fault);
    }

    /// <summary>Reads the record that begins with a line which was read already; null where there is none.</summary>
    public bool Read(string? record, List<string> fields, out string? fault)
    {
        fields.Clear();
        fault = null;
        Line = input.Line;
        if (record is null)
        {
            return false;
        }

        for (var at = 0; at <= record.Length && fault is null; at++)   // at: where a field begins
        {
            if (fields.Count == limits.Columns)
            {
                fault = $"has more than the allowed {limits.Columns} columns";
            }
            else if (at < record.Length && record[at] == '"')
            {
                fields.Add(Quoted(ref record, ref at));
                if (at < record.Length && record[at] != ',')
                {
                    fault = $"column {fields.Count} goes on behind its closing quotation mark";
                }
            }
            else
            {
                var comma = record.IndexOf(',', at);
                var field = record[at..(comma < 0 ? record.Length : comma)];
                fields.Add(field);
                at += field.Length;
                if (field.Contains('"', StringComparison.Ordinal))
                {
                    fault = $"column {fields.Count} holds a quotation mark, but does not begin with one";
                }
            }
        }

        return true;
    }

    /// <summary>A field in quotation marks; afterwards <paramref name="at"/> is behind the closing one.</summary>
    private string Quoted(ref string record, ref int at)
    {
        var text = new StringBuilder();
        for (at++; ; at++)
        {
            var mark = record.IndexOf('"', at);
            if (mark < 0)
            {
                text.Append(record, at, record.Length - at).Append('\n');
                at = -1;
                record = input.ReadLine() ?? throw new BenchmarkException(
                    $"Line {Line}: a quotation mark opens a field that is never closed.");
                if (text.Length + record.Length > limits.LineCharacters)
                {
                    throw new BenchmarkException(
                        $"Line {Line}: a quotation mark opens a field that is not closed within "
                        + $"{limits.LineCharacters:N0} characters.");
                }

                continue;
            }

            text.Append(record, at, mark - at);
            at = mark + 1;
            if (at == record.Length || record[at] != '"')
            {
                return text.ToString();
            }

            text.Append('"');
        }
    }
}
