using System.Text;

namespace NasStudio.Benchmarks.Formats;

/// <summary>Comma-separated tables: comment lines, a line of names, a line for each architecture.</summary>
public sealed class CsvFormat : IBenchmarkFormat
{
    /// <inheritdoc/>
    public string Kind => "csv";

    /// <inheritdoc/>
    public string Title => "comma-separated values (.csv, .csv.gz)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || !head.Contains((byte)0) && head.Contains((byte)',')
                && Encoding.UTF8.GetString(head).Contains("architecture", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TableSource.Open(path, options, (input, first) => new Reader(input, first, options.Limits));
    }

    private sealed class Reader : ITableReader
    {
        private readonly CsvFields _records;
        private readonly List<string> _fields = [];

        public Reader(TextInput input, string? first, ReadLimits limits)
        {
            _records = new CsvFields(input, limits);
            var place = input.Line;
            Columns = _records.Read(first, _fields, out var fault) && fault is null
                ? [.. _fields.Select(name => name.Trim())]
                : throw new BenchmarkException(fault is null
                    ? "There is no line of column names." : $"Line {place}, the line of column names, {fault}.");
        }

        public IReadOnlyList<string> Columns { get; }

        public IEnumerable<(int Line, IReadOnlyList<string?> Cells, string? Fault)> Rows()
        {
            while (_records.Read(_fields, out var fault))
            {
                yield return (_records.Line, _fields, fault);
            }
        }
    }
}
