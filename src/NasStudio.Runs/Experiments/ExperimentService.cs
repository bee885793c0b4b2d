using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Jobs;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Experiments;

/// <summary>What a user does with experiments. Each either happens whole or not at all.</summary>
/// <remarks>
/// Methods throw <see cref="NotFoundException"/> for an unknown number, <see cref="WrongStateException"/> where the
/// state does not allow it, and <see cref="StorageException"/> where the data folder is at fault.
/// </remarks>
public sealed class ExperimentService
{
    private readonly StudioDatabase _database;
    private readonly StudioCatalogues _catalogues;
    private readonly RunLeases _leases;
    private readonly IRunQueue _queue;
    private readonly LiveFeed _feed;
    private readonly RunProgress _progress;
    private readonly TimeProvider _clock;
    private readonly StudioOptions _options;

    internal ExperimentService(
        StudioDatabase database, StudioCatalogues catalogues, RunLeases leases, IRunQueue queue, LiveFeed feed,
        RunProgress progress, TimeProvider clock, StudioOptions options)
        => (_database, _catalogues, _leases, _queue, _feed, _progress, _clock, _options)
            = (database, catalogues, leases, queue, feed, progress, clock, options);

    /// <summary>Stores an experiment, and with <paramref name="start"/> queues its runs; returns its number.</summary>
    /// <exception cref="InvalidExperimentException">The document has faults; nothing was stored.</exception>
    public async Task<long> CreateAsync(ExperimentDocument document, bool start,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (new ExperimentReader(_catalogues).Check(document) is { IsEmpty: false } faults)
        {
            throw new InvalidExperimentException(faults);
        }

        var metrics = _catalogues.Evaluators[document.Evaluator.Kind].Metrics(document.Evaluator.Options);
        var experiment = await _database.WriteAsync(context =>
        {
            var row = new ExperimentRow
            {
                Name = document.Name,
                Document = ExperimentWriter.Write(document),
                CreatedAt = _clock.GetUtcNow(),
                Metrics = metrics,
            };
            foreach (var seed in document.Seeds)
            {
                row.Runs.Add(new RunRow
                {
                    Position = row.Runs.Count,
                    Seed = seed,
                    State = start ? RunState.Queued : RunState.Draft,
                    StrategyVersion = _catalogues.Strategies[document.Strategy.Kind].Version,
                    EvaluatorVersion = _catalogues.Evaluators[document.Evaluator.Kind].Version,
                    Total = document.Evaluations,
                    Lease = new LeaseRow(),
                });
            }

            context.Add(row);
            context.Add(new LogRow
            {
                Experiment = row,
                At = row.CreatedAt,
                Severity = LogSeverity.Information,
                Text = start ? "Created and queued" : "Created",
            });
            return Task.FromResult(row);
        }, cancellation);
        foreach (var run in experiment.Runs.Where(r => r.State == RunState.Queued))
        {
            await _queue.EnqueueAsync(run.Id, IsInstant(document), cancellation);
        }

        _feed.Publish(new LiveEvent(experiment.Id, LiveKind.State));
        return experiment.Id;
    }

    /// <summary>Queues the runs of a draft.</summary>
    public Task StartAsync(long id, CancellationToken cancellation = default) => MoveAsync(
        id, "started", "a draft", (state, _) => state == RunState.Draft ? RunState.Queued : null, cancellation);

    /// <summary>Stops the runs for now; evaluations under way are abandoned and done again when resumed.</summary>
    public Task PauseAsync(long id, CancellationToken cancellation = default) => MoveAsync(
        id, "paused", "queued or running", (state, isFree) => state switch
        {
            RunState.Queued => RunState.Paused,
            RunState.Running => isFree ? RunState.Paused : RunState.Pausing,
            _ => null,
        }, cancellation);

    /// <summary>Queues paused runs again, and failed ones, whose cause may have gone.</summary>
    public Task ResumeAsync(long id, CancellationToken cancellation = default) => MoveAsync(
        id, "resumed", "paused or failed",
        (state, _) => state is RunState.Paused or RunState.Failed ? RunState.Queued : null, cancellation);

    /// <summary>Stops the runs for good; what was found is kept.</summary>
    public Task CancelAsync(long id, CancellationToken cancellation = default) => MoveAsync(
        id, "cancelled", "not finished", (state, isFree) => state switch
        {
            RunState.Running or RunState.Pausing => isFree ? RunState.Cancelled : RunState.Cancelling,
            RunState.Draft or RunState.Queued or RunState.Paused => RunState.Cancelled,
            _ => null,
        }, cancellation);

