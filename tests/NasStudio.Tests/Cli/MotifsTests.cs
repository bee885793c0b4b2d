using System.Globalization;
using System.Text.Json.Nodes;

namespace NasStudio.Tests.Cli;

/// <summary>run, motifs learn and a guided run, as a researcher does it with real training.</summary>
public sealed class MotifsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Motifs_of_a_search_that_trains_guide_one_that_does_not_train()
    {
        const string Train = """{ "kind": "train", "dataset": "digits", "epochs": 1, "cellsPerStage": 1, "maxTrainImages": 100, "latencySamples": 3 }""";
        const string Look = """{ "kind": "training-free", "dataset": "digits", "repeats": 1, "batchSize": 8, "regionSamples": 50 }""";
        await File.WriteAllTextAsync(_folder["train.json"], Experiment(Train, "val_acc", 40));
        await File.WriteAllTextAsync(_folder["look.json"], Experiment(Look, "naswot", 20));

        var trained = await StudioProgram.RunAsync("run", _folder["train.json"], "--out", _folder["trained"], "--data", _folder["data"]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        var run = JsonNode.Parse(await File.ReadAllTextAsync(_folder["trained/result.json"]))!["runs"]![0]!;
        Assert.Equal(40, run["trials"]!.AsArray().Count);
        Assert.NotEmpty(run["motifs"]!.AsArray());

        var learned = await StudioProgram.RunAsync("motifs", "learn", _folder["trained"], "--out", _folder["motifs.json"], "--data", _folder["data"]);
        Assert.True(learned.ExitCode == 0, learned.Error);
        Assert.Contains("learned from 40 architectures", learned.Output, StringComparison.Ordinal);

        var looked = await StudioProgram.RunAsync(
            "run", _folder["look.json"], "--motifs", _folder["motifs.json"], "--out", _folder["looked"], "--data", _folder["data"]);
        Assert.True(looked.ExitCode == 0, looked.Error);
        var result = JsonNode.Parse(await File.ReadAllTextAsync(_folder["looked/result.json"]))!;
        Assert.Equal(20, result["runs"]![0]!["trials"]!.AsArray().Count);
        Assert.Equal("NAS-BOWL", (string?)result["experiment"]!["strategy"]!["options"]!["motifs"]!["learnedFrom"]!["experiment"]);
    }

    private static string Experiment(string evaluator, string metric, int evaluations) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "schema": "nasstudio/experiment/v1", "name": "NAS-BOWL", "space": { "kind": "nas-bench-201" },
          "evaluator": {{evaluator}}, "strategy": { "kind": "nas-bowl" },
          "objectives": [ { "metric": "{{metric}}", "direction": "maximize" } ], "constraints": [],
          "budget": { "evaluations": {{evaluations}} }, "seeds": [0] }
        """);
}
