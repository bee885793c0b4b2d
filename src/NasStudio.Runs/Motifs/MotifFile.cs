using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>Where motifs were learned.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Evaluator">What measured: its kind and options. Only told to people.</param>
/// <param name="Objective">What was learned.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Architectures">How many architectures it learned from.</param>
public sealed record MotifSource(string Experiment, JsonText Evaluator, Objective Objective, long Seed, int Architectures);

/// <summary>Motifs learned in one run, to guide another search: exactly the motif file (schema <see cref="Schema"/>).</summary>
/// <param name="Space">The space that they were learned in.</param>
/// <param name="LearnedFrom">Where they were learned.</param>
/// <param name="Set">The motifs.</param>
public sealed record MotifFile(KindChoice Space, MotifSource LearnedFrom, MotifSet Set)
{
    /// <summary>Name of the file's schema.</summary>
    public const string Schema = "nasstudio/motifs/v1";

    /// <summary>Largest file that is read; it has to fit into an experiment file.</summary>
    public const int MaxBytes = 1 << 19;

    /// <summary>Most motifs of a file.</summary>
    public const int MaxMotifs = 2_000;

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file strictly: what it says, or every fault of it.</summary>
    public static (MotifFile? File, ImmutableArray<Fault> Faults) Read(string json, StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        return StrictJson.Read<MotifFile>(json, MaxBytes, (root, faults) => Read(root, catalogues.Spaces, faults));
    }

    /// <summary>What it holds, in words for people.</summary>
    public string Summary
    {
        get
        {
            int Count(MotifClass of) => Set.Motifs.Count(motif => motif.Class == of);
            return string.Create(CultureInfo.InvariantCulture,
                $"{Set.Motifs.Length} motifs ({Count(MotifClass.Good)} good, {Count(MotifClass.Bad)} bad) learned from "
                + $"{LearnedFrom.Architectures} architectures, h = {Set.Depth}");
        }
    }

    /// <summary>The file's text, indented.</summary>
    public string Write() => ToJson().ToJsonString(Indented) + "\n";

    /// <summary>The file as JSON, to stand inside another file.</summary>
    public JsonObject ToJson() => new()
    {
        ["schema"] = Schema,
        ["space"] = ExperimentWriter.Flat(Space),
        ["learnedFrom"] = new JsonObject
        {
            ["experiment"] = LearnedFrom.Experiment,
            ["evaluator"] = LearnedFrom.Evaluator.ToNode(),
            ["objective"] = ExperimentWriter.ObjectiveJson(LearnedFrom.Objective),
            ["seed"] = LearnedFrom.Seed,
            ["architectures"] = LearnedFrom.Architectures,
        },
        ["depth"] = Set.Depth,
        ["motifs"] = new JsonArray([.. Set.Motifs.Select(MotifJson.Write)]),
    };

    /// <summary>Reads a file's root.</summary>
    /// <param name="json">The root.</param>
    /// <param name="spaces">The spaces that it may name.</param>
    /// <param name="faults">Gets every fault, paths from "$" on.</param>
    internal static MotifFile? Read(JsonElement json, SpaceCatalogue spaces, List<Fault> faults)
    {
        if (JsonFields.Of(json, "$", faults) is not { } root)
        {
            return null;
        }

        var before = faults.Count;
        if (root.Text("schema", $"\"{Schema}\"") is { } schema && schema != Schema)
        {
            faults.Add(new Fault("$.schema", $"\"{schema}\"", $"is another schema; allowed is \"{Schema}\""));
        }

        var (_, space) = new KindReader(faults).Read(root, "space", spaces, nested: false);
        var source = root.Object("learnedFrom") is { } from ? Source(from, faults) : null;
        var reader = new MotifReader(faults);
        var depth = reader.Whole(root, "depth", 1, 10);
        var motifs = reader.Motifs(root, MaxMotifs);
        root.RefuseUnknown();
        return faults.Count > before ? null : new MotifFile(space!, source!, new MotifSet((int)depth!, motifs));
    }

    private static MotifSource? Source(JsonFields fields, List<Fault> faults)
    {
        var before = faults.Count;
        var experiment = fields.Text("experiment", "a text");
        var evaluator = fields.Required("evaluator", "an object { ... }");
        if (evaluator is { } json && JsonFields.Of(json, fields.Under("evaluator"), faults) is { } choice)
        {
            _ = choice.Text("kind", "a text");
        }

        Objective? objective = null;
        if (fields.Object("objective") is { } inner)
        {
            var (metric, direction) = (inner.Text("metric", "a text"), inner.Text("direction", "maximize or minimize"));
            if (direction is not (null or "maximize" or "minimize"))
            {
                faults.Add(new Fault(inner.Under("direction"), $"\"{direction}\"", "must be maximize or minimize"));
            }

            inner.RefuseUnknown();
            objective = metric is null ? null
                : new Objective(metric, direction == "minimize" ? Direction.Minimize : Direction.Maximize);
        }

        var reader = new MotifReader(faults);
        var seed = reader.Whole(fields, "seed", 0, ExperimentReader.MaxSeed);
        var architectures = reader.Whole(fields, "architectures", 2, ExperimentReader.MaxEvaluations);
        fields.RefuseUnknown();
        return faults.Count > before ? null
            : new MotifSource(experiment!, JsonText.Of(evaluator!.Value), objective!, (long)seed!, (int)architectures!);
    }
}
