using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Runs.Benchmarks.Building;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Web.Forms;

/// <summary>What stands in the fields of the build-a-benchmark form, as typed; it becomes a recipe by way of the recipe
/// file, so that form and command line have the same checks.</summary>
public sealed class RecipeForm
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Name of the benchmark.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its name for people.</summary>
    public string Title { get; set; } = "";

    /// <summary>Licence of its numbers.</summary>
    public string Licence { get; set; } = "CC0-1.0";

    /// <summary>The space.</summary>
    public KindFields Space { get; set; } = new("");

    /// <summary>The evaluator and its options.</summary>
    public KindFields Evaluator { get; set; } = new("");

    /// <summary>What is kept of each measurement.</summary>
    public HashSet<string> Metrics { get; } = [];

    /// <summary>Seeds, parted by commas or spaces.</summary>
    public string Seeds { get; set; } = "";

    /// <summary>The fields that show a recipe.</summary>
    public static RecipeForm From(BenchmarkRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var form = new RecipeForm
        {
            Name = recipe.Name,
            Title = recipe.Title,
            Licence = recipe.Licence,
            Space = KindFields.From(recipe.Space),
            Evaluator = KindFields.From(recipe.Evaluator),
            Seeds = string.Join(", ", recipe.Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))),
        };
        form.Metrics.UnionWith(recipe.Metrics);
        return form;
    }

    /// <summary>The recipe file that the fields spell.</summary>
    public string ToJson(StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        return new JsonObject
        {
            ["schema"] = BenchmarkRecipe.Schema,
            ["name"] = Name,
            ["title"] = Title,
            ["licence"] = Licence,
            ["space"] = Space.Write(new JsonObject { ["kind"] = Space.Kind }, catalogues.Spaces.Find(Space.Kind)),
            ["evaluator"] = Evaluator.Write(
                new JsonObject { ["kind"] = Evaluator.Kind }, catalogues.Evaluators.Find(Evaluator.Kind)),
            ["metrics"] = new JsonArray([.. Metrics.Order(StringComparer.Ordinal).Select(m => JsonValue.Create(m))]),
            ["seeds"] = new JsonArray([.. KindFields.Words(Seeds).Select(KindFields.Number)]),
        }.ToJsonString(Indented);
    }
}
