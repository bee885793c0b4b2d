using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Results;
using static NasStudio.Runs.Results.JsonSchemas;

namespace NasStudio.Runs.Motifs;

/// <summary>The schema of motif files.</summary>
internal static class MotifSchema
{
    public static JsonObject Of(StudioCatalogues catalogues) => Root(MotifFile.Schema, JsonSchemas.Object(
        closed: true,
        ("schema", new JsonObject { ["const"] = MotifFile.Schema }, true),
        ("space", ExperimentSchema.Space(catalogues), true),
        ("learnedFrom", JsonSchemas.Object(
            closed: true,
            ("experiment", Type("string"), true),
            ("evaluator", JsonSchemas.Object(closed: false, ("kind", Type("string"), true)), true),
            ("objective", JsonSchemas.Object(
                closed: true, ("metric", Type("string"), true),
                ("direction", Names(Enum.GetValues<Direction>().Select(ResultJson.Name)), true)), true),
            ("seed", Integer(0, ExperimentReader.MaxSeed), true),
            ("architectures", Integer(2, ExperimentReader.MaxEvaluations), true)), true),
        ("depth", Integer(1, 10), true),
        ("motifs", Motifs(), true)));

    private static JsonObject Motifs()
    {
        var items = Items(MotifJson.Schema());
        items["maxItems"] = MotifFile.MaxMotifs;
        return items;
    }
}
