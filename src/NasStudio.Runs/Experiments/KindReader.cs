using System.Text.Json;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>Reads a kind out of a catalogue and its options: flat beside the kind, or nested under "options".</summary>
internal sealed class KindReader(List<Fault> faults)
{
    public (TEntry? Entry, KindChoice? Choice) Read<TEntry>(
        JsonFields root, string name, Catalogue<TEntry> catalogue, bool nested) where TEntry : class, ICatalogueEntry
    {
        var kinds = $"one of {string.Join(", ", catalogue.Entries.Select(entry => entry.Kind))}";
        if (root.Object(name) is not { } fields || fields.Text("kind", kinds) is not { } kind)
        {
            return (null, null);
        }

        if (catalogue.Find(kind) is not { } entry)
        {
            // Which options an unknown kind takes is unknown too: one fault, not one for each of them.
            faults.Add(new Fault(fields.Under("kind"), $"\"{kind}\"", $"is unknown; it must be {kinds}"));
            return (null, null);
        }

        var before = faults.Count;
        var values = OptionValues.Defaults;
        var inner = !nested ? null
            : entry.Options.Any(option => option.IsRequired) ? fields.Required("options", "an object { ... }")
            : fields.Optional("options");
        var options = inner is { } json ? JsonFields.Of(json, fields.Under("options"), faults) : nested ? null : fields;
        foreach (var option in options is null ? [] : entry.Options)
        {
            var given = option.IsRequired ? options!.Required(option.Name, option.Allowed)
                : options!.Optional(option.Name);
            if (given is { } value && Value(option, value, options.Under(option.Name)) is { } allowed)
            {
                values = values.With(option.Name, allowed);
            }
        }

        options?.RefuseUnknown(entry.Refusal);
        if (nested)
        {
            _ = fields.Optional("options");
            fields.RefuseUnknown();
        }

        if (faults.Count == before)
        {
            var place = nested ? fields.Under("options") : fields.Path;
            faults.AddRange(entry.Check(values).Select(fault => fault with { Path = place + fault.Path[1..] }));
        }

        return (entry, new KindChoice(kind, values));
    }

    private object? Value(OptionDescriptor option, JsonElement json, string path)
    {
        object? value = option.Type switch
        {
            OptionType.Integer => JsonFields.AsInteger(json),
            OptionType.Number => JsonFields.AsNumber(json),
            OptionType.Flag => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null,
            OptionType.Json => json.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? JsonText.Of(json) : null,
            _ => json.ValueKind == JsonValueKind.String ? json.GetString() : null,
        };
        var allowed = value switch
        {
            long integer => integer >= (option.Min ?? double.MinValue) && integer <= (option.Max ?? double.MaxValue),
            double number => number >= (option.Min ?? double.MinValue) && number <= (option.Max ?? double.MaxValue),
            string text => option.Type != OptionType.Choice || option.Choices.Contains(text),
            JsonText list => option.AllowsLength(list),
            _ => value is not null,
        };
        if (allowed)
        {
            return value;
        }

        faults.Add(new Fault(path, JsonFields.Quote(json), $"must be {option.Allowed}"));
        return null;
    }
}
