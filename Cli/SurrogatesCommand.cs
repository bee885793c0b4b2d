using System.CommandLine;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using Spectre.Console;

namespace NasStudio.Cli;

/// <summary>surrogates list, fit, wrap, delete: benchmarks that predict instead of looking up.</summary>
internal static class SurrogatesCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
        => new("surrogates", "List, fit, wrap or delete surrogates: benchmarks that predict")
        {
            List(), Fit(), Wrap(), Delete(),
        };

    private static Command List()
    {
        var data = CommandLine.DataOption();
        var json = CommandLine.JsonOption();
        var command = new Command("list", "Every surrogate, what it predicts and how well") { data, json };
        command.SetAction(parsed =>
        {
            var known = BenchmarksCommand.Shelf(parsed.GetValue(data)).Surrogates.List();
            CommandLine.PrintList(known, parsed.GetValue(json), ["NAME", "SPACE", "METRICS (SPEARMAN)", "TITLE"], one =>
            [
                one.Name, one.Space ?? "", string.Join(' ', one.Columns.Select(Column)), one.Problem ?? one.Title,
            ]);
            return 0;
        });
        return command;

        static string Column(SurrogateColumnView column) => column.Quality is { } quality
            ? string.Create(CultureInfo.InvariantCulture, $"{column.Name} ({quality.Spearman:F2})")
            : $"{column.Name} (not measured)";
    }

    private static Command Fit()
    {
        var table = new Argument<string>("benchmark") { Description = "Name of the benchmark to learn from" };
        var metrics = new Option<string[]>("--metric")
        {
            Description = "What to predict; once for each metric",
            Required = true,
        };
        var name = NameOption();
        var encoding = new Option<string?>("--encoding")
        {
            Description = "What the trees see of an architecture (default: paths where they are few, else one-hot)",
            HelpName = "kind",
        };
        var defaults = new SurrogateRequest("", "", []);
        var rows = new Option<int>("--rows")
        {
            Description = "Rows that are used at most, drawn at random",
            DefaultValueFactory = _ => defaults.Rows,
        };
        var folds = new Option<int>("--folds")
        {
            Description = "Parts of the cross-validation",
            DefaultValueFactory = _ => defaults.Folds,
        };
        var data = CommandLine.DataOption();
        var command = new Command("fit", "Fit a surrogate to a benchmark, and say what cross-validation finds")
        {
            table, metrics, name, encoding, rows, folds, data,
        };
        command.SetAction((parsed, cancellation) => StoreAsync(parsed.GetValue(data), shelf =>
        {
            var asked = new SurrogateRequest(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(table), [.. parsed.GetRequiredValue(metrics)])
            {
                Encoding = parsed.GetValue(encoding),
                Rows = parsed.GetValue(rows),
                Folds = parsed.GetValue(folds),
            };
            return ShownAsync(heard => shelf.Surrogates.Fit(asked, heard, cancellation));
        }));
        return command;
    }

    private static Command Wrap()
    {
        var file = new Argument<FileInfo>("file") { Description = "XGBoost's JSON: Booster.save_model(\"model.json\")" };
        var name = NameOption();
        var space = new Option<string>("--space") { Description = "Kind of its space", Required = true, HelpName = "kind" };
        var encoding = new Option<string>("--encoding")
        {
            Description = "The encoding that its trees see",
            DefaultValueFactory = _ => ArchitectureEncoding.OneHot,
            HelpName = "kind",
        };
        var metric = new Option<string>("--metric")
        {
            Description = "What it predicts, for instance 'val_acc: unit %, maximize, validation'",
            Required = true,
            HelpName = "statement",
        };
        var mean = Number("--mean", "Added to what the trees say, in the metric's unit", 0);
        var deviation = Number("--deviation", "What the trees say is multiplied by it", 1);
        var title = Text("--title", "Name for people");
        var origin = Text("--origin", "Where it comes from");
        var licence = Text("--licence", "Its licence");
        var data = CommandLine.DataOption();
        var command = new Command("wrap", "Take in a model of trees that was made elsewhere")
        {
            file, name, space, encoding, metric, mean, deviation, title, origin, licence, data,
        };
        command.SetAction((parsed, _) => StoreAsync(parsed.GetValue(data), shelf => Task.FromResult(shelf.Surrogates.Wrap(
            parsed.GetRequiredValue(name),
            new ForeignTrees(
                parsed.GetRequiredValue(file).FullName, parsed.GetRequiredValue(space), parsed.GetRequiredValue(encoding),
                parsed.GetRequiredValue(metric), parsed.GetValue(mean), parsed.GetValue(deviation),
                parsed.GetValue(title) ?? "", parsed.GetValue(origin) ?? "", parsed.GetValue(licence) ?? "")))));
        return command;

        static Option<double> Number(string name, string description, double value)
            => new(name) { Description = description, DefaultValueFactory = _ => value };

        static Option<string?> Text(string name, string description)
            => new(name) { Description = description, HelpName = "text" };
    }

    private static Command Delete()
    {
        var name = new Argument<string>("name") { Description = "Name of the surrogate" };
        var data = CommandLine.DataOption();
        var command = new Command("delete", "Delete a surrogate; results of experiments on it stay") { name, data };
        command.SetAction(parsed =>
        {
            try
            {
                BenchmarksCommand.Shelf(parsed.GetValue(data)).Surrogates.Delete(parsed.GetRequiredValue(name));
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

    private static Option<string> NameOption()
        => new("--name") { Description = "Its name from now on", Required = true };

    private static async Task<int> StoreAsync(string? data, Func<BenchmarkShelf, Task<SurrogateView>> make)
    {
        DataFolder.RequireWritable(DataFolder.Resolve(data));
        try
        {
            var made = await make(BenchmarksCommand.Shelf(data));
            foreach (var column in made.Columns)
            {
                Console.WriteLine($"{made.Name}: predicts {column.Name} on {made.Space}; {Worth(column)}");
            }

            return 0;
        }
        catch (Exception problem) when (problem is BenchmarkRefusedException or NotFoundException)
        {
            throw new StartException(problem.Message, StartException.BadInput, problem);
        }
    }

    private static string Worth(SurrogateColumnView column) => column.Quality is not { } quality
        ? "what it is worth was not measured here"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{quality.Folds}-fold cross-validation over {quality.Rows:N0} rows: R2 {quality.R2:F3}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"Spearman {quality.Spearman:F3}, Kendall {quality.Kendall:F3}, RMSE {quality.Rmse:G3} {column.Unit}").TrimEnd();

    private static Task<SurrogateView> ShownAsync(Func<Action<double>?, SurrogateView> fit)
        => Console.IsOutputRedirected
            ? Task.FromResult(fit(null))
            : AnsiConsole.Progress()
                .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    var bar = context.AddTask("", maxValue: 1);
                    return Task.Run(() => fit(share => bar.Value = share));
                });
}
