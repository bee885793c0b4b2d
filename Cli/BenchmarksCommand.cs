using System.CommandLine;
using System.Globalization;
using NasStudio.Hosting;
using NasStudio.Runs;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using Spectre.Console;

namespace NasStudio.Cli;

/// <summary>benchmarks list, import, build, delete: tables of measured architectures.</summary>
public static class BenchmarksCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
        => new("benchmarks", "List, import, build or delete benchmarks")
        {
            List(), Import(), BuildBenchmarkCommand.Create(), Delete(),
        };

    private static Command List()
    {
        var data = CommandLine.DataOption();
        var json = CommandLine.JsonOption();
        var command = new Command("list", "Every benchmark and what it measures") { data, json };
        command.SetAction(parsed =>
        {
            var known = new BenchmarkQueries(Shelf(parsed.GetValue(data))).List();
            CommandLine.PrintList(known, parsed.GetValue(json), ["NAME", "SPACE", "ROWS", "METRICS", "TITLE"], one =>
            [
                one.Name, one.Space ?? "", one.Rows.ToString("N0", CultureInfo.InvariantCulture),
                string.Join(' ', one.Columns.Select(column => column.Name)), one.Problem ?? one.Title,
            ]);
            return 0;
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV or JSON lines, packed with gzip or not, or a published format" };
        var name = new Option<string>("--name") { Description = "Its name from now on", Required = true };
        var space = Text("--space", "Kind of its space, where the file does not say it", "kind");
        var format = Text("--format", $"Format, where it is not recognised: {string.Join(", ", BenchmarkImport.Formats)}", "kind");
        var title = Text("--title", "Name for people", "text");
        var origin = Text("--origin", "Where the numbers come from", "text");
        var licence = Text("--licence", "Licence of the numbers", "text");
        var architecture = Text("--architecture", "Column of the architectures (default: architecture)", "column");
        var ignore = Text("--ignore", "Columns that are no metrics, separated by commas (default: index,isomorphism_class)", "columns");
        var isomorphic = Text("--isomorphic", "Whether isomorphic cells keep their own values or share one (default: own)", "own|share");
        isomorphic.AcceptOnlyFromAmong("own", "share");
        var missing = new Option<bool>("--allow-missing") { Description = "Rows may lack values; such evaluations fail" };
        var repeats = new Option<bool>("--average-repeats") { Description = "Rows of one architecture are averaged, not refused" };
        var metrics = new Option<string[]>("--metric")
        {
            Description = "What a metric is, for instance 'val_acc: unit %, maximize, validation'; once for each",
            HelpName = "statement",
        };
        var data = CommandLine.DataOption();
        var command = new Command("import", "Import a table of measured architectures: whole, or not at all")
        {
            file, name, space, format, title, origin, licence, architecture, ignore, isomorphic, missing, repeats, metrics, data,
        };
        command.SetAction((parsed, cancellation) =>
        {
            return ImportAsync(
                new BenchmarkImport(parsed.GetRequiredValue(file).FullName, parsed.GetRequiredValue(name))
                {
                    Format = parsed.GetValue(format),
                    Space = parsed.GetValue(space),
                    Title = parsed.GetValue(title),
                    Origin = parsed.GetValue(origin),
                    Licence = parsed.GetValue(licence),
                    Architecture = parsed.GetValue(architecture),
                    Ignored = parsed.GetValue(ignore),
                    SharesIsomorphs = parsed.GetValue(isomorphic) is { } chosen ? chosen == "share" : null,
                    AllowsMissing = parsed.GetValue(missing) ? true : null,
                    AveragesRepeats = parsed.GetValue(repeats) ? true : null,
                    Metrics = [.. parsed.GetValue(metrics) ?? []],
                },
                DataFolder.Resolve(parsed.GetValue(data)), cancellation);
        });
        return command;

        static Option<string?> Text(string name, string description, string value)
            => new(name) { Description = description, HelpName = value };
    }

    private static Command Delete()
    {
        var name = new Argument<string>("name") { Description = "Name of the benchmark" };
        var data = CommandLine.DataOption();
        var command = new Command("delete", "Delete a benchmark; results of experiments on it stay") { name, data };
        command.SetAction(parsed =>
        {
            try
            {
                Shelf(parsed.GetValue(data)).Delete(parsed.GetRequiredValue(name));
            }
            catch (NotFoundException problem)
            {
                throw new StartException(problem.Message, StartException.BadInput, problem);
            }

            Console.WriteLine($"{parsed.GetRequiredValue(name)} was deleted.");
            return 0;
        });
        return command;
    }

    private static async Task<int> ImportAsync(
        BenchmarkImport asked, string dataFolder, CancellationToken cancellation)
    {
        DataFolder.RequireWritable(dataFolder);
        try
        {
            var shelf = Shelf(dataFolder);
            var imported = Console.IsOutputRedirected
                ? shelf.Import(asked, null, cancellation)
                : await AnsiConsole.Progress()
                    .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn())
                    .StartAsync(context =>
                    {
                        var bar = context.AddTask("", maxValue: 1);
                        return Task.Run(() => shelf.Import(asked, (rows, fraction) => Show(bar, rows, fraction), cancellation));
                    });
            Console.WriteLine(FormattableString.Invariant(
                $"{asked.Name}: {imported.Rows:N0} rows of {imported.Space}, {imported.Classes:N0} isomorphism classes; metrics: ")
                + string.Join(", ", imported.Columns.Select(column => column.Name)));
            return 0;
        }
        catch (BenchmarkRefusedException problem)
        {
            throw new StartException(problem.Message, StartException.BadInput, problem);
        }
    }

    private static void Show(ProgressTask bar, int rows, double? fraction)
    {
        bar.Description = FormattableString.Invariant($"{rows:N0} rows");
        bar.Value = fraction ?? 0;
    }

    internal static BenchmarkShelf Shelf(string? dataFolder) => new(
        new StudioOptions { DataFolder = DataFolder.Resolve(dataFolder) }, SpaceCatalogue.Default, TimeProvider.System);
}
