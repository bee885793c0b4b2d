using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.OneShot;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Supernets;
using NasStudio.Search;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Executes one run to its end (or its pause) in this process, under the run's lease. What the queue's job calls, and
/// what the command line calls itself.
/// </summary>
public sealed class RunExecutor
{
    private readonly RunServices _services;
    private readonly ILogger<RunExecutor> _logger;

    internal RunExecutor(RunServices services, ILogger<RunExecutor> logger)
        => (_services, _logger) = (services, logger);

    /// <summary>Executes a run; returns where it stands then, or null when another executor has it.</summary>
    /// <param name="runId">The run (<see cref="Queries.RunView.Id"/>).</param>
    /// <param name="shutdown">Stops with the program: the run is left queued and goes on at the next start.</param>
    /// <exception cref="StorageException">The data folder cannot be written; nothing that was stored is
    /// lost.</exception>
    public async Task<RunState?> ExecuteAsync(long runId, CancellationToken shutdown)
    {
        var lease = await _services.Leases.TryAcquireAsync(runId, shutdown);
        if (lease is null)
        {
            return null;
        }

        var progress = _services.Progress.Of(runId);
        progress.Error = null;
        var journal = new RunJournal(_services.Database, _services.Catalogues, _services.Feed, _services.Clock, lease);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        using var supervisor = new RunSupervisor(_services, lease, stop);
        try
        {
            return await ExecuteAsync(journal, progress, stop);
        }
        catch (LeaseLostException lost)
        {
            _logger.LogWarning("{Message} This one stops.", lost.Message);
            return null;
        }
        catch (StorageException storage)
        {
            _logger.LogError("Run {Run}: {Message}", runId, storage.Message);
            progress.Error = storage.Message;
            await TryPauseAsync(journal, storage);
            throw;
        }
        finally
        {
            await supervisor.StopAsync();
            _services.Progress.Rest(runId);
            await TryReleaseAsync(lease);
        }
    }

    /// <summary>
    /// Executes every run of an experiment that is queued, one after the other (the command line's own way).
    /// </summary>
    public async Task ExecuteExperimentAsync(long experimentId, CancellationToken shutdown)
    {
        var runs = await _services.Database.ReadAsync(
            context => context.Runs.Where(r => r.ExperimentId == experimentId).OrderBy(r => r.Position)
                .Select(r => r.Id)
                .ToListAsync(shutdown), shutdown);
        foreach (var run in runs)
        {
            await ExecuteAsync(run, shutdown);
        }
    }

    private async Task<RunState?> ExecuteAsync(RunJournal journal, RunProgress.Entry progress,
        CancellationTokenSource stop)
    {
        try
        {
            if (await journal.BeginAsync(stop.Token) is not { } run)
            {
                return null;
            }

            if (VersionFault(run) is { } fault)
            {
                return await journal.EndAsync(RunState.Failed, fault, fault);
            }

            await LoopAsync(run, journal, progress, stop.Token);
            return await journal.EndAsync(RunState.Completed, "Completed", null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await journal.StopAsync();
        }
        catch (Exception exception) when (exception is not (LeaseLostException or StorageException))
        {
            // A strategy or evaluator at fault, or a data set that is not there: this run ends, the others and the
            // studio go on.
            if (StorageException.From(exception, _services.Options.DataFolder) is { } storage
                && exception is IOException)
            {
                throw storage;
            }

            _logger.LogError(exception, "Run {Run} failed.", journal.Lease.RunId);
            return await journal.EndAsync(RunState.Failed, $"Failed: {exception.Message}", exception.Message);
        }
    }

    private async Task LoopAsync(StoredRun run, RunJournal journal, RunProgress.Entry progress,
        CancellationToken cancellation)
    {
        var (document, options, catalogues) = (run.Document, _services.Options, _services.Catalogues);
        var space = catalogues.Spaces.Create(document.Space);
        using var inherited = new InheritedWeights(_services, run);
        await inherited.OpenOtherAsync(cancellation);
        var evaluator = await DedicatedThread.RunAsync("evaluator", () => catalogues.Evaluators[document.Evaluator.Kind]
            .Create(document.Evaluator.Options, new EvaluatorContext(
                space, options.DataFolder, options.Device, document.Problem, inherited.Networks)));
        using var disposable = evaluator as IDisposable;
        Directory.CreateDirectory(options.CacheFolder);
        var entry = catalogues.Strategies[document.Strategy.Kind];
        var random = new RandomSource(run.Seed).Fork("strategy");
        var checkpoints = new Checkpoints(options.CheckpointFolder(run.Id));
        var evaluation =
            new BatchEvaluation(run, evaluator, journal, progress, _services.Slots, _services.Measurements);
        if (entry.SharesWeights)
        {
            var sharing = new WeightSharingContext(
                space, document.Problem, random,
                catalogues.Evaluators[document.Evaluator.Kind].Training(document.Evaluator.Options)!,
                new DataSetLocator(options.DataFolder), options.Device, Report);
            await new WeightSharingLoop(
                run, space, () => entry.CreateSearch(document.Strategy.Options, sharing), evaluation, checkpoints, journal,
                progress, _services, inherited.OpenOwnAsync).RunAsync(cancellation);
            return;
        }

        var (searched, note) = entry.Narrow(document.Strategy.Options, space, catalogues.Spaces);
        if (note is not null)
        {
            await journal.NoteAsync(note, cancellation);
        }

        var context = new StrategyContext(
            searched, document.Problem, random, run.Total, options.CacheFolder, Report, evaluator.Fidelity);
        using var strategy = new StrategySession(
            () => entry.Create(document.Strategy.Options, context), evaluator.Fidelity, checkpoints,
            _services.Measurements);
        await new RunLoop(
            run, space, evaluator.Fidelity, strategy, evaluation, checkpoints, journal, progress, _services.Clock)
            .RunAsync(cancellation);

        void Report(string activity)
        {
            progress.Activity = activity;
            journal.Announce(LiveKind.Progress);
        }
    }

    private string? VersionFault(StoredRun run)
    {
        var strategy = _services.Catalogues.Strategies[run.Document.Strategy.Kind];
        var evaluator = _services.Catalogues.Evaluators[run.Document.Evaluator.Kind];
        return strategy.Version != run.StrategyVersion ? Fault("strategy", strategy, run.StrategyVersion)
            : evaluator.Version != run.EvaluatorVersion ? Fault("evaluator", evaluator, run.EvaluatorVersion)
            : null;

        static string Fault(string what, ICatalogueEntry entry, int stored)
            => $"This run was made by version {stored} of the {what} '{entry.Kind}'; "
                + $"this studio has version {entry.Version}, which would go on differently. "
                + "Clone the experiment to run it anew; what was found is kept.";
    }

    private static async Task TryPauseAsync(RunJournal journal, StorageException storage)
    {
        try
        {
            await journal.EndAsync(RunState.Paused, storage.Message, storage.Message);
        }
        catch (Exception exception) when (exception is StorageException or LeaseLostException)
        {
            // The folder cannot even take this: the run stays as it is stored, and goes on when its lease runs out.
        }
    }

    private async Task TryReleaseAsync(RunLease lease)
    {
        try
        {
            await _services.Leases.ReleaseAsync(lease);
        }
        catch (StorageException)
        {
            // Runs out by itself.
        }
    }
}
