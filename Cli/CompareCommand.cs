using System.CommandLine;
using NasStudio.Hosting;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Persistence;

namespace NasStudio.Cli;

/// <summary>compare: finished runs side by side, as on the page Compare.</summary>
public static class CompareCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var folders = new Argument<DirectoryInfo[]>("folder")
        {
            Description = "Output folders of run; the others are tested against random search, or else the first",
            Arity = ArgumentArity.OneOrMore,
        };
        var at = new Option<int?>("--at")
        {
            Description = "Compare after so many evaluations (the smallest of their budgets)",
            HelpName = "n",
        };
        var baseline = new Option<DirectoryInfo?>("--against")
        {
            Description = "Folder of the one that the others are tested against",
            HelpName = "dir",
        };
        var report = new Option<FileInfo?>("--report") { Description = "Write the report, one HTML file", HelpName = "file" };
        var data = CommandLine.DataOption();
        var command = new Command("compare", "Compare experiments that were run from the command line")
        {
            folders, at, baseline, report, data,
        };
        command.SetAction((parsed, cancellation) => CompareAsync(
            parsed.GetRequiredValue(folders), parsed.GetValue(at), parsed.GetValue(baseline), parsed.GetValue(report),
            DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> CompareAsync(
        DirectoryInfo[] folders, int? at, DirectoryInfo? baseline, FileInfo? report, string dataFolder,
        CancellationToken cancellation)
    {
        var ids = new List<long>();
        foreach (var folder in folders)
        {
            ids.Add(await ExperimentOfAsync(folder, dataFolder, cancellation));
        }

        long? against = baseline is null ? null : await ExperimentOfAsync(baseline, dataFolder, cancellation);
        await using var services = StudioServices.Build(dataFolder);
        await services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
        var comparison = await services.GetRequiredService<ComparisonService>()
            .Open(against is { } one ? ids.Append(one) : ids).ReadAsync(cancellation)
            ?? throw new StartException("The experiments of these folders were deleted.", StartException.BadInput);
        if (at is { } n)
        {
            comparison = n >= 1 && n <= comparison.Evaluations ? comparison with { Evaluations = n }
                : throw new StartException(
                    $"--at takes 1 to {comparison.Evaluations}, the smallest of their budgets; it is {n}.", StartException.BadInput);
        }

        foreach (var warning in comparison.Warnings)
        {
            await Console.Error.WriteLineAsync(warning.Text);
        }

        Print(comparison, against);
        if (report is not null)
        {
            var text = ComparisonReport.Write(comparison, against, services.GetRequiredService<TimeProvider>().GetUtcNow());
            await CommandLine.WriteAsync(report, text, cancellation);
            Console.WriteLine($"Wrote {report}.");
        }

        return 0;
    }

    private static void Print(Comparison comparison, long? against)
    {
        var quantities = ComparisonQuantity.Of(comparison);
        if (ComparisonTable.Of(comparison, quantities, against) is not { } table)
        {
            return;
        }

        Console.WriteLine($"{table.Quantity.Title} after {table.Evaluations} evaluations, against {table.Baseline.Label}");
        CommandLine.PrintList(
            table.Rows, json: false, ComparisonText.Titles(quantities), row => ComparisonText.Cells(row, quantities));
    }

    /// <summary>The experiment that a folder is the output of.</summary>
    internal static async Task<long> ExperimentOfAsync(DirectoryInfo folder, string dataFolder, CancellationToken cancellation)
        => await HeadlessRun.FindAsync(folder.FullName, cancellation) switch
        {
            null => throw new StartException($"{folder} is no output folder of run: it has no run.json.", StartException.BadInput),
            { } marker when marker.DataFolder != dataFolder => throw new StartException(
                $"{folder} was run with --data {marker.DataFolder}, not {dataFolder}.", StartException.BadInput),
            var marker => marker.Experiment,
        };
}
