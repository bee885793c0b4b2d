using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NasStudio.Hosting;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Supernets;

namespace NasStudio.Cli;

/// <summary>supernet rank: how well the order of a supernet agrees with a table of networks that were trained by
/// themselves.</summary>
internal static class SupernetCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("supernet", "Look at what a search that shares weights has learned") { Rank() };

    private static Command Rank()
    {
        var standard = new RankingOptions();
        var run = new Argument<string>("run")
        {
            Description = "Output folder of run, or the number of an experiment in the data folder",
        };
        var runSeed = new Option<long?>("--run-seed") { Description = "Which run of the experiment (the first)", HelpName = "n" };
        var table = new Option<string>("--table") { Description = "Name of a benchmark of the same space", HelpName = "name", Required = true };
        var metric = new Option<string?>("--metric") { Description = "Which of its columns (the first validation metric)", HelpName = "metric" };
        var sample = new Option<int>("--sample")
        {
            Description = "Architectures, drawn at random from the table's; 0 for all",
            HelpName = "n",
            DefaultValueFactory = _ => standard.Sample,
        };
        var seed = new Option<long>("--seed") { Description = "Seed of that draw", HelpName = "n", DefaultValueFactory = _ => standard.Seed };
        var norm = new Option<string>("--norm")
        {
            Description = "Statistics of batch norms: of each batch, recalibrated for each architecture, or running in training",
            DefaultValueFactory = _ => standard.Norm,
        };
        norm.AcceptOnlyFromAmong([.. SupernetRanking.Norms]);
        var data = CommandLine.DataOption();
        var json = CommandLine.JsonOption();
        var command = new Command("rank", "Rank correlation between a supernet's accuracies and a table's values")
        {
            run, runSeed, table, metric, sample, seed, norm, data, json,
        };
        command.SetAction((parsed, cancellation) => RankAsync(
            parsed.GetRequiredValue(run), parsed.GetValue(runSeed), parsed.GetRequiredValue(table),
            new RankingOptions
            {
                Metric = parsed.GetValue(metric),
                Sample = parsed.GetValue(sample),
                Seed = parsed.GetValue(seed),
                Norm = parsed.GetRequiredValue(norm),
            },
            DataFolder.Resolve(parsed.GetValue(data)), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RankAsync(
        string experiment, long? runSeed, string table, RankingOptions options, string dataFolder, bool json,
        CancellationToken cancellation)
    {
        TensorLibrary.Require();
        var id = long.TryParse(experiment, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : await CompareCommand.ExperimentOfAsync(new DirectoryInfo(experiment), dataFolder, cancellation);
        await using var services = StudioServices.Build(dataFolder);
        services.GetRequiredService<ShippedBenchmarks>().Import(ShippedBenchmarks.Folder, cancellation);
        await services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
        try
        {
            var view = await services.GetRequiredService<Runs.Queries.ExperimentQueries>().GetAsync(id, cancellation)
                ?? throw new StartException($"There is no experiment {id}.", StartException.BadInput);
            var rank = await services.GetRequiredService<SupernetRanking>().RankAsync(
                id, runSeed ?? view.Document.Seeds[0], table, options, Heard, cancellation);
            Console.WriteLine(json ? JsonSerializer.Serialize(rank, CommandLine.Json) : Describe(rank));
            return 0;
        }
        catch (Exception problem) when (problem is NotFoundException or WrongStateException or ArgumentException)
        {
            throw new StartException(problem.Message, StartException.BadInput, problem);
        }

        void Heard(int done, int all)
        {
            if (!Console.IsErrorRedirected) Console.Error.Write($"\r{done} of {all}{(done == all ? "\n" : "")}");
        }
    }

    private static string Describe(SupernetRank rank)
    {
        var drawn = rank.SampleSeed is { } seed ? $"drawn from {rank.Available} with seed {seed}" : "all that the table has";
        var interval = rank.HalfWidth is { } half ? string.Create(CultureInfo.InvariantCulture, $" +- {half:0.000}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            Supernet of experiment {rank.Experiment}, seed {rank.Seed}, after round {rank.Round}, against {rank.Metric} of {rank.Table}
            Architectures: {rank.Architectures}, one of each isomorphism class, {drawn}
            Supernet: weights inherited, batch norm {rank.Norm}, validation images; mean accuracy {rank.AccuracyPercent:0.0} %; {rank.Seconds:0.0} s
            Spearman: {Text(rank.Spearman)}{interval} (95 %)
            Kendall (tau-b): {Text(rank.Kendall)}
            By parameters alone, Spearman: {Text(rank.ByParameters)}
            The table's own reliability: {Text(rank.Reliability)}
            """);
    }

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "not known";
}
