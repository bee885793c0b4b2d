using System.Text.Json;

namespace NasStudio.Benchmarks.Formats;

/// <summary>JSON lines: an object for each architecture; the first one says which fields there are.</summary>
public sealed class JsonLinesFormat : IBenchmarkFormat
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <inheritdoc/>
    public string Kind => "jsonl";

    /// <inheritdoc/>
    public string Title => "JSON lines (.jsonl, .jsonl.gz)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            || fileName.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
            || head.Length > 1 && head[0] == '{' && head.IndexOf("architecture"u8) > 0;
    }

    /// <inheritdoc/>
    public BenchmarkSource Open(string path, BenchmarkReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TableSource.Open(path, options, (input, first) => new Reader(input, first, options.Limits));
    }

    private sealed class Reader : ITableReader
    {
        private readonly TextInput _input;
        private readonly string _first;
        private readonly int _firstLine;
        private readonly Dictionary<string, int> _columns;

        public Reader(TextInput input, string? first, ReadLimits limits)
        {
            (_input, _firstLine) = (input, input.Line);
            _first = first ?? throw new BenchmarkException("There is no line with an object.");
            try
            {
                using var json = JsonDocument.Parse(_first, Strict);
                Columns = json.RootElement.ValueKind == JsonValueKind.Object
                    ? [.. json.RootElement.EnumerateObject().Select(field => field.Name)]
                    : throw new BenchmarkException($"Line {_firstLine} is not an object {{ ... }}.");
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException)
            {
                throw new BenchmarkException($"Line {_firstLine} is not valid JSON.", problem);
            }

            if (Columns.Count > limits.Columns)
            {
                throw new BenchmarkException($"Line {_firstLine} has more than the allowed {limits.Columns} fields.");
            }

            _columns = Columns.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        }

        public IReadOnlyList<string> Columns { get; }

        public IEnumerable<(int Line, IReadOnlyList<string?> Cells, string? Fault)> Rows()
        {
            var cells = new string?[Columns.Count];
            for (string? line = _first; line is not null; line = _input.ReadLine())
            {
                if (line.Length > 0)
                {
                    var fault = Read(line, cells);
                    yield return (ReferenceEquals(line, _first) ? _firstLine : _input.Line, cells, fault);
                }
            }
        }

        private string? Read(string line, string?[] cells)
        {
            Array.Clear(cells);
            try
            {
                using var json = JsonDocument.Parse(line, Strict);
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                {
                    return "is not an object { ... }";
                }

                foreach (var field in json.RootElement.EnumerateObject())
                {
                    if (!_columns.TryGetValue(field.Name, out var column))
                    {
                        return $"has the field '{field.Name}', which the first object has not";
                    }

                    cells[column] = field.Value.ValueKind switch
                    {
                        JsonValueKind.Null => null,
                        JsonValueKind.String => field.Value.GetString(),
                        _ => field.Value.GetRawText(),
                    };
                }

                return null;
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException)   // half a surrogate pair
            {
                return "is not valid JSON";
            }
        }
    }
}