    /// <summary>Stores a draft with the same document; returns its number.</summary>
    public async Task<long> CloneAsync(long id, CancellationToken cancellation = default)
    {
        const string Suffix = " (copy)";
        var document = await ReadAsync(id, cancellation);
        return await CreateAsync(
            document with { Name = Shortened(document.Name, Suffix) + Suffix }, start: false, cancellation);
    }

    /// <summary>Evaluates one architecture as an experiment does, in an experiment of its own; returns its number.</summary>
    /// <param name="id">The experiment whose space, evaluator, objectives and constraints it takes.</param>
    /// <param name="seed">The seed of its only run.</param>
    /// <param name="native">The architecture.</param>
    /// <param name="prefix">What the new experiment's name has before this one's.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidExperimentException">The architecture is none of the space; nothing was stored.</exception>
    public async Task<long> EvaluateOneAsync(
        long id, long seed, string native, string prefix, CancellationToken cancellation = default)
    {
        var document = await ReadAsync(id, cancellation);
        return await CreateAsync(
            Given(document, prefix + Shortened(document.Name, prefix), native) with { Seeds = [seed] }, start: true, cancellation);
    }

    /// <summary>
    /// What trains the architecture of a trial from scratch, however it was measured: an experiment of one evaluation, not stored.
    /// Training as the experiment has it; of one that trains nothing, with the defaults of the evaluator that can train its space, and
    /// where none can, as it was measured.
    /// </summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="trial">Number of the trial.</param>
    /// <param name="inherits">Whether training begins with the weights of the run's supernet, where it has one.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such trial.</exception>
    public async Task<ExperimentDocument> RetrainingAsync(
        long id, long seed, int trial, bool inherits = false, CancellationToken cancellation = default)
    {
        var document = await ReadAsync(id, cancellation);
        var native = await _database.ReadAsync(
            context => context.Trials.Where(t => t.Run!.ExperimentId == id && t.Run.Seed == seed && t.Number == trial)
                .Select(t => t.Native).SingleOrDefaultAsync(cancellation), cancellation)
            ?? throw new NotFoundException($"Experiment {id} has no trial {trial} of seed {seed}.");
        var prefix = $"Trial {trial} of ";
        var given = Given(document, prefix + Shortened(document.Name, prefix), native);
        if (_catalogues.Strategies.Find(document.Strategy.Kind) is { SharesWeights: true })
        {
            var supernet = inherits ? string.Create(CultureInfo.InvariantCulture, $"{id}/{seed}") : null;
            return given with
            {
                Evaluator = document.Evaluator with { Options = document.Evaluator.Options.With("supernet", supernet) },
            };
        }

        var trainer = _catalogues.Evaluators.TrainerOf(document.Space.Kind);
        return trainer is null || trainer == document.Evaluator.Kind ? given : given with
        {
            Evaluator = new KindChoice(trainer),
            Objectives = [Deciding(_catalogues.Evaluators[trainer].Metrics(OptionValues.Defaults))],
            Constraints = [],
        };
    }

    private static ExperimentDocument Given(ExperimentDocument document, string name, string native) => document with
    {
        Name = name,
        Strategy = new KindChoice(
            StrategyCatalogue.Given,
            OptionValues.Defaults.With("architectures", JsonText.Parse(JsonSerializer.Serialize<string[]>([native])))),
        Evaluations = 1,
        Seeds = [0],
    };

    /// <summary>The objective of one who trains: the first metric that may be searched on.</summary>
    private static Objective Deciding(ImmutableArray<Metric> metrics)
    {
        var metric = metrics.First(m => m.Role == MetricRole.Validation);
        return new Objective(metric.Name, metric.Direction);
    }

