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
        var (document, faults) = reader.Read(await ReadAsync(file, cancellation));
        if (document is null)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault.ToString());
            }

            return StartException.BadInput;
        }

        RequireOutput(output);
        DataFolder.RequireWritable(dataFolder);
        TensorLibrary.Require();
        return await new HeadlessRun(services, output, dataFolder).ExecuteAsync(document, cancellation);
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return file.Exists && file.Length > ExperimentReader.MaxBytes
                ? throw new StartException(
                    $"{file} has {file.Length} bytes; an experiment file may have {ExperimentReader.MaxBytes}.",
                    StartException.BadInput)
                : await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Cannot read {file}: {problem.Message}", StartException.BadInput, problem);
        }
    }

    private static void RequireOutput(string output)
    {
        try
        {
            Directory.CreateDirectory(output);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"Cannot make the folder {output}: {problem.Message}", StartException.BadInput, problem);
        }
    }
}
