using System.Text.Json;
using NasStudio.Hosting;
using NasStudio.Runs;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Results;

namespace NasStudio.Cli;

/// <summary>Executes an experiment in this process and writes its files; resumes what the same folder began.</summary>
internal sealed class HeadlessRun(IServiceProvider services, string output, string dataFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ExperimentQueries _queries = services.GetRequiredService<ExperimentQueries>();
    private readonly ExperimentService _service = services.GetRequiredService<ExperimentService>();
    private readonly RunExecutor _executor = services.GetRequiredService<RunExecutor>();

    /// <summary>Which experiment of which data folder an output folder belongs to.</summary>
    internal sealed record Marker(long Experiment, string DataFolder);

    private const string MarkerName = "run.json";

    /// <summary>What a folder is the output of; null where it is none.</summary>
    internal static async Task<Marker?> FindAsync(string folder, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, MarkerName);
        return File.Exists(file)
            ? JsonSerializer.Deserialize<Marker>(await File.ReadAllTextAsync(file, cancellation), CommandLine.Json) : null;
    }

    public async Task<int> ExecuteAsync(ExperimentDocument document, CancellationToken cancellation)
    {
        await services.GetRequiredService<StudioDatabase>().MigrateAsync(cancellation);
        var id = await BeginAsync(document, cancellation);
        using var ended = new CancellationTokenSource();
        var display = new RunDisplay(_queries, id).ShowAsync(ended.Token);
        try
        {
            await ExecuteAsync(id, cancellation);
        }
        finally
        {
            await ended.CancelAsync();
            await display;
        }

        var experiment = await GetAsync(id);
        if (!experiment.Runs.All(run => run.State.IsFinal()))
        {
            Console.WriteLine("Stopped. Nothing is lost: the same command goes on from here.");
            return StartException.Failed;
        }

        await WriteFilesAsync(experiment);
        foreach (var run in experiment.Runs.Where(run => run.Error is not null))
        {
            await Console.Error.WriteLineAsync($"seed {run.Seed}: {run.Error}");
        }

        return experiment.State == RunState.Completed ? 0 : StartException.Failed;
    }

    /// <summary>The experiment that this folder began, started again, or a new one.</summary>
    private async Task<long> BeginAsync(ExperimentDocument document, CancellationToken cancellation)
    {
        if (await FindAsync(output, cancellation) is { } marker)
        {
            var known = marker.DataFolder == dataFolder
                ? await _queries.GetAsync(marker.Experiment, cancellation)
                : null;
            if (known is null || !known.Document.Equals(document))
            {
                throw new StartException(
                    $"{output} holds the run of another experiment file or data folder. "
                    + "Choose another folder with --out.",
                    StartException.BadInput);
            }

            if (known.Runs.Any(run => run.State == RunState.Paused))
            {
                await _service.ResumeAsync(known.Id, cancellation);
            }

            Console.WriteLine($"Going on with experiment {known.Id} ({known.Name}).");
            return known.Id;
        }

        var id = await _service.CreateAsync(document, start: true, cancellation);
        await WriteAsync(MarkerName, stream => JsonSerializer.SerializeAsync(
            stream, new Marker(id, dataFolder), CommandLine.Json, CancellationToken.None));
        Console.WriteLine(
            $"Experiment {id} ({document.Name}): {document.Seeds.Length} x {document.Evaluations} evaluations.");
        return id;
    }

    private async Task ExecuteAsync(long id, CancellationToken cancellation)
    {
        using var pause = cancellation.Register(() =>
        {
            Console.WriteLine("Stopping ...");
            _ = _service.PauseAsync(id, CancellationToken.None);
        });
        while (!cancellation.IsCancellationRequested)
        {
            await _executor.ExecuteExperimentAsync(id, CancellationToken.None);
            if (!(await GetAsync(id)).Runs.Any(run => run.State.IsActive()))
            {
                return;
            }

            // Another process holds a run, or held it until it was killed; its lease ends soon.
            await Task.Delay(Patience, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task WriteFilesAsync(ExperimentView experiment)
    {
        var files = services.GetRequiredService<ResultFiles>();
        await WriteAsync(
            "result.json", stream => files.WriteResultAsync(experiment.Id, stream, CancellationToken.None));
        await WriteAsync(
            "trials.csv", stream => files.WriteTrialsCsvAsync(experiment.Id, stream, CancellationToken.None));
        var front = (await _queries.TrialsAsync(experiment.Id)).Where(trial => trial.IsPareto).ToArray();
        foreach (var trial in front)
        {
            await WriteAsync(Path.Combine("architectures", $"seed-{trial.Seed}-trial-{trial.Number}.json"), stream =>
                files.WriteArchitectureAsync(experiment.Id, trial.Seed, trial.Number, stream, CancellationToken.None));
        }

        Console.WriteLine(
            $"Wrote result.json, trials.csv and {front.Length} architecture(s) of the front to {output}.");
    }

    /// <summary>Writes beside and renames, so that a file is there whole or not at all.</summary>
    private async Task WriteAsync(string name, Func<Stream, Task> write)
    {
        var file = Path.Combine(output, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using (var stream = File.Create(file + ".part"))
        {
            await write(stream);
        }

        File.Move(file + ".part", file, overwrite: true);
    }

    private async Task<ExperimentView> GetAsync(long id)
        => await _queries.GetAsync(id) ?? throw new StartException($"Experiment {id} was deleted by another program.");
}
