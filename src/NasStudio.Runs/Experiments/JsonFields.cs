using System.Globalization;
using System.Text.Json;

namespace NasStudio.Runs.Experiments;

/// <summary>
/// Reads the fields of one JSON object strictly and notes every fault: what is missing, of a wrong type, repeated or
/// unknown. Each getter returns null after noting its fault, so that reading goes on to find the others.
/// </summary>
internal sealed class JsonFields
{
    private const int LongestQuote = 80;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<Fault> _faults;

    private JsonFields(JsonElement json, string path, List<Fault> faults)
    {
        (Path, _faults) = (path, faults);
        foreach (var field in json.EnumerateObject())
        {
            if (!_fields.TryAdd(field.Name, field.Value))
            {
                faults.Add(new Fault(Under(field.Name), Quote(field.Value), "is given twice; allowed is once"));
            }
        }
    }

    public string Path { get; }

    /// <summary>The fields of an object; null, with a fault, when the value is none.</summary>
    public static JsonFields? Of(JsonElement json, string path, List<Fault> faults)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(json, path, faults);
        }

        faults.Add(new Fault(path, Quote(json), "must be an object { ... }"));
        return null;
    }

    public string Under(string name) => $"{Path}.{name}";

    public JsonElement? Optional(string name)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out var value) ? value : null;
    }

    public JsonElement? Required(string name, string allowed)
    {
        var value = Optional(name);
        if (value is null)
        {
            _faults.Add(new Fault(Under(name), "(nothing)", $"is missing; it must be {allowed}"));
        }

        return value;
    }

    public JsonFields? Object(string name)
        => Required(name, "an object { ... }") is { } value ? Of(value, Under(name), _faults) : null;

    public string? Text(string name, string allowed)
    {
        if (Required(name, allowed) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()
            : Wrong<string>(Under(name), value, $"must be {allowed}");
    }

    public double? Number(string name)
    {
        if (Optional(name) is not { } value)
        {
            return null;
        }

        return AsNumber(value) ?? WrongValue<double>(Under(name), value, "must be a finite number");
    }

    /// <summary>The elements of an array with their paths; empty, with a fault, when it is none.</summary>
    public IReadOnlyList<(JsonElement Json, string Path)> Array(string name, string allowed, bool required)
    {
        if ((required ? Required(name, allowed) : Optional(name)) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return
            [
                .. value.EnumerateArray()
                    .Select((item, i) => (item, $"{Under(name)}[{i.ToString(CultureInfo.InvariantCulture)}]")),
            ];
        }

        _faults.Add(new Fault(Under(name), Quote(value), $"must be {allowed}"));
        return [];
    }

    /// <summary>A fault for each field that nobody has asked for.</summary>
    /// <param name="reason">Why a field is not taken here; null, of it or as a whole, where it is unknown.</param>
    public void RefuseUnknown(Func<string, string?>? reason = null)
    {
        foreach (var (name, value) in _fields.Where(field => !_known.Contains(field.Key)))
        {
            var allowed = _known.Count == 0 ? "nothing else is allowed here"
                : $"allowed are {string.Join(", ", _known.Order())}";
            _faults.Add(new Fault(Under(name), Quote(value), reason?.Invoke(name) ?? $"is an unknown key; {allowed}"));
        }
    }

    public static double? AsNumber(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number : null;

    /// <summary>A whole number, however it is spelt (3, 3.0, 3e0).</summary>
    public static long? AsInteger(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var integer))
        {
            return integer;
        }

        return AsNumber(value) is { } number && Math.Truncate(number) == number && Math.Abs(number) < 1L << 53
            ? (long)number : null;
    }

    public static string Quote(JsonElement value)
    {
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
    }

    private T? Wrong<T>(string path, JsonElement value, string message) where T : class
    {
        _faults.Add(new Fault(path, Quote(value), message));
        return null;
    }

    private T? WrongValue<T>(string path, JsonElement value, string message) where T : struct
    {
        _faults.Add(new Fault(path, Quote(value), message));
        return null;
    }
}
