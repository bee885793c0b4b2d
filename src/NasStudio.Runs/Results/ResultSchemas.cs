using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Motifs;
using static NasStudio.Runs.Results.JsonSchemas;

namespace NasStudio.Runs.Results;

/// <summary>The schemas of the files that the studio writes. Open: a strategy may add a section of its own.</summary>
internal static class ResultSchemas
{
    public static JsonObject Result(StudioCatalogues catalogues) => Root(ResultFiles.ResultSchema, Object(
        closed: false,
        ("schema", new JsonObject { ["const"] = ResultFiles.ResultSchema }, true),
        ("experiment", ExperimentSchema.Body(catalogues), true),
        ("environment", Object(
            closed: false, ("nasStudio", Type("string"), true), ("dotnet", Type("string"), true),
            ("operatingSystem", Type("string"), true), ("processor", Type("string"), true),
            ("processArchitecture", Type("string"), true), ("processorCount", Integer(1), true),
            ("device", Type("string"), true),
            ("evaluationSlots", Integer(1), true), ("threadsPerEvaluation", Integer(1), true)), true),
        ("metrics", Items(Metric(withValue: false)), true),
        ("fidelity", Object(closed: true, ("name", Type("string"), true), ("full", Positive(), true)), false),
        ("motifScores", new JsonObject { ["type"] = "object", ["additionalProperties"] = Type("string") }, false),
        ("runs", Items(Run(), min: 1), true)));

    public static JsonObject Architecture(StudioCatalogues catalogues) => Root(ResultFiles.ArchitectureSchema, Object(
        closed: false,
        ("schema", new JsonObject { ["const"] = ResultFiles.ArchitectureSchema }, true),
        ("space", Names(catalogues.Spaces.Entries.Select(e => e.Kind)), true),
        ("convention", Type("string"), true),
        ("architecture", Type("string"), true),
        ("isomorphismClass", Type("string"), true),
        ("functionalId", Type("string"), true),
        ("graph", Graph(), true),
        ("functionalGraph", Graph(), true),
        ("metrics", Items(Metric(withValue: true)), true),
        ("provenance", Object(
            closed: false, ("experiment", ExperimentSchema.Body(catalogues), true), ("seed", Integer(0), true),
            ("trial", Integer(0), true), ("origin", Type("string"), true), ("evaluationSeed", Integer(0), true),
            ("fidelity", Positive(), false), ("state", States<TrialState>(), true), ("askedAt", Time(), true)), true)));

    private static JsonObject Run() => Object(closed: false,
    [
        ("seed", Integer(0), true),
        ("state", States<RunState>(), true),
        ("strategyVersion", Integer(1), true),
        ("evaluatorVersion", Integer(1), true),
        ("error", Type("string"), false),
        ("trials", Items(Trial()), true),
        ("front", Items(Integer(0), unique: true), true),
        ("incumbent", new JsonObject { ["type"] = new JsonArray("integer", "null") }, true),
        ("curve", Items(Object(
            closed: true, ("evaluations", Positive(), true), ("trial", Integer(0), true),
            ("value", Type("number"), true),
            ("reported", Numbers(), true))), true),
        ("motifs", Items(MotifJson.Schema(hasObjective: true)), false),
        .. DistributionJson.Schema(),
        ("strategySeconds", Seconds(), true),
        ("evaluationSeconds", Seconds(), true),
        ("wallSeconds", Seconds(), true),
    ]);

    private static JsonObject Trial() => Object(
        closed: false,
        ("number", Integer(0), true),
        ("batch", Integer(0), true),
        ("architecture", Type("string"), true),
        ("isomorphismClass", Type("string"), true),
        ("functionalId", Type("string"), true),
        ("origin", Type("string"), true),
        ("evaluationSeed", Integer(0), true),
        ("fidelity", Positive(), false),
        ("state", States<TrialState>(), true),
        ("metrics", Numbers(), true),
        ("predicted", Numbers(), false),
        ("latent", Items(Type("number")), false),
        ("error", Type("string"), false),
        ("askedAt", Time(), true),
        ("toldAt", Time(), false),
        ("isPareto", Type("boolean"), true),
        ("isFeasible", Type("boolean"), true));

    private static JsonObject Metric(bool withValue) => Object(
        closed: true,
        ("name", Type("string"), true),
        ("value", Type("number"), withValue),
        ("title", Type("string"), true),
        ("unit", Type("string"), true),
        ("direction", States<Direction>(), true),
        ("role", States<MetricRole>(), true),
        ("deterministic", Type("boolean"), true));

    private static JsonObject Graph() => Object(
        closed: true,
        ("nodes", Items(Type("string")), true),
        ("edges", Items(Object(
            closed: true, ("from", Integer(0), true), ("to", Integer(1), true),
            ("operation", Type("string"), false))), true));

    private static JsonObject States<T>() where T : struct, Enum => Names(Enum.GetValues<T>().Select(ResultJson.Name));

    private static JsonObject Time() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject Positive() => new() { ["type"] = "number", ["exclusiveMinimum"] = 0 };

    private static JsonObject Seconds() => new() { ["type"] = "number", ["minimum"] = 0 };
}
