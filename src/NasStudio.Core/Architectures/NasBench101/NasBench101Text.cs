using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>Reads and prints the native string of a NAS-Bench-101 cell: in JSON, the adjacency matrix and the
/// operations that the benchmark's ModelSpec takes.</summary>
internal static class NasBench101Text
{
    private const string Shape =
        """{"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","conv3x3-bn-relu","output"]}""";

    private const string Begin = "{\"matrix\":[";
    private const string Middle = "],\"ops\":[\"";
    private const string End = "\"]}";

    private const int LongestQuote = 300;                     // the longest cell has 239 characters

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 3, AllowDuplicateProperties = false };

    public static string Print(NasBench101Cell cell)
    {
        var text = new StringBuilder(Begin, LongestQuote);
        for (var from = 0; from < cell.Nodes; from++)
        {
            text.Append(from == 0 ? "" : ",");
            for (var to = 0; to < cell.Nodes; to++)
            {
                text.Append(to == 0 ? '[' : ',').Append(cell[from, to] ? '1' : '0');
            }

            text.Append(']');
        }

        text.Append(Middle).Append(LabelledDag.Input);
        foreach (var operation in cell.Operations)
        {
            text.Append("\",\"").Append(operation.Name());
        }

        return text.Append("\",\"").Append(LabelledDag.Output).Append(End).ToString();
    }

    public static NasBench101Cell Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        if (Printed(native) is { IsValid: true } printed)
        {
            return printed;
        }

        try
        {
            using var document = JsonDocument.Parse(native, Strict);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Fault(native, $"as JSON it is at fault: {e.Message}", e);
        }
        catch (FormatException e)
        {
            throw Fault(native, e.Message, e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw Fault(native, "it is not Unicode text", e); // so the JSON reader meets half a surrogate pair
        }
    }

    /// <summary>Reads what <see cref="Print"/> wrote, without the JSON reader: that is what searches parse all the
    /// time. Null for any other spelling, right or wrong.</summary>
    private static NasBench101Cell? Printed(string native)
    {
        var middle = native.IndexOf(Middle, StringComparison.Ordinal);
        if (middle < 0 || !native.StartsWith(Begin, StringComparison.Ordinal)
            || !native.EndsWith(End, StringComparison.Ordinal))
        {
            return null;
        }

        var names = native[(middle + Middle.Length)..^End.Length].Split("\",\"");
        var width = 2 * names.Length + 2;                     // of a row with its comma
        if (names.Length is < 2 or > NasBench101Cell.MaxNodes || middle != Begin.Length + names.Length * width - 1)
        {
            return null;
        }

        var edges = new List<(int, int)>();
        for (var from = 0; from < names.Length; from++)
        {
            for (var to = from + 1; to < names.Length; to++)
            {
                if (native[Begin.Length + from * width + 2 * to + 1] == '1')
                {
                    edges.Add((from, to));
                }
            }
        }

        var operations = new NasBench101Operation[names.Length - 2];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = (NasBench101Operation)NasBench101Operations.Names.IndexOf(names[i + 1]);
            if (operations[i] < 0)
            {
                return null;
            }
        }

        var cell = new NasBench101Cell(edges, [.. operations]);
        return Print(cell) == native ? cell : null;           // whatever else there may be in the text
    }

    private static NasBench101Cell Read(JsonElement root)
    {
        Check(root.ValueKind == JsonValueKind.Object, "it is", root, "an object");
        foreach (var property in root.EnumerateObject())
        {
            Check(property.Name is "matrix" or "ops", "it has the key", property.Name, "matrix, ops");
        }

        var edges = ReadMatrix(Required(root, "matrix"), out var nodes);
        var cell = new NasBench101Cell(edges, ReadOperations(Required(root, "ops"), nodes));
        var counted = cell.Pruned().Edges.Length;
        Check(counted > 0, "the number of paths from input to output is", 0, "one or more");
        Check(
            counted <= NasBench101Cell.MaxEdges, "the number of edges on paths from input to output is", counted,
            $"up to {NasBench101Cell.MaxEdges}");
        return cell;
    }

    private static List<(int From, int To)> ReadMatrix(JsonElement matrix, out int nodes)
    {
        Check(matrix.ValueKind == JsonValueKind.Array, "matrix is", matrix, "an array of rows");
        nodes = matrix.GetArrayLength();
        Check(
            nodes is >= 2 and <= NasBench101Cell.MaxNodes, "the number of matrix's rows is", nodes,
            $"2 to {NasBench101Cell.MaxNodes}");
        var edges = new List<(int, int)>();
        for (var from = 0; from < nodes; from++)
        {
            var row = matrix[from];
            Check(row.ValueKind == JsonValueKind.Array, $"matrix[{from}] is", row, $"an array of {nodes} numbers");
            Check(
                row.GetArrayLength() == nodes, $"the length of matrix[{from}] is", row.GetArrayLength(),
                $"{nodes}, the number of rows");
            for (var to = 0; to < nodes; to++)
            {
                var isEdge = row[to].GetRawText() == "1";
                Check(
                    isEdge ? from < to : row[to].GetRawText() == "0", $"matrix[{from}][{to}] is", row[to],
                    from < to ? "0, 1" : "0: edges lead from lower to higher numbers");
                if (isEdge)
                {
                    edges.Add((from, to));
                }
            }
        }

        return edges;
    }

    private static ImmutableArray<NasBench101Operation> ReadOperations(JsonElement ops, int nodes)
    {
        Check(ops.ValueKind == JsonValueKind.Array, "ops is", ops, $"an array of {nodes} names");
        Check(
            ops.GetArrayLength() == nodes, "the length of ops is", ops.GetArrayLength(),
            $"{nodes}, the number of matrix's rows");
        var operations = ImmutableArray.CreateBuilder<NasBench101Operation>(nodes - 2);
        for (var node = 0; node < nodes; node++)
        {
            ImmutableArray<string> allowed = node == 0 ? [LabelledDag.Input]
                : node == nodes - 1 ? [LabelledDag.Output]
                : NasBench101Operations.Names;
            var name = ops[node].ValueKind == JsonValueKind.String ? ops[node].GetString()! : "";
            Check(allowed.Contains(name), $"ops[{node}] is", ops[node], string.Join(", ", allowed));
            if (node > 0 && node < nodes - 1)
            {
                operations.Add((NasBench101Operation)allowed.IndexOf(name));
            }
        }

        return operations.MoveToImmutable();
    }

    private static JsonElement Required(JsonElement root, string key)
        => root.TryGetProperty(key, out var value) ? value : throw new FormatException($"it has no key '{key}'");

    private static void Check<T>(bool isFine, string place, T value, string allowed)
    {
        if (!isFine)
        {
            var text = value is JsonElement element ? element.GetRawText() : $"{value}";
            throw new FormatException($"{place} {Short(text)} (allowed: {allowed})");
        }
    }

    private static FormatException Fault(string native, string reason, Exception cause)
        => new($"'{Short(native)}' is not a NAS-Bench-101 cell: {reason}. The form is {Shape}.", cause);

    private static string Short(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
}
