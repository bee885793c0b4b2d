using System.CommandLine;
using System.Globalization;
using NasStudio.Hosting;
using NasStudio.Runs;
using NasStudio.Runs.Catalogues;
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
            CommandLine.PrintList(Shelf(parsed.GetValue(data)).List(), parsed.GetValue(json),
                ["KIND", "IMAGES", "SHAPE", "CLASSES", "WHERE", "TITLE"],
                set =>
                [
                    set.Kind, set.Images.ToString(CultureInfo.InvariantCulture), set.Shape,
                    set.Classes.ToString(CultureInfo.InvariantCulture), set.Place, set.Title,
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
        var shelf = Shelf(dataFolder);
        if (shelf.Find(kind) is not { } set)
        {
            throw new StartException(
                $"There is no data set '{kind}'; there is {string.Join(", ", shelf.List().Select(known => known.Kind))}.",
                StartException.BadInput);
        }

        if (set.Advice is null)
        {
            Console.WriteLine($"{set.Title} is here already ({set.Folder ?? "inside the program"}).");
            return 0;
        }

        DataFolder.RequireWritable(dataFolder);
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

        Console.WriteLine($"{set.Title} is in {shelf.Find(kind)!.Folder}.");
        return 0;
    }

    private static DataSetShelf Shelf(string? dataFolder) => new(new StudioOptions { DataFolder = DataFolder.Resolve(dataFolder) });
}
