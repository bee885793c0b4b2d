using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NasStudio.Runs.Motifs;

namespace NasStudio.Runs.Catalogues;

/// <summary>What kind of value an option takes.</summary>
public enum OptionType
{
    /// <summary>A whole number; a <see cref="long"/> in <see cref="OptionValues"/>.</summary>
    Integer,

    /// <summary>A number; a <see cref="double"/>.</summary>
    Number,

    /// <summary>Free text; a <see cref="string"/>.</summary>
    Text,

    /// <summary>Yes or no; a <see cref="bool"/>.</summary>
    Flag,

    /// <summary>One of <see cref="OptionDescriptor.Choices"/>; a <see cref="string"/>.</summary>
    Choice,

    /// <summary>A JSON object or array; a <see cref="JsonText"/>.</summary>
    Json,
}

/// <summary>
/// One option of a strategy, space or evaluator, as the form, the REST schema and the JSON Schema show it.
/// </summary>
/// <param name="Name">Key in files, camelCase.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">What it does; may be empty.</param>
/// <param name="Source">Where its default comes from; may be empty.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="Default">The default: long, double, string, bool or <see cref="JsonText"/> by type; null where absent
/// means something of its own.</param>
/// <param name="Min">Smallest allowed value of a number; null for none.</param>
/// <param name="Max">Largest allowed value of a number; null for none.</param>
/// <param name="Choices">Allowed values of a choice; empty otherwise.</param>
/// <param name="Unit">Unit of a number; may be empty.</param>
/// <param name="IsRequired">Whether every experiment must state it; its default is what the form begins with.</param>
/// <param name="Schema">JSON Schema of a JSON value; null for other types.</param>
/// <param name="IsLines">Whether it takes a list of texts that are typed one a line.</param>
public sealed record OptionDescriptor(
    string Name, string Title, string Description, string Source, OptionType Type, object? Default,
    double? Min, double? Max, ImmutableArray<string> Choices, string Unit, bool IsRequired = false,
    JsonText? Schema = null, [property: JsonIgnore] bool IsLines = false)
{
    /// <summary>Whether it takes a list of names.</summary>
    [JsonIgnore]
    public bool IsNames => Type == OptionType.Json && (string?)Schema?.ToNode()["items"]?["type"] == "string";

    /// <summary>Whether it takes a motif file.</summary>
    [JsonIgnore]
    public bool IsMotifs => Type == OptionType.Json && (string?)Schema?.ToNode()["properties"]?["schema"]?["const"] == MotifFile.Schema;

    /// <summary>What is allowed, in words: "a whole number from 1 to 200".</summary>
    public string Allowed => Type switch
    {
        OptionType.Integer => $"a whole number{Bounds}",
        OptionType.Number => $"a number{Bounds}",
        OptionType.Flag => "true or false",
        OptionType.Choice => $"one of {string.Join(", ", Choices)}",
        OptionType.Json when IsLines => $"an array of {Limit("minItems") ?? 0} to {Limit("maxItems")} texts",
        OptionType.Json when IsNames => "an array of names",
        OptionType.Json when Schema?.ToNode()["type"] is { } type => $"a JSON {type}",
        OptionType.Json => "a JSON object or array",
        _ => "a text",
    };

    /// <summary>Whether a list is neither too short nor too long.</summary>
    internal bool AllowsLength(JsonText list) => !IsLines || list.ToNode() is JsonArray items
        && items.Count >= (Limit("minItems") ?? 0) && items.Count <= (Limit("maxItems") ?? int.MaxValue);

    private int? Limit(string keyword) => (int?)Schema?.ToNode()[keyword];

    private string Bounds => (Min, Max) switch
    {
        (null, null) => "",
        (_, null) => FormattableString.Invariant($" of at least {Min}"),
        (null, _) => FormattableString.Invariant($" of at most {Max}"),
        _ => FormattableString.Invariant($" from {Min} to {Max}"),
    };
}
