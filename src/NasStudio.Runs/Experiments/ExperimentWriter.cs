using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>Writes experiment files; what it writes, <see cref="ExperimentReader"/> reads back equal.</summary>
public static class ExperimentWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file's text, indented.</summary>
    public static string Write(ExperimentDocument document) => ToJson(document).ToJsonString(Indented);

    /// <summary>The file as JSON, to stand inside another file.</summary>
    public static JsonObject ToJson(ExperimentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new JsonObject
        {
            ["schema"] = ExperimentDocument.Schema,
            ["name"] = document.Name,
            ["space"] = Flat(document.Space),
            ["evaluator"] = Flat(document.Evaluator),
            ["strategy"] = document.Strategy.Options.Values.IsEmpty
                ? new JsonObject { ["kind"] = document.Strategy.Kind }
                : new JsonObject { ["kind"] = document.Strategy.Kind, ["options"] = Options(document.Strategy, []) },
            ["objectives"] = new JsonArray([.. document.Objectives.Select(ObjectiveJson)]),
            ["constraints"] = new JsonArray([.. document.Constraints.Select(ConstraintJson)]),
            ["budget"] = new JsonObject { ["evaluations"] = document.Evaluations },
            ["seeds"] = new JsonArray([.. document.Seeds.Select(seed => (JsonNode)seed)]),
        };
    }

    /// <summary>
    /// The same experiment with every option spelled out, so that the file keeps its meaning when a default changes.
    /// </summary>
    public static ExperimentDocument WithDefaults(ExperimentDocument document, StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalogues);
        return document with
        {
            Space = WithDefaults(document.Space, catalogues.Spaces.Find(document.Space.Kind)),
            Evaluator = WithDefaults(document.Evaluator, catalogues.Evaluators.Find(document.Evaluator.Kind)),
            Strategy = WithDefaults(document.Strategy, catalogues.Strategies.Find(document.Strategy.Kind)),
        };
    }

    internal static KindChoice WithDefaults(KindChoice choice, ICatalogueEntry? entry) => choice with
    {
        Options = (entry?.Options ?? []).Aggregate(
            choice.Options, (values, option) => values.With(option.Name, choice.Options[option.Name] ?? option.Default)),
    };

    internal static JsonObject Flat(KindChoice choice) => Options(choice, new JsonObject { ["kind"] = choice.Kind });

    private static JsonObject Options(KindChoice choice, JsonObject into)
    {
        foreach (var (name, value) in choice.Options.Values)
        {
            into[name] = value switch
            {
                bool flag => flag,
                string text => text,
                long integer => integer,
                double number => number,
                JsonText json => json.ToNode(),
                _ => throw new ArgumentException(
                    $"Option '{name}' holds a {value.GetType().Name}; allowed are long, double, string, bool and "
                    + "JsonText.",
                    nameof(choice)),
            };
        }

        return into;
    }

    internal static JsonObject ObjectiveJson(Objective objective) => new()
    {
        ["metric"] = objective.Metric,
        ["direction"] = objective.Direction == Direction.Maximize ? "maximize" : "minimize",
    };

    private static JsonObject ConstraintJson(Constraint constraint)
    {
        var json = new JsonObject { ["metric"] = constraint.Metric };
        if (constraint.Min is { } min)
        {
            json["min"] = min;
        }

        if (constraint.Max is { } max)
        {
            json["max"] = max;
        }

        return json;
    }
}
