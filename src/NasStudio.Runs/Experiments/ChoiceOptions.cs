using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>What an experiment says of the space "choice"; <see cref="ChoiceReader"/> reads it.</summary>
public sealed record ChoiceOptions
{
    private const string Name = """{ "type": "string", "minLength": 1, "maxLength": 60 }""";

    private const string VariablesShape = $$"""
        { "type": "array", "minItems": 1, "maxItems": 100, "items": { "oneOf": [
          { "type": "object", "required": ["name", "type", "values"], "additionalProperties": false, "properties": {
              "name": {{Name}}, "type": { "const": "categorical" },
              "values": { "type": "array", "minItems": 1, "uniqueItems": true, "items": {{Name}} } } },
          { "type": "object", "required": ["name", "type", "min", "max"], "additionalProperties": false, "properties": {
              "name": {{Name}}, "type": { "const": "integer" }, "min": { "type": "integer" },
              "max": { "type": "integer" }, "step": { "type": "integer", "minimum": 1, "default": 1 } } }
        ] } }
        """;

    private const string ForbidShape = """
        { "type": "array", "maxItems": 1000, "items": { "type": "object", "minProperties": 1, "additionalProperties":
          { "oneOf": [ { "type": ["string", "integer"] },
                       { "type": "array", "minItems": 1, "items": { "type": ["string", "integer"] } } ] } } }
        """;

    /// <summary>The variables.</summary>
    [Required]
    [JsonShape(VariablesShape)]
    [Description("What may be chosen: variables, each either categorical with its values or an integer from min to max by "
        + "steps. Source: an example to begin with.")]
    public JsonText Variables { get; init; } = JsonText.Parse("""
        [ { "name": "depth", "type": "integer", "min": 2, "max": 8, "step": 2 },
          { "name": "op", "type": "categorical", "values": ["conv", "pool"] } ]
        """);

    /// <summary>Forbidden combinations.</summary>
    [JsonShape(ForbidShape)]
    [Description("Combinations that no architecture has: for some variables a value, or a list of values, each; forbidden "
        + "is what matches all of them. Source: nothing is forbidden unless you say so.")]
    public JsonText Forbid { get; init; } = JsonText.Parse("[]");
}
