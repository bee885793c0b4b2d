using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NasStudio.EndToEnd;

/// <summary>./nasstudio run: the same experiment files and results without browser and server.</summary>
public sealed class HeadlessRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("speed", "slow")]
    public async Task A_generative_search_writes_a_result_whose_every_accuracy_is_reproduced()
    {
        var experiment = Path.Combine(_folder.FullName, "experiment.json");
        await File.WriteAllTextAsync(experiment, Experiments.Deterministic("ag-net", 24).ToJsonString());
        var folder = Path.Combine(_folder.FullName, "out");
        var printed = await RunAsync("run", experiment, "--out", folder, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Contains("24 of 24", printed, StringComparison.Ordinal);
        await Checkout.AssertValidAsync(Path.Combine(folder, "result.json"), "result-v1.json");
        var result = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "result.json")))!.AsObject();
        var run = result["runs"]![0]!;
        Assert.Equal(24, run["trials"]!.AsArray().Count);
        Retraining.AssertReproduced(result, [.. run["trials"]!.AsArray()!]);

        var architectures = Directory.GetFiles(Path.Combine(folder, "architectures"));
        Assert.Equal(run["front"]!.AsArray().Count, architectures.Length);
        foreach (var file in architectures)
        {
            await Checkout.AssertValidAsync(file, "architecture-v1.json");
        }
    }

    [Fact]
    public async Task The_examples_are_what_the_schema_says()
    {
        foreach (var example in Directory.GetFiles(Checkout.File("examples"), "*.json"))
        {
            await Checkout.AssertValidAsync(example, "experiment-v1.json");
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo(Checkout.File("nasstudio"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, await errors);
        return await output;
    }
}
