using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Web.Forms;

/// <summary>A kind out of a catalogue and the texts of its options; an option without a text keeps its
/// default.</summary>
public sealed class KindFields(string kind)
{
    /// <summary>The chosen kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Texts by option name; flags are "true" and "false".</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>The fields of a kind that has just been chosen: what must be stated begins with its default.</summary>
    public static KindFields For(ICatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var fields = new KindFields(entry.Kind);
        foreach (var option in entry.Options.Where(option => option.IsRequired))
        {
            fields.Texts[option.Name] = Text(option.Default);
        }

        return fields;
    }

    /// <summary>The fields of a choice.</summary>
    public static KindFields From(KindChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var fields = new KindFields(choice.Kind);
        foreach (var (name, value) in choice.Options.Values)
        {
            fields.Texts[name] = Text(value);
        }

        return fields;
    }

    /// <summary>What a field shows: what was typed, or the default.</summary>
    public string this[OptionDescriptor option]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(option);
            var shown = Texts.TryGetValue(option.Name, out var text) ? text : Text(option.Default);
            return option.IsNames && shown.StartsWith('[') && Json(shown, null) is JsonArray names
                ? string.Join(option.IsLines ? "\n" : ", ", names.Select(name => name?.ToString())) : shown;
        }
    }

    /// <summary>Takes what was typed; the default, or nothing, is not stored.</summary>
    public void Set(OptionDescriptor option, string? text)
    {
        ArgumentNullException.ThrowIfNull(option);
        if (string.IsNullOrWhiteSpace(text) || !option.IsRequired && text.Trim() == Text(option.Default))
        {
            Texts.Remove(option.Name);
        }
        else
        {
            Texts[option.Name] = text.Trim();
        }
    }

    /// <summary>Writes the given options into a JSON object, each as its descriptor's type where the text allows
    /// it.</summary>
    internal JsonObject Write(JsonObject into, ICatalogueEntry? entry)
    {
        foreach (var (name, text) in Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var option = entry?.Options.FirstOrDefault(o => o.Name == name);
            into[name] = option?.Type switch
            {
                OptionType.Integer or OptionType.Number => Number(text),
                OptionType.Json => Json(text, option),
                OptionType.Flag when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
                _ => JsonValue.Create(text),
            };
        }

        return into;
    }

    /// <summary>A JSON number where the text is one; otherwise the text itself, for the reader to refuse in its
    /// place.</summary>
    internal static JsonNode Number(string text)
        => long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? JsonValue.Create(integer)
            : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? JsonValue.Create(number)
                : JsonValue.Create(text.Trim());

    /// <summary>The words of a list as people type it: apart by commas, semicolons or blanks.</summary>
    internal static string[] Words(string text) => text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The JSON where the text is some; otherwise the text itself, for the reader to refuse in its
    /// place.</summary>
    private static JsonNode? Json(string text, OptionDescriptor? option)
    {
        if (option?.IsNames == true && !text.StartsWith('['))
        {
            return new JsonArray([.. text
                .Split(option.IsLines ? '\n' : ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => JsonValue.Create(name))]);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    internal static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
