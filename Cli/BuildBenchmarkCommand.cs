using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NasStudio.Benchmarks.Losses;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks.Building;
using NasStudio.Runs.Catalogues;
using Spectre.Console;

namespace NasStudio.Cli;

/// <summary>benchmarks build: measures a whole space; the same command again goes on where it stopped.</summary>
internal static class BuildBenchmarkCommand
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("recipe.json") { Description = "What to measure, and how" };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for the table, <name>.csv.gz",
            HelpName = "dir",
            Required = true,
        };
        var pilot = new Option<int?>("--pilot")
        {
            Description = "Measure so many isomorphism classes only, drawn at random: how reliable are the values? The table is <name>.pilot-<classes>.csv.gz",
            HelpName = "classes",
        };
        var data = CommandLine.DataOption();
        var command = new Command("build", "Make a benchmark by measuring every isomorphism class of a space")
        {
            file, output, pilot, data,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(output).FullName, parsed.GetValue(pilot),
            DataFolder.Resolve(parsed.GetValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, string output, int? pilot, string dataFolder, CancellationToken cancellation)
    {
        if (pilot is < 3)
        {
            throw new StartException($"--pilot is {pilot}; allowed is 3 or more.", StartException.BadInput);
        }

        await using var services = StudioServices.Build(dataFolder);
        var text = await CommandLine.ReadAsync(file, BenchmarkRecipe.MaxBytes, "a recipe", cancellation);
        var (recipe, faults) = BenchmarkRecipe.Read(text, services.GetRequiredService<StudioCatalogues>());
        if (recipe is null)
        {
            CommandLine.PrintFaults(faults);
            return StartException.BadInput;
        }

        CommandLine.RequireOutput(output);
        DataFolder.RequireWritable(dataFolder);
        TensorLibrary.Require();
        try
        {
            var builder = services.GetRequiredService<BenchmarkBuilder>();
            var built = await ShownAsync(heard => builder.BuildAsync(recipe, pilot, heard, cancellation));
            foreach (var metric in built.Reliabilities)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{metric.Metric}: rank correlation of two seeds {metric.SeedCorrelation:0.000}, of the stored "
                    + $"means {metric.Reliability:0.000}; standard deviation over seeds {metric.Noise:0.000}"));
            }

            var table = Path.Combine(output, $"{recipe.Name}{(pilot is null ? "" : $".pilot-{pilot}")}.csv.gz");
            builder.WriteTable(built, table);
            Console.WriteLine($"Wrote {table}: {built.Classes} isomorphism classes.");
            if (pilot is null && recipe.ImageLosses)
            {
                var losses = Path.Combine(output, recipe.Name + ImageLossTable.Extension);
                BenchmarkBuilder.WriteLosses(built, losses);
                Console.WriteLine($"Wrote {losses}: the loss of every validation image.");
            }

            return 0;
        }
        catch (BuildException problem)
        {
            throw new StartException(problem.Message, StartException.BadInput, problem);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped. Nothing is lost: the same command goes on from here.");
            return StartException.Failed;
        }
    }

    private static async Task<BuiltBenchmark> ShownAsync(Func<Action<BuildProgress>, Task<BuiltBenchmark>> build)
    {
        if (Console.IsOutputRedirected)
        {
            var shown = default(long?);
            return await build(progress =>
            {
                if (shown is not { } before || Stopwatch.GetElapsedTime(before) >= LineInterval)
                {
                    shown = Stopwatch.GetTimestamp();
                    Console.WriteLine(Describe(progress));
                }
            });
        }

        return await AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("");
                return build(progress =>
                {
                    (bar.MaxValue, bar.Value) = (progress.Total, progress.Done);
                    bar.Description = Markup.Escape(Describe(progress));
                });
            });
    }

    private static string Describe(BuildProgress progress)
    {
        var failed = progress.Failed > 0 ? $", {progress.Failed} failed" : "";
        var left = progress.Eta is { } eta ? $", about {RunDisplay.Duration(eta)} left" : "";
        return $"{progress.Done} of {progress.Total}{failed}{left}";
    }
}
