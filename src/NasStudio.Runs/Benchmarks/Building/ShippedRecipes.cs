using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>The recipes that come with the program, beside the benchmarks that they made: files
/// <c>*.recipe.json</c>.</summary>
public static class ShippedRecipes
{
    /// <summary>Every recipe, by name.</summary>
    /// <param name="catalogues">What recipes may name.</param>
    public static IReadOnlyList<BenchmarkRecipe> All(StudioCatalogues catalogues)
    {
        var folder = ShippedBenchmarks.Folder;
        return
        [
            .. (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.recipe.json") : []).Order(StringComparer.Ordinal)
                .Select(file => BenchmarkRecipe.Read(File.ReadAllText(file), catalogues).Recipe).OfType<BenchmarkRecipe>(),
        ];
    }
}
