using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Trials;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using static NasStudio.Runs.Results.JsonSchemas;

namespace NasStudio.Runs.Results;

/// <summary>How far a search that shares weights came, and its distributions as they stood then.</summary>
internal static class DistributionJson
{
    /// <summary>Metrics of a mode that stand beside its architecture, not among what it reaches.</summary>
    private static readonly string[] Sizes = ["params", "flops"];

    public static void Write(Utf8JsonWriter json, SearchRounds rounds, IReadOnlyList<TrialRow> trials)
    {
        json.WriteStartObject("rounds");
        json.WriteNumber("done", rounds.Done);
        json.WriteNumber("total", rounds.Total);
        if (rounds.Newest.Passes is { } passes)
        {
            json.WriteNumber("forwardPasses", passes.Forward);
            json.WriteNumber("backwardPasses", passes.Backward);
        }

        json.WriteEndObject();
        json.WriteStartArray("distributions");
        foreach (var distribution in rounds.Newest.Distributions)
        {
            Distribution(json, distribution, rounds.Newest.Maps.FirstOrDefault(map => map.Name == distribution.Name), trials);
        }

        json.WriteEndArray();
    }

    /// <summary>The two fields of a run in the result file.</summary>
    public static (string, JsonNode, bool)[] Schema() =>
    [
        ("rounds", Object(closed: true, ("done", Integer(1), true), ("total", Integer(1), true),
            ("forwardPasses", Integer(0), false), ("backwardPasses", Integer(0), false)), false),
        ("distributions", Items(Object(
            closed: false,
            ("name", Type("string"), true),
            ("title", Type("string"), true),
            ("coefficient", Type("number"), false),
            ("target", Type("number"), false),
            ("probabilities", new JsonObject { ["type"] = "object", ["additionalProperties"] = Numbers() }, true),
            ("mode", Object(
                closed: false,
                ("architecture", Type("string"), true),
                ("params", Type("number"), false),
                ("flops", Type("number"), false),
                ("metrics", Numbers(), true),
                ("trial", Integer(0), false)), true))), false),
    ];

    private static void Distribution(
        Utf8JsonWriter json, DistributionInsight distribution, HeatMap? map, IReadOnlyList<TrialRow> trials)
    {
        json.WriteStartObject();
        json.WriteString("name", distribution.Name);
        json.WriteString("title", distribution.Title);
        if (distribution.Coefficient is { } coefficient)
        {
            json.WriteNumber("coefficient", coefficient);
        }

        if (distribution.Target is { } target)
        {
            json.WriteNumber("target", target);
        }

        json.WriteStartObject("probabilities");
        for (var row = 0; row < (map?.Rows.Length ?? 0); row++)
        {
            json.WriteStartObject(map!.Rows[row]);
            for (var column = 0; column < map.Columns.Length; column++)
            {
                if (map.Values[row * map.Columns.Length + column] is { } probability)
                {
                    json.WriteNumber(map.Columns[column], probability);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        Mode(json, distribution.Mode, trials.FirstOrDefault(t => t.Native == distribution.Mode.Architecture));
        json.WriteEndObject();
    }

    private static void Mode(Utf8JsonWriter json, ModeInsight mode, TrialRow? trial)
    {
        json.WriteStartObject("mode");
        json.WriteString("architecture", mode.Architecture);
        foreach (var size in Sizes.Where(mode.Values.ContainsKey))
        {
            json.WriteNumber(size, mode.Values[size]);
        }

        json.WriteStartObject("metrics");
        foreach (var (name, value) in mode.Values.Where(value => !Sizes.Contains(value.Key)))
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        if (trial is not null)
        {
            json.WriteNumber("trial", trial.Number);
        }

        json.WriteEndObject();
    }
}
