using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;

namespace NasStudio.Runs.Experiments;

/// <summary>Reads the definition of a space "choice" strictly and notes every fault with its place.</summary>
internal sealed class ChoiceReader(List<Fault> faults)
{
    private const string Kinds = "\"categorical\" or \"integer\"";
    private const string Rule = "a value or a list of values: texts for a categorical variable, whole numbers for an "
        + "integer one";

    /// <summary>The space; null after its faults have been noted.</summary>
    public static SearchSpace? Create(ChoiceOptions options, ICollection<Fault> into)
    {
        List<Fault> faults = [];
        var definition = new ChoiceReader(faults).Read(options);
        try
        {
            return faults.Count == 0 ? new ChoiceSpace(definition) : null;
        }
        catch (ChoiceDefinitionException exception)
        {
            faults.AddRange(exception.Faults.Select(f => new Fault($"$.{f.Place}", f.Value, f.Message)));
            return null;
        }
        finally
        {
            faults.ForEach(into.Add);
        }
    }

    private ChoiceDefinition Read(ChoiceOptions options)
    {
        using var variables = options.Variables.ToDocument();
        using var forbid = options.Forbid.ToDocument();
        return new(
            [.. Items(variables.RootElement, "$.variables").Select(item => Variable(item.Json, item.Path)).OfType<ChoiceVariable>()],
            [.. Items(forbid.RootElement, "$.forbid").Select(item => Forbidden(item.Json, item.Path)).OfType<ChoiceRule>()]);
    }

    private ChoiceVariable? Variable(JsonElement json, string path)
    {
        if (JsonFields.Of(json, path, faults) is not { } fields)
        {
            return null;
        }

        var name = fields.Text("name", "a text");
        var variable = fields.Text("type", Kinds) switch
        {
            "categorical" => Categorical(name ?? "", fields),
            "integer" => Integer(name ?? "", fields),
            null => null,
            var other => Wrong<ChoiceVariable>(fields.Under("type"), $"\"{other}\"", $"must be {Kinds}"),
        };
        return name is null ? null : variable;
    }

    private ChoiceVariable Categorical(string name, JsonFields fields)
    {
        var values = fields.Array("values", "an array of texts", required: true);
        fields.RefuseUnknown();
        foreach (var (json, path) in values.Where(v => v.Json.ValueKind != JsonValueKind.String))
        {
            faults.Add(new Fault(path, JsonFields.Quote(json), "must be a text"));
        }

        return new(name, [.. values.Select(v => v.Json).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]);
    }

    private ChoiceVariable? Integer(string name, JsonFields fields)
    {
        var before = faults.Count;
        var (min, max) = (Whole(fields, "min", null), Whole(fields, "max", null));
        var step = Whole(fields, "step", 1);
        fields.RefuseUnknown();
        if (faults.Count > before)
        {
            return null;
        }

        if (step < 1)
        {
            return Wrong<ChoiceVariable>(fields.Under("step"), Text(step), "must be a whole number of at least 1");
        }

        var count = ChoiceVariable.Count(min!.Value, max!.Value, step!.Value);
        return count < 1
                ? Wrong<ChoiceVariable>(fields.Under("max"), Text(max), $"leaves no value: it must be at least min, {Text(min)}")
            : count > ChoiceDefinition.MaxValues
                ? Wrong<ChoiceVariable>(
                    fields.Under("max"), Text(max),
                    $"makes {count} values; allowed are at most {ChoiceDefinition.MaxValues}")
            : ChoiceVariable.Integer(name, min.Value, max.Value, step.Value);
    }

    private ChoiceRule? Forbidden(JsonElement json, string path)
    {
        if (JsonFields.Of(json, path, faults) is not { } fields)
        {
            return null;
        }

        return new([.. json.EnumerateObject().DistinctBy(term => term.Name).Select(
            term => new ChoiceTerm(term.Name, Values(term.Value, fields.Under(term.Name))))]);
    }

    private ImmutableArray<string> Values(JsonElement json, string path)
    {
        JsonElement[] items = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
        string?[] values = [.. items.Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()
            : JsonFields.AsInteger(item)?.ToString(CultureInfo.InvariantCulture))];
        if (values.Contains(null))
        {
            faults.Add(new Fault(path, JsonFields.Quote(json), $"must be {Rule}"));
        }

        return [.. values.OfType<string>()];
    }

    private long? Whole(JsonFields fields, string name, long? otherwise)
    {
        var json = otherwise is null ? fields.Required(name, "a whole number") : fields.Optional(name);
        if (json is not { } value)
        {
            return otherwise;
        }

        if (JsonFields.AsInteger(value) is { } whole)
        {
            return whole;
        }

        faults.Add(new Fault(fields.Under(name), JsonFields.Quote(value), "must be a whole number"));
        return null;
    }

    private IEnumerable<(JsonElement Json, string Path)> Items(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return [.. json.EnumerateArray().Select((item, i) => (item, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]"))];
        }

        faults.Add(new Fault(path, JsonFields.Quote(json), "must be an array"));
        return [];
    }

    private T? Wrong<T>(string path, string value, string message) where T : class
    {
        faults.Add(new Fault(path, value, message));
        return null;
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
