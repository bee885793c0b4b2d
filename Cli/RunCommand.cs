using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;

namespace NasStudio.Cli;

/// <summary>run: an experiment without browser or server; the same command again goes on where it stopped.</summary>
public static class RunCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("experiment.json") { Description = "The experiment file" };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for result.json, trials.csv and the architectures of the front",
            HelpName = "dir",
            Required = true,
        };
        var motifs = new Option<FileInfo?>("--motifs")
        {
            Description = "A motif file that guides the search, in place of the experiment file's strategy.options.motifs",
            HelpName = "file",
        };
        var data = CommandLine.DataOption();
        var command = new Command("run", "Run an experiment file and write what it found") { file, output, motifs, data };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(output).FullName, parsed.GetValue(motifs),
            DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, string output, FileInfo? motifs, string dataFolder, CancellationToken cancellation)
    {
        await using var services = StudioServices.Build(dataFolder);
        services.GetRequiredService<ShippedBenchmarks>().Import(ShippedBenchmarks.Folder, cancellation);
        var reader = services.GetRequiredService<ExperimentReader>();
        var text = await CommandLine.ReadAsync(file, ExperimentReader.MaxBytes, "an experiment file", cancellation);
        if (motifs is not null)
        {
            text = WithMotifs(text, await CommandLine.ReadAsync(motifs, MotifFile.MaxBytes, "a motif file", cancellation), motifs);
        }

        var (document, faults) = reader.Read(text);
        if (document is null)
        {
            CommandLine.PrintFaults(faults);
            return StartException.BadInput;
        }

        CommandLine.RequireOutput(output);
        DataFolder.RequireWritable(dataFolder);
        TensorLibrary.Require();
        return await new HeadlessRun(services, output, dataFolder).ExecuteAsync(document, cancellation);
    }

    /// <summary>The experiment with the motifs among its strategy's options; as it is where it is no experiment, for the reader
    /// to say so.</summary>
    private static string WithMotifs(string experiment, string motifs, FileInfo file)
    {
        JsonNode? chosen;
        try
        {
            chosen = JsonNode.Parse(motifs);
        }
        catch (JsonException problem)
        {
            throw new StartException($"{file} is not valid JSON: {problem.Message}", StartException.BadInput, problem);
        }

        try
        {
            if (JsonNode.Parse(experiment) is JsonObject root && root["strategy"] is JsonObject strategy
                && (strategy["options"] ??= new JsonObject()) is JsonObject options)
            {
                options["motifs"] = chosen;
                return root.ToJsonString();
            }
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // No JSON, or a key that is given twice: the reader says where.
        }

        return experiment;
    }
}
