using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Results;

/// <summary>The schema of experiment files: one branch for each kind, its options as their descriptors say.</summary>
internal static class ExperimentSchema
{
    public static JsonObject Of(StudioCatalogues catalogues)
        => JsonSchemas.Root(ExperimentDocument.Schema, Body(catalogues));

    /// <summary>The same, to stand inside another schema.</summary>
    public static JsonObject Body(StudioCatalogues catalogues) => JsonSchemas.Object(
        closed: true,
        ("schema", new JsonObject { ["const"] = ExperimentDocument.Schema }, true),
        ("name", new JsonObject
        {
            ["type"] = "string",
            ["minLength"] = 1,
            ["maxLength"] = ExperimentReader.MaxNameLength
        }, true),
        ("space", Space(catalogues), true),
        ("evaluator", OneOf(catalogues.Evaluators.Entries, nested: false), true),
        ("strategy", OneOf(catalogues.Strategies.Entries, nested: true), true),
        ("objectives", JsonSchemas.Items(
            JsonSchemas.Object(
                closed: true, ("metric", Metric(), true),
                ("direction", JsonSchemas.Names(["minimize", "maximize"]), true)),
            min: 1), true),
        ("constraints", JsonSchemas.Items(WithABound(JsonSchemas.Object(
            closed: true, ("metric", Metric(), true), ("min", JsonSchemas.Type("number"), false),
            ("max", JsonSchemas.Type("number"), false)))), false),
        ("budget", JsonSchemas.Object(
            closed: true, ("evaluations", JsonSchemas.Integer(1, ExperimentReader.MaxEvaluations), true)), true),
        ("seeds", JsonSchemas.Items(JsonSchemas.Integer(0, ExperimentReader.MaxSeed), min: 1, unique: true), true));

    /// <summary>A space with its options.</summary>
    public static JsonObject Space(StudioCatalogues catalogues) => OneOf(catalogues.Spaces.Entries, nested: false);

    // Of a table, metrics are its columns, which no schema knows.
    private static JsonObject Metric() => new() { ["type"] = "string", ["pattern"] = "^[a-z][a-z0-9_]*$" };

    private static JsonObject WithABound(JsonObject constraint)
    {
        constraint["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("min") },
            new JsonObject { ["required"] = new JsonArray("max") });
        return constraint;
    }

    private static JsonObject OneOf(IEnumerable<ICatalogueEntry> entries, bool nested) => new()
    {
        ["oneOf"] = new JsonArray([.. entries.Select(entry => Branch(entry, nested))]),
    };

    private static JsonObject Branch(ICatalogueEntry entry, bool nested)
    {
        var options = entry.Options.Select(o => (o.Name, (JsonNode)Option(o), o.IsRequired));
        (string, JsonNode, bool) kind = ("kind", new JsonObject { ["const"] = entry.Kind }, true);
        var branch = nested
            ? JsonSchemas.Object(closed: true, kind, ("options", JsonSchemas.Object(closed: true, [.. options]),
                entry.Options.Any(o => o.IsRequired)))
            : JsonSchemas.Object(closed: true, [kind, .. options]);
        branch["title"] = entry.Title;
        branch["description"] = entry.Summary;
        return branch;
    }

    private static JsonObject Option(OptionDescriptor option)
    {
        var schema = option.Type switch
        {
            OptionType.Json when option.Schema is { } shape => shape.ToNode().AsObject(),
            OptionType.Json => new JsonObject { ["type"] = new JsonArray("object", "array") },
            OptionType.Integer => JsonSchemas.Type("integer"),
            OptionType.Number => JsonSchemas.Type("number"),
            OptionType.Flag => JsonSchemas.Type("boolean"),
            OptionType.Choice => JsonSchemas.Names(option.Choices),
            _ => JsonSchemas.Type("string"),
        };
        schema["title"] = option.Title;
        if (option.Description.Length > 0)
        {
            schema["description"] = option.Source.Length > 0 ? $"{option.Description} Source: {option.Source}"
                : option.Description;
        }

        if (option.Default is { } value)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value);
        }

        if (option.Min is { } min)
        {
            schema["minimum"] = min;
        }

        if (option.Max is { } max)
        {
            schema["maximum"] = max;
        }

        return schema;
    }
}
