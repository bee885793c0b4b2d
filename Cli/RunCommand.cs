using System.CommandLine;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;

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
        var data = CommandLine.DataOption();
        var command = new Command("run", "Run an experiment file and write what it found") { file, output, data };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(output).FullName,
            DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, string output, string dataFolder, CancellationToken cancellation)
    {
        await using var services = StudioServices.Build(dataFolder);
        services.GetRequiredService<ShippedBenchmarks>().Import(ShippedBenchmarks.Folder, cancellation);
        var reader = services.GetRequiredService<ExperimentReader>();
        var (document, faults) = reader.Read(
            await CommandLine.ReadAsync(file, ExperimentReader.MaxBytes, "an experiment file", cancellation));
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
}
