using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Motifs;

namespace NasStudio.Runs.Results;

/// <summary>The published JSON Schemas (draft 2020-12), generated; docs/schemas holds the same text.</summary>
public static class JsonSchemas
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Each schema's text by its file name.</summary>
    public static IReadOnlyDictionary<string, string> All(StudioCatalogues catalogues)
        => new SortedDictionary<string, string>
        {
            ["architecture-v1.json"] = Text(ResultSchemas.Architecture(catalogues)),
            ["experiment-v1.json"] = Text(ExperimentSchema.Of(catalogues)),
            ["motifs-v1.json"] = Text(MotifSchema.Of(catalogues)),
            ["result-v1.json"] = Text(ResultSchemas.Result(catalogues)),
        };

    /// <summary>The schema of experiment files.</summary>
    public static string Experiment(StudioCatalogues catalogues) => Text(ExperimentSchema.Of(catalogues));

    internal static JsonObject Object(bool closed, params (string Name, JsonNode Schema, bool IsRequired)[] fields)
        => new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. fields.Where(f => f.IsRequired).Select(f => (JsonNode)f.Name)]),
            ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Schema))),
            ["additionalProperties"] = !closed,
        };

    internal static JsonObject Type(string type) => new() { ["type"] = type };

    internal static JsonObject Numbers() => new() { ["type"] = "object", ["additionalProperties"] = Type("number") };

    internal static JsonObject Items(JsonNode of, int? min = null, bool unique = false)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = of };
        if (min is { } fewest)
        {
            schema["minItems"] = fewest;
        }

        if (unique)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }

    internal static JsonObject Integer(long min, long? max = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = min };
        if (max is { } largest)
        {
            schema["maximum"] = largest;
        }

        return schema;
    }

    internal static JsonObject Names(IEnumerable<string> names)
        => new() { ["enum"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) };

    internal static JsonObject Root(string schema, JsonObject body)
    {
        body["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        body["$id"] = $"urn:{schema.Replace('/', ':')}";
        body["title"] = schema;
        return body;
    }

    private static string Text(JsonObject schema) => schema.ToJsonString(Indented) + "\n";
}
