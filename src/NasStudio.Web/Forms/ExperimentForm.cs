using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Web.Forms;

/// <summary>
/// What stands in the fields of the new-experiment form, as typed: also what is not (yet) an experiment. It becomes
/// one by way of the experiment file, so that the form, files and REST have the same checks and the same words.
/// </summary>
public sealed class ExperimentForm
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Name of the experiment.</summary>
    public string Name { get; set; } = "";

    /// <summary>The space and its options.</summary>
    public KindFields Space { get; set; } = new("");

    /// <summary>The evaluator and its options.</summary>
    public KindFields Evaluator { get; set; } = new("");

    /// <summary>The strategy and its options.</summary>
    public KindFields Strategy { get; set; } = new("");

    /// <summary>The objectives, the deciding one first.</summary>
    public List<ObjectiveFields> Objectives { get; } = [];

    /// <summary>The constraints.</summary>
    public List<ConstraintFields> Constraints { get; } = [];

    /// <summary>Budget of each run.</summary>
    public string Evaluations { get; set; } = "";

    /// <summary>Seeds, parted by commas or spaces.</summary>
    public string Seeds { get; set; } = "";

    /// <summary>The fields that show a document.</summary>
    public static ExperimentForm From(ExperimentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var form = new ExperimentForm
        {
            Name = document.Name,
            Space = KindFields.From(document.Space),
            Evaluator = KindFields.From(document.Evaluator),
            Strategy = KindFields.From(document.Strategy),
            Evaluations = document.Evaluations.ToString(CultureInfo.InvariantCulture),
            Seeds = string.Join(", ", document.Seeds.Select(s => s.ToString(CultureInfo.InvariantCulture))),
        };
        form.Objectives.AddRange(document.Objectives.Select(o => new ObjectiveFields { Metric = o.Metric, Direction = o.Direction }));
        form.Constraints.AddRange(document.Constraints.Select(
            c => new ConstraintFields { Metric = c.Metric, Min = KindFields.Text(c.Min), Max = KindFields.Text(c.Max) }));
        return form;
    }

    /// <summary>Leaves out objectives and constraints on what is not measured; in place of the one that decides,
    /// the last percentage to be searched on does (of several accuracies that of the longest training), else the first
    /// metric.</summary>
    /// <param name="metrics">What is measured; empty where that is unknown, and nothing changes.</param>
    public void Follow(ImmutableArray<Metric> metrics)
    {
        if (metrics.IsDefaultOrEmpty)
        {
            return;
        }

        var deciding = Objectives.FirstOrDefault();
        Objectives.RemoveAll(objective => metrics.All(m => m.Name != objective.Metric));
        Constraints.RemoveAll(constraint => metrics.All(m => m.Name != constraint.Metric));
        if (Objectives.Count == 0 || Objectives[0] != deciding)
        {
            var searched = metrics.Where(m => m.Role == MetricRole.Validation).ToList();
            var metric = searched.LastOrDefault(m => m.Unit == "%") ?? searched.FirstOrDefault() ?? metrics[0];
            Objectives.RemoveAll(objective => objective.Metric == metric.Name);
            Objectives.Insert(0, new ObjectiveFields { Metric = metric.Name, Direction = metric.Direction });
        }
    }

    /// <summary>The experiment file that the fields spell; what is no number stands in it as the text that was
    /// typed.</summary>
    /// <param name="catalogues">Tell which options are numbers.</param>
    public string ToJson(StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        var strategy = new JsonObject { ["kind"] = Strategy.Kind };
        if (Strategy.Write(new JsonObject(), catalogues.Strategies.Find(Strategy.Kind)) is { Count: > 0 } options)
        {
            strategy["options"] = options;
        }

        return new JsonObject
        {
            ["schema"] = ExperimentDocument.Schema,
            ["name"] = Name,
            ["space"] = Space.Write(new JsonObject { ["kind"] = Space.Kind }, catalogues.Spaces.Find(Space.Kind)),
            ["evaluator"] = Evaluator.Write(new JsonObject { ["kind"] = Evaluator.Kind }, catalogues.Evaluators.Find(Evaluator.Kind)),
            ["strategy"] = strategy,
            ["objectives"] = new JsonArray([.. Objectives.Select(o => o.ToJson())]),
            ["constraints"] = new JsonArray([.. Constraints.Select(c => c.ToJson())]),
            ["budget"] = new JsonObject { ["evaluations"] = KindFields.Number(Evaluations) },
            ["seeds"] = new JsonArray([.. KindFields.Words(Seeds).Select(KindFields.Number)]),
        }.ToJsonString(Indented);
    }
}

/// <summary>A row of the objectives.</summary>
public sealed class ObjectiveFields
{
    /// <summary>The metric.</summary>
    public string Metric { get; set; } = "";

    /// <summary>Which way is better.</summary>
    public Direction Direction { get; set; }

    internal JsonNode ToJson() => new JsonObject
    {
        ["metric"] = Metric,
        ["direction"] = Direction == Direction.Maximize ? "maximize" : "minimize",
    };
}

/// <summary>A row of the constraints.</summary>
public sealed class ConstraintFields
{
    /// <summary>The metric.</summary>
    public string Metric { get; set; } = "";

    /// <summary>Smallest allowed value; empty for none.</summary>
    public string Min { get; set; } = "";

    /// <summary>Largest allowed value; empty for none.</summary>
    public string Max { get; set; } = "";

    internal JsonNode ToJson()
    {
        var json = new JsonObject { ["metric"] = Metric };
        foreach (var (key, text) in ImmutableArray.Create(("min", Min), ("max", Max)).Where(bound => bound.Item2.Trim().Length > 0))
        {
            json[key] = KindFields.Number(text);
        }

        return json;
    }
}
