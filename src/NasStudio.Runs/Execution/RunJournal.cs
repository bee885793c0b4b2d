using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Everything a run loop stores. Each method is one transaction that first checks the lease's fence, so that an
/// executor which has lost its run changes nothing; listeners hear of it after the commit.
/// </summary>
internal sealed class RunJournal(
    StudioDatabase database, StudioCatalogues catalogues, LiveFeed feed, TimeProvider clock, RunLease lease)
{
    private long _experimentId;
    private long _seed;
    private long _lastWrite = clock.GetTimestamp();

    /// <summary>The lease under which everything is written.</summary>
    public RunLease Lease => lease;

    /// <summary>
    /// Takes the run up: trials that were running wait again. Null when there is nothing to execute any more, because
    /// it was paused, cancelled or finished while it waited.
    /// </summary>
    public async Task<StoredRun?> BeginAsync(CancellationToken cancellation)
    {
        var run = await database.WriteAsync(context => TakeUpAsync(context, cancellation), cancellation);
        Announce(LiveKind.State);
        return run;
    }

    /// <summary>Stores a batch before anything of it is evaluated.</summary>
    public Task StoreBatchAsync(
        StoredBatch batch, SearchSpace space, double strategySeconds, CancellationToken cancellation)
        => WriteAsync((context, run, revision) =>
        {
            var now = clock.GetUtcNow();
            run.StrategySeconds += strategySeconds;
            context.Add(new BatchRow
            {
                RunId = run.Id,
                Number = batch.Number,
                Limit = batch.Limit,
                AskedAt = now,
                Insight = batch.Insight,
            });
            foreach (var (trial, _, _) in batch.Trials)
            {
                var row = Row(trial, batch.Number, space, now);
                row.Revision = revision;
                context.Add(row);
            }

            context.Add(Line($"Batch {batch.Number}: {batch.Trials.Length} trials ({Origins(batch)})"));
            return Task.CompletedTask;
        }, LiveKind.Trial, null, cancellation);

    /// <summary>Stores batches that have been asked, evaluated and told, and the front they leave.</summary>
    /// <param name="told">The batches, in order.</param>
    /// <param name="before">The run's front without them.</param>
    /// <param name="after">The run's front with them.</param>
    /// <param name="space">Names their architectures.</param>
    /// <param name="problem">Objectives and constraints.</param>
    /// <param name="cancellation">Stops it; nothing is stored then.</param>
    public Task StoreToldAsync(
        IReadOnlyList<ToldBatch> told, IReadOnlyList<Trial> before, IReadOnlyList<Trial> after, SearchSpace space,
        Problem problem, CancellationToken cancellation)
    {
        var front = after.Select(t => t.Number).ToHashSet();
        int[] left = [.. before.Select(t => t.Number).Where(number => !front.Contains(number))];
        List<TrialRow> rows = [.. told.SelectMany(t => t.Batch.Trials.Select(trial => Row(trial, t, space, problem, front)))];
        List<LogRow> lines = [.. Lines(told, before, problem)];
        return WriteAsync(async (context, run, revision) =>
        {
            run.StrategySeconds += told.Sum(t => t.StrategySeconds);
            run.EvaluationSeconds += rows.Sum(row => row.EvaluationSeconds);
            context.AddRange(told.Select(t => new BatchRow
            {
                RunId = run.Id,
                Number = t.Batch.Number,
                Limit = t.Batch.Limit,
                AskedAt = t.AskedAt,
                ToldAt = t.ToldAt,
                Insight = t.Batch.Insight,
            }));
            rows.ForEach(row => row.Revision = revision);
            context.AddRange(rows);
            context.AddRange(lines);
            await context.Trials.Where(t => t.RunId == run.Id && left.Contains(t.Number)).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.IsPareto, false).SetProperty(t => t.Revision, revision), cancellation);
        }, LiveKind.Trial, null, cancellation);
    }

    /// <summary>Stores rounds of a search that shares weights, whose state has been saved.</summary>
    /// <param name="rounds">The rounds, in order.</param>
    /// <param name="seconds">How long they took.</param>
    /// <param name="lines">What the log says of them.</param>
    /// <param name="cancellation">Stops it; nothing is stored then.</param>
    public Task StoreRoundsAsync(
        IReadOnlyList<StoredRound> rounds, double seconds, IEnumerable<(string Text, LogSeverity Severity)> lines,
        CancellationToken cancellation)
        => WriteAsync((context, run, _) =>
        {
            var now = clock.GetUtcNow();
            run.StrategySeconds += seconds;
            context.AddRange(rounds.Select(round => new BatchRow
            {
                RunId = run.Id,
                Number = round.Number,
                Limit = round.Left,
                AskedAt = now,
                ToldAt = now,
                Insight = round.Insight,
            }));
            context.AddRange(lines.Select(line => Line(line.Text, line.Severity)));
            return Task.CompletedTask;
        }, LiveKind.Round, null, cancellation);

    /// <summary>Stores what was measured alone for trials that still wait.</summary>
    public Task StoreAloneAsync(IReadOnlyDictionary<int, Measurement> measured, CancellationToken cancellation)
        => WriteAsync(async (context, run, revision) =>
        {
            var numbers = measured.Keys.ToList();
            await foreach (var row in Tracked(context).Where(t => numbers.Contains(t.Number)).AsAsyncEnumerable())
            {
                (row.IsMeasuredAlone, row.Metrics, row.Revision) = (true, measured[row.Number].Values, revision);
            }
        }, LiveKind.Trial, null, cancellation);

    /// <summary>The trial is being evaluated.</summary>
    public Task StartTrialAsync(int number, CancellationToken cancellation)
        => WriteAsync(async (context, run, revision) =>
    {
        var row = await Tracked(context).SingleAsync(t => t.Number == number, cancellation);
        (row.State, row.Revision) = (TrialState.Running, revision);
    }, LiveKind.Trial, number, cancellation);

    /// <summary>
    /// The trial has been evaluated: its place on the front, and the places it takes from others, go with it.
    /// </summary>
    public Task CompleteTrialAsync(
        int number, ImmutableSortedDictionary<string, double> metrics, double seconds, StoredRun stored,
        CancellationToken cancellation)
        => WriteAsync(async (context, run, revision) =>
        {
            var problem = stored.Document.Problem;
            var space = stored.Document.Space.Kind;
            run.EvaluationSeconds += seconds;
            var row = await Tracked(context).SingleAsync(t => t.Number == number, cancellation);
            (row.State, row.Metrics, row.EvaluationSeconds, row.Revision) =
                (TrialState.Completed, metrics, seconds, revision);
            row.IsFeasible = problem.IsFeasible(row.ToTrial(space));
            List<TrialRow> rivals = [.. await Tracked(context).Where(t => t.IsPareto).ToListAsync(cancellation), row];
            var best = BestSoFar.Incumbent(problem, rivals.Except([row]).OrderBy(t => t.Number)
                .Select(t => t.ToTrial(space)));
            var front = ParetoFront.Of(problem, rivals.Select(t => t.ToTrial(space))).Select(t => t.Number).ToHashSet();
            foreach (var rival in rivals.Where(t => t.IsPareto != front.Contains(t.Number)))
            {
                (rival.IsPareto, rival.Revision) = (!rival.IsPareto, revision);
            }

            if (row.IsFeasible && row.Fidelity is null
                && (best is null || BestSoFar.IsBetter(problem, row.ToTrial(space), best)))
            {
                context.Add(BestLine(problem, row.ToTrial(space)));
            }
        }, LiveKind.Trial, number, cancellation);

    /// <summary>The trial could not be evaluated; the run goes on.</summary>
    public Task FailTrialAsync(int number, string reason, double seconds, CancellationToken cancellation)
        => WriteAsync(async (context, run, revision) =>
        {
            run.EvaluationSeconds += seconds;
            var row = await Tracked(context).SingleAsync(t => t.Number == number, cancellation);
            (row.State, row.Error, row.EvaluationSeconds, row.Revision) =
                (TrialState.Failed, reason, seconds, revision);
            context.Add(Line($"Trial {number} failed: {reason}", LogSeverity.Warning));
        }, LiveKind.Trial, number, cancellation);

    /// <summary>The batch is complete and has been told.</summary>
    public Task ToldAsync(int batch, double strategySeconds, CancellationToken cancellation)
        => WriteAsync(async (context, run, revision) =>
        {
            var now = clock.GetUtcNow();
            run.StrategySeconds += strategySeconds;
            (await context.Batches.SingleAsync(b => b.RunId == run.Id && b.Number == batch, cancellation)).ToldAt = now;
            await foreach (var row in Tracked(context).Where(t => t.Batch == batch && t.ToldAt == null)
                .AsAsyncEnumerable())
            {
                (row.ToldAt, row.Revision) = (now, revision);
            }
        }, LiveKind.Trial, null, cancellation);

    /// <summary>Writes a line into the log.</summary>
    public Task NoteAsync(string text, CancellationToken cancellation) => WriteAsync((context, _, _) =>
    {
        context.Add(Line(text));
        return Task.CompletedTask;
    }, LiveKind.Progress, null, cancellation);

    /// <summary>The run has come to its end.</summary>
    public Task<RunState> EndAsync(RunState state, string text, string? error) => WriteAsync((context, run, _) =>
    {
        (run.State, run.Error) = (state, error);
        context.Add(Line(text, error is null ? LogSeverity.Information : LogSeverity.Error));
        return ReleaseTrialsAsync(context, run);
    }, LiveKind.State, null, CancellationToken.None);

    /// <summary>
    /// The run was stopped: by its user (paused, cancelled) or with the program (it waits for the next start).
    /// </summary>
    public Task<RunState> StopAsync() => WriteAsync((context, run, _) =>
    {
        run.State = Stopped(run.State);
        context.Add(Line(run.State == RunState.Queued ? "Stopped with the program; goes on at the next start"
            : $"{run.State}"));
        return ReleaseTrialsAsync(context, run);
    }, LiveKind.State, null, CancellationToken.None);

    private async Task<StoredRun?> TakeUpAsync(StudioContext context, CancellationToken cancellation)
    {
        await RunLeases.AssertHeldAsync(context, lease, cancellation);
        var run = await context.Runs.Include(r => r.Experiment).SingleAsync(r => r.Id == lease.RunId, cancellation);
        (_experimentId, _seed) = (run.ExperimentId, run.Seed);
        if (run.State is not (RunState.Queued or RunState.Running))
        {
            run.State = Stopped(run.State);
            return null;
        }

        run.Experiment!.Revision++;
        (run.State, run.Error) = (RunState.Running, null);
        var trials = await context.Trials.Where(t => t.RunId == run.Id).OrderBy(t => t.Number)
            .ToListAsync(cancellation);
        foreach (var trial in trials.Where(t => t.State == TrialState.Running))
        {
            (trial.State, trial.Revision) = (TrialState.Waiting, run.Experiment.Revision);
        }

        var batches = await context.Batches.Where(b => b.RunId == run.Id).OrderBy(b => b.Number)
            .ToListAsync(cancellation);
        context.Add(Line(batches.Count == 0 ? "Started"
            : trials.Count == 0 ? $"Resumed after {batches.Count} rounds"
            : $"Resumed with {trials.Count} trials stored"));
        var byBatch = trials.ToLookup(t => t.Batch);
        var document = StoredDocument.Read(run.Experiment, catalogues);
        return new StoredRun(
            run.Id, run.Seed, document, run.Total, run.StrategyVersion, run.EvaluatorVersion, run.StrategySeconds,
            [
                .. batches.Select(b => new StoredBatch(
                    b.Number, b.Limit, [.. byBatch[b.Number].Select(t => StoredTrial.Of(t, document))])),
            ]);
    }

    private static RunState Stopped(RunState state) => state switch
    {
        RunState.Pausing => RunState.Paused,
        RunState.Cancelling => RunState.Cancelled,
        RunState.Running => RunState.Queued,
        _ => state,
    };

    private async Task ReleaseTrialsAsync(StudioContext context, RunRow run)
    {
        await foreach (var row in Tracked(context).Where(t => t.State == TrialState.Running).AsAsyncEnumerable())
        {
            (row.State, row.Revision) = (TrialState.Waiting, run.Experiment!.Revision);
        }
    }

    private async Task<RunState> WriteAsync(
        Func<StudioContext, RunRow, long, Task> write, LiveKind kind, int? number, CancellationToken cancellation)
    {
        var state = await database.WriteAsync(async context =>
        {
            await RunLeases.AssertHeldAsync(context, lease, cancellation);
            var run = await context.Runs.Include(r => r.Experiment).SingleAsync(r => r.Id == lease.RunId, cancellation);
            run.Experiment!.Revision++;
            var now = clock.GetTimestamp();
            run.WallSeconds += clock.GetElapsedTime(Interlocked.Exchange(ref _lastWrite, now), now).TotalSeconds;
            await write(context, run, run.Experiment.Revision);
            return run.State;
        }, cancellation);
        Announce(kind, number);
        return state;
    }

    internal void Announce(LiveKind kind, int? number = null)
        => feed.Publish(new LiveEvent(_experimentId, kind, _seed, number));

    private IQueryable<TrialRow> Tracked(StudioContext context)
        => context.Trials.Where(t => t.RunId == lease.RunId).OrderBy(t => t.Number);

    private TrialRow Row(Trial trial, int batch, SearchSpace space, DateTimeOffset askedAt) => new()
    {
        RunId = lease.RunId,
        Number = trial.Number,
        Batch = batch,
        Native = trial.Architecture.Native,
        IsomorphismClass = space.IsomorphismClass(trial.Architecture),
        FunctionalId = space.FunctionalId(trial.Architecture),
        Origin = trial.Proposal.Origin,
        State = trial.State,
        EvaluationSeed = trial.EvaluationSeed,
        Fidelity = trial.Proposal.Fidelity,
        Predicted = trial.Proposal.Predicted,
        Latent = trial.Proposal.Latent?.ToArray(),
        AskedAt = askedAt,
    };

    private TrialRow Row(StoredTrial stored, ToldBatch told, SearchSpace space, Problem problem, HashSet<int> front)
    {
        var row = Row(stored.Trial, told.Batch.Number, space, told.AskedAt);
        (row.ToldAt, row.EvaluationSeconds) = (told.ToldAt, stored.Seconds);
        (row.Metrics, row.Error) = (stored.Trial.Metrics, stored.Trial.Error);
        row.IsFeasible = row.State == TrialState.Completed && problem.IsFeasible(stored.Trial);
        row.IsPareto = front.Contains(row.Number);
        return row;
    }

    private IEnumerable<LogRow> Lines(IReadOnlyList<ToldBatch> told, IReadOnlyList<Trial> before, Problem problem)
    {
        var trials = told.SelectMany(t => t.Batch.Trials).Select(t => t.Trial).ToList();
        var (first, last) = (told[0].Batch, told[^1].Batch);
        yield return Line(first == last
            ? $"Batch {first.Number}: {trials.Count} trials ({Origins(first)})"
            : $"Batches {first.Number} to {last.Number}: {trials.Count} trials ({Origins(last)})");
        var best = BestSoFar.Incumbent(problem, before);
        foreach (var trial in trials)
        {
            if (trial.State == TrialState.Failed)
            {
                yield return Line($"Trial {trial.Number} failed: {trial.Error}", LogSeverity.Warning);
            }
            else if (trial.IsFull && problem.IsFeasible(trial) && (best is null || BestSoFar.IsBetter(problem, trial, best)))
            {
                best = trial;
                yield return BestLine(problem, trial);
            }
        }
    }

    private LogRow BestLine(Problem problem, Trial trial) => Line(FormattableString.Invariant(
        $"Trial {trial.Number} is the best so far: {problem.Objectives[0].Metric} {trial.Metric(problem.Objectives[0].Metric):G6}"));

    private LogRow Line(string text, LogSeverity severity = LogSeverity.Information)
        => new()
        {
            ExperimentId = _experimentId,
            Seed = _seed,
            At = clock.GetUtcNow(),
            Severity = severity,
            Text = text,
        };

    private static string Origins(StoredBatch batch)
        => string.Join(", ", batch.Trials.Select(t => t.Trial.Proposal.Origin).Distinct().Take(3));
}
