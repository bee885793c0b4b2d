using System.CommandLine;
using System.Globalization;
using NasStudio.Hosting;
using NasStudio.Runs;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Queries;
using Spectre.Console;

namespace NasStudio.Cli;

/// <summary>datasets list, datasets fetch: what evaluators can train on.</summary>
public static class DataSetsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("datasets", "List or fetch data sets") { List(), Fetch() };

    private static Command List()
    {
        var data = CommandLine.DataOption();
        var json = CommandLine.JsonOption();
        var command = new Command("list", "Every data set, and where it is") { data, json };
        command.SetAction(parsed =>
        {
            CommandLine.PrintList(new DataSetQueries(Options(parsed.GetValue(data))).List(), parsed.GetValue(json),
                ["KIND", "IMAGES", "SHAPE", "CLASSES", "WHERE", "TITLE"],
                set =>
                [
                    set.Kind, set.Images.ToString(CultureInfo.InvariantCulture), set.Shape,
                    set.Classes.ToString(CultureInfo.InvariantCulture), set.Place ?? "missing", set.Title,
                ]);
            return 0;
        });
        return command;
    }

    private static Command Fetch()
    {
        var kind = new Argument<string>("kind") { Description = "Kind of the data set" };
        var data = CommandLine.DataOption();
        var command = new Command("fetch", "Download a data set into the data folder and verify it") { kind, data };
        command.SetAction((parsed, cancellation) =>
            FetchAsync(parsed.GetRequiredValue(kind), DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> FetchAsync(string kind, string dataFolder, CancellationToken cancellation)
    {
        var options = Options(dataFolder);
        var known = new DataSetQueries(options).List();
        var set = known.FirstOrDefault(one => one.Kind == kind) ?? throw new StartException(
            $"There is no data set '{kind}'; there is {string.Join(", ", known.Select(one => one.Kind))}.",
            StartException.BadInput);
        if (set.Advice is null)
        {
            Console.WriteLine($"{set.Title} is here already ({set.Place}).");
            return 0;
        }

        DataFolder.RequireWritable(dataFolder);
        var shelf = new DataSetShelf(options);
        try
        {
            await (Console.IsOutputRedirected
                ? shelf.FetchAsync(kind, (_, _, _) => { }, cancellation)
                : AnsiConsole.Progress().StartAsync(context =>
                {
                    var bars = new Dictionary<string, ProgressTask>();
                    return shelf.FetchAsync(kind, (file, received, total) =>
                    {
                        if (!bars.TryGetValue(file, out var bar))
                        {
                            bars[file] = bar = context.AddTask(Markup.Escape(file), maxValue: total);
                        }

                        bar.Value = received;
                    }, cancellation);
                }));
        }
        catch (FetchFailedException problem)
        {
            throw new StartException(problem.Message, cause: problem);
        }

        Console.WriteLine($"{set.Title} was fetched and verified.");
        return 0;
    }

    private static StudioOptions Options(string? dataFolder) => new() { DataFolder = DataFolder.Resolve(dataFolder) };
}
