using System.Runtime.CompilerServices;
using System.Text.Json;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Tests.Results;

public sealed class JsonSchemasTests
{
    [Fact]
    public void The_published_schemas_are_the_generated_ones()
    {
        var folder = Path.GetFullPath(Path.Combine(Here(), "../../../docs/schemas"));
        foreach (var (name, text) in JsonSchemas.All(StudioCatalogues.Default))
        {
            var file = Path.Combine(folder, name);
            if (Environment.GetEnvironmentVariable("NASSTUDIO_WRITE_SCHEMAS") == "true")
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(file, text);
            }

            Assert.True(File.Exists(file) && File.ReadAllText(file) == text,
                $"docs/schemas/{name} is not what the code says; run this test with NASSTUDIO_WRITE_SCHEMAS=true and commit.");
        }
    }

    [Fact]
    public void The_experiment_schema_knows_every_kind_and_option()
    {
        using var schema = JsonDocument.Parse(JsonSchemas.Experiment(StudioCatalogues.Default));
        var branches = schema.RootElement.GetProperty("properties").GetProperty("strategy").GetProperty("oneOf")
            .EnumerateArray().ToList();
        Assert.Equal(
            StudioCatalogues.Default.Strategies.Entries.Select(e => e.Kind),
            branches.Select(b => b.GetProperty("properties").GetProperty("kind").GetProperty("const").GetString()));
        var random = branches[0].GetProperty("properties").GetProperty("options").GetProperty("properties")
            .GetProperty("batchSize");
        Assert.Equal((8, 1, 1000),
            (random.GetProperty("default").GetInt32(), random.GetProperty("minimum").GetInt32(),
            random.GetProperty("maximum").GetInt32()));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
