using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Runs.Results;
using NasStudio.Search.NasBowl.Motifs;
using static NasStudio.Runs.Results.JsonSchemas;

namespace NasStudio.Runs.Motifs;

/// <summary>A motif as JSON, and the schema of it; <see cref="MotifReader"/> reads it.</summary>
internal static class MotifJson
{
    public static JsonNode Write(ClassedMotif classed)
    {
        var motif = classed.Motif;
        var json = new JsonObject
        {
            ["motif"] = motif.Tree.ToString(),
            ["part"] = motif.Part,
            ["level"] = motif.Level,
            ["tree"] = Tree(motif.Tree),
            ["class"] = Name(classed.Class),
            ["support"] = motif.Support,
            ["effect"] = motif.Effect,
            ["effectDeviation"] = motif.EffectDeviation,
            ["gradient"] = motif.Gradient,
            ["gradientDeviation"] = motif.GradientDeviation,
            ["gradientByCount"] = new JsonObject(motif.GradientByCount.Select(pair => KeyValuePair.Create(
                pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)pair.Value))),
            ["weightedGradient"] = motif.WeightedGradient,
            ["holdersScore"] = motif.HoldersScore,
        };
        foreach (var absent in json.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            json.Remove(absent);
        }

        return json;
    }

    /// <summary>The motifs of a run as a part of the result file: as in a motif file, each with its objective.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<MotifStudy> studies)
    {
        json.WriteStartArray("motifs");
        foreach (var study in studies)
        {
            foreach (var motif in study.Set.Motifs)
            {
                var node = Write(motif).AsObject();
                node.Insert(0, "objective", study.Metric.Name);
                node.WriteTo(json);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>What the scores of motifs are, in words, as a part of the result file.</summary>
    public static void WriteDefinitions(Utf8JsonWriter json)
    {
        json.WriteStartObject("motifScores");
        foreach (var (score, definition) in MotifDefinitions.All)
        {
            json.WriteString(score, definition);
        }

        json.WriteEndObject();
    }

    /// <summary>A class as files spell it.</summary>
    public static string Name(MotifClass motifClass) => JsonNamingPolicy.CamelCase.ConvertName(motifClass.ToString());

    /// <summary>The schema of a motif.</summary>
    /// <param name="hasObjective">Whether it names its objective, as in a result file.</param>
    public static JsonObject Schema(bool hasObjective = false) => JsonSchemas.Object(
        closed: true,
        [
        .. hasObjective ? [("objective", Type("string"), true)] : Array.Empty<(string, JsonNode, bool)>(),
        ("motif", Type("string"), true),
        ("part", Integer(0), true),
        ("level", Integer(0, MotifModel.MotifLevel), true),
        ("tree", TreeSchema(MotifModel.MotifLevel), true),
        ("class", Names(Enum.GetValues<MotifClass>().Select(Name)), true),
        ("support", Integer(1), true),
        ("effect", Type("number"), false),
        ("effectDeviation", Type("number"), false),
        ("gradient", Type("number"), false),
        ("gradientDeviation", Type("number"), false),
        ("gradientByCount", Numbers(), true),
        ("weightedGradient", Type("number"), true),
        ("holdersScore", Type("number"), true),
        ]);

    private static JsonObject Tree(LabelTree tree) => new()
    {
        ["operation"] = tree.Operation,
        ["successors"] = new JsonArray([.. tree.Successors.Select(branch =>
        {
            var json = Tree(branch.Tree);
            if (branch.Edge is { } edge)
            {
                json["edge"] = edge;
            }

            return (JsonNode)json;
        })]),
    };

    private static JsonObject TreeSchema(int level, params (string, JsonNode, bool)[] also) => JsonSchemas.Object(
        closed: true,
        [
            ("operation", Type("string"), true),
            ("successors", level == 0
                ? new JsonObject { ["type"] = "array", ["maxItems"] = 0 }
                : Items(TreeSchema(level - 1, ("edge", Type("string"), false))), true),
            .. also,
        ]);
}
