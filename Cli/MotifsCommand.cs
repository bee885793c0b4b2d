using System.CommandLine;
using System.Globalization;
using NasStudio.Hosting;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;

namespace NasStudio.Cli;

/// <summary>motifs learn: what a run found out about small pieces of graph, as a file that guides other searches.</summary>
internal static class MotifsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("motifs", "Learn what makes architectures good, for other searches") { Learn() };

    private static Command Learn()
    {
        var experiment = new Argument<string>("experiment")
        {
            Description = "Output folder of run, or the number of an experiment in the data folder",
        };
        var seed = new Option<long?>("--seed") { Description = "Which run (the first)", HelpName = "n" };
        var objective = new Option<string?>("--objective") { Description = "Which objective (the first)", HelpName = "metric" };
        var output = new Option<FileInfo>("--out") { Description = "The motif file to write", HelpName = "file", Required = true };
        var data = CommandLine.DataOption();
        var command = new Command("learn", "Learn motifs from a run, whatever its strategy, and write a motif file")
        {
            experiment, seed, objective, output, data,
        };
        command.SetAction((parsed, cancellation) => LearnAsync(
            parsed.GetRequiredValue(experiment), parsed.GetValue(seed), parsed.GetValue(objective), parsed.GetRequiredValue(output),
            DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> LearnAsync(
        string experiment, long? seed, string? objective, FileInfo output, string dataFolder, CancellationToken cancellation)
    {
        var id = long.TryParse(experiment, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : await CompareCommand.ExperimentOfAsync(new DirectoryInfo(experiment), dataFolder, cancellation);
        await using var services = StudioServices.Build(dataFolder);
        await services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
        try
        {
            var view = await services.GetRequiredService<Runs.Queries.ExperimentQueries>().GetAsync(id, cancellation)
                ?? throw new StartException($"There is no experiment {id}.", StartException.BadInput);
            var file = await services.GetRequiredService<MotifQueries>()
                .FileAsync(id, seed ?? view.Document.Seeds[0], objective, cancellation);
            await CommandLine.WriteAsync(output, file.Write(), cancellation);
            Console.WriteLine($"Wrote {output}: {file.Summary}.");
            return 0;
        }
        catch (Exception problem) when (problem is NotFoundException or WrongStateException)
        {
            throw new StartException(problem.Message, StartException.BadInput, problem);
        }
    }
}