    /// <summary>Removes an experiment with everything of it; it must not be at work.</summary>
    public async Task DeleteAsync(long id, CancellationToken cancellation = default)
    {
        var runs = await _database.WriteAsync(async context =>
        {
            var experiment = await context.Experiments.Include(e => e.Runs)
                .SingleOrDefaultAsync(e => e.Id == id, cancellation)
                ?? throw Unknown(id);
            var state = RunStates.Combined([.. experiment.Runs.Select(r => r.State)]);
            if (experiment.Runs.Any(r => r.State.IsActive()))
            {
                throw new WrongStateException(
                    $"Experiment {id} is {state}; it can be deleted when it is cancelled, paused or finished.");
            }

            context.Remove(experiment);
            return experiment.Runs.Select(r => r.Id).ToList();
        }, cancellation);
        foreach (var run in runs)
        {
            _progress.Forget(run);
            var checkpoints = _options.CheckpointFolder(run);
            if (Directory.Exists(checkpoints))
            {
                Directory.Delete(checkpoints, recursive: true);
            }
        }

        _feed.Publish(new LiveEvent(id, LiveKind.State));
    }

    /// <summary>
    /// Puts right what a killed process left behind: unfinished runs that nobody executes are queued again, half-said
    /// pauses and cancellations are finished. Safe to call at any time, from any process.
    /// </summary>
    public async Task RecoverAsync(CancellationToken cancellation = default)
    {
        var queued = await _database.WriteAsync(async context =>
        {
            await _leases.FreeDeadAsync(context, cancellation);
            var now = _clock.GetUtcNow();
            var left = await context.Runs.Include(r => r.Lease).Include(r => r.Experiment)
                .Where(r => r.Lease!.Owner == null || r.Lease.ExpiresAt < now)
                .Where(r => r.State == RunState.Queued || r.State == RunState.Running || r.State == RunState.Pausing
                    || r.State == RunState.Cancelling).ToListAsync(cancellation);
            foreach (var run in left)
            {
                run.State = run.State switch
                {
                    RunState.Pausing => RunState.Paused,
                    RunState.Cancelling => RunState.Cancelled,
                    _ => run.State,
                };
            }

            return left.Where(r => r.State.IsActive()).ToList();
        }, cancellation);
        foreach (var run in queued)
        {
            await _queue.EnqueueAsync(run.Id, IsInstant(StoredDocument.Read(run.Experiment!, _catalogues)), cancellation);
        }
    }

    private async Task MoveAsync(
        long id, string verb, string allowed, Func<RunState, bool, RunState?> move, CancellationToken cancellation)
    {
        var (moved, isInstant) = await _database.WriteAsync(async context =>
        {
            var experiment = await context.Experiments.Include(e => e.Runs)
                .SingleOrDefaultAsync(e => e.Id == id, cancellation)
                ?? throw Unknown(id);
            var state = RunStates.Combined([.. experiment.Runs.Select(r => r.State)]);
            var changed = new List<(long Id, RunState State)>();
            foreach (var run in experiment.Runs.OrderBy(r => r.Position))
            {
                if (move(run.State, await _leases.IsFreeAsync(context, run.Id, cancellation)) is { } next)
                {
                    (run.State, run.Error) = (next, null);
                    changed.Add((run.Id, next));
                }
            }

            if (changed.Count == 0)
            {
                throw new WrongStateException($"Experiment {id} is {state}; it can be {verb} only when {allowed}.");
            }

            experiment.Revision++;
            context.Add(new LogRow
            {
                ExperimentId = id,
                At = _clock.GetUtcNow(),
                Severity = LogSeverity.Information,
                Text = $"To be {verb}, by the user",
            });
            return (changed, IsInstant(StoredDocument.Read(experiment, _catalogues)));
        }, cancellation);
        foreach (var (run, state) in moved)
        {
            _progress.Of(run).Error = null;
            await (state == RunState.Queued ? _queue.EnqueueAsync(run, isInstant, cancellation)
                : _queue.RemoveAsync(run, cancellation));
        }

        _feed.Publish(new LiveEvent(id, LiveKind.State));
    }

    private async Task<ExperimentDocument> ReadAsync(long id, CancellationToken cancellation)
    {
        var row = await _database.ReadAsync(
            context => context.Experiments.SingleOrDefaultAsync(e => e.Id == id, cancellation), cancellation);
        return StoredDocument.Read(row ?? throw Unknown(id), _catalogues);
    }

    /// <summary>As much of a name as leaves room for what is put beside it.</summary>
    private static string Shortened(string name, string beside)
        => name[..Math.Min(name.Length, ExperimentReader.MaxNameLength - beside.Length)];

    private bool IsInstant(ExperimentDocument document)
        => _catalogues.Evaluators.Find(document.Evaluator.Kind)?.IsInstant ?? false;

    private static NotFoundException Unknown(long id) => new($"There is no experiment {id}.");
}
