using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Queries;

/// <summary>What pages, REST and the command line read. One context per question; never tracked.</summary>
public sealed class ExperimentQueries
{
    private readonly StudioDatabase _database;
    private readonly StudioCatalogues _catalogues;
    private readonly RunProgress _progress;
    private readonly StudioOptions _options;

    internal ExperimentQueries(
        StudioDatabase database, StudioCatalogues catalogues, RunProgress progress, StudioOptions options)
        => (_database, _catalogues, _progress, _options) = (database, catalogues, progress, options);

    /// <summary>Every experiment, the newest first.</summary>
    public Task<ImmutableArray<ExperimentSummary>> ListAsync(CancellationToken cancellation = default)
        => _database.ReadAsync<ImmutableArray<ExperimentSummary>>(async context =>
        {
            var experiments = await context.Experiments.OrderByDescending(e => e.Id).ToListAsync(cancellation);
            var runs = (await context.Runs.Select(r => new { r.Id, r.ExperimentId, r.State, r.Total })
                .ToListAsync(cancellation)).ToLookup(r => r.ExperimentId);
            // The columns of one index: no trial is read.
            var counts = (await context.Trials.GroupBy(t => new { t.RunId, t.State }).Select(group => new
            {
                group.Key.RunId,
                group.Key.State,
                Count = group.Count(),
                Lower = group.Count(t => t.Fidelity != null),
                Levels = group.Sum(t => t.Fidelity ?? 0),
            }).ToListAsync(cancellation)).ToLookup(count => count.RunId);
            return
            [
                .. from experiment in experiments
                   let own = runs[experiment.Id].ToArray()
                   where own.Length > 0                       // none: it was deleted meanwhile
                   let trials = own.SelectMany(run => counts[run.Id]).ToArray()
                   let completed = trials.Where(t => t.State == TrialState.Completed).ToArray()
                   let failed = trials.Where(t => t.State == TrialState.Failed).ToArray()
                   let document = StoredDocument.Read(experiment, _catalogues)
                   let scale = _catalogues.Fidelity(document)
                   let ended = completed.Concat(failed).Aggregate(
                       (Count: 0, Lower: 0, Levels: 0.0),
                       (sum, t) => (sum.Count + t.Count, sum.Lower + t.Lower, sum.Levels + t.Levels))
                   select new ExperimentSummary(
                       experiment.Id, experiment.Name, RunStates.Combined([.. own.Select(run => run.State)]),
                       document.Space.Kind, document.Evaluator.Kind, document.Strategy.Kind, experiment.CreatedAt, own.Length,
                       completed.Sum(t => t.Count), failed.Sum(t => t.Count), own.Sum(run => run.Total),
                       scale is null ? ended.Count
                           : ((ended.Count - ended.Lower) * scale.Full + ended.Levels) / scale.Full),
            ];
        }, cancellation);

    /// <summary>An experiment with all its runs; null when there is none of that number.</summary>
    public Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation = default)
        => _database.ReadAsync(async context =>
        {
            var experiment = await context.Experiments.Include(e => e.Runs)
                .SingleOrDefaultAsync(e => e.Id == id, cancellation);
            if (experiment is null)
            {
                return null;
            }

            var trials = await context.Trials.Where(t => t.Run!.ExperimentId == id)
                .Select(t => new TrialOutline(t.RunId, t.Number, t.State, t.Fidelity, t.IsFeasible, t.Metrics))
                .ToListAsync(cancellation);
            var outlines = trials.ToLookup(t => t.RunId);
            var document = StoredDocument.Read(experiment, _catalogues);
            var scale = _catalogues.Fidelity(document);
            var rounds = await NewestRoundsAsync(context, id, document, cancellation);
            var runs = experiment.Runs.OrderBy(r => r.Position)
                .Select(run => View(run, document, scale, [.. outlines[run.Id]], rounds.GetValueOrDefault(run.Id)));
            return new ExperimentView(
                id, experiment.Name, RunStates.Combined([.. experiment.Runs.Select(r => r.State)]), document,
                experiment.CreatedAt, StoredDocument.Metrics(experiment, document, _catalogues), [.. runs],
                experiment.Revision, scale);
        }, cancellation);

    /// <summary>Trials that have changed after a revision, in the order of their changes.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Of one run; null for all.</param>
    /// <param name="afterRevision">The largest revision the caller has; 0 for everything.</param>
    /// <param name="limit">At most so many; ask again from the last one.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <remarks>Revisions are shared by trials of one transaction: a page never ends within one, so it may exceed the
    /// limit.</remarks>
    public Task<ImmutableArray<TrialView>> TrialsAsync(
        long id, long? seed = null, long afterRevision = 0, int limit = int.MaxValue,
        CancellationToken cancellation = default)
        => _database.ReadAsync<ImmutableArray<TrialView>>(async context =>
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
            var changed = context.Trials.Where(t => t.Run!.ExperimentId == id && t.Revision > afterRevision);
            changed = seed is { } one ? changed.Where(t => t.Run!.Seed == one) : changed;
            // One statement, so one state of the data base: a trial that moves on between two would leave an empty page.
            var last = changed.OrderBy(t => t.Revision).Select(t => (long?)t.Revision).Skip(limit - 1);
            var rows = await changed.Where(t => t.Revision <= (last.FirstOrDefault() ?? long.MaxValue)).OrderBy(t => t.Revision).ThenBy(t => t.RunId).ThenBy(t => t.Number)
                .Select(t => new { Trial = t, t.Run!.Seed }).ToListAsync(cancellation);
            return [.. rows.Select(row => row.Trial.ToView(row.Seed))];
        }, cancellation);

    /// <summary>One trial; null when there is none.</summary>
    public Task<TrialView?> TrialAsync(long id, long seed, int number, CancellationToken cancellation = default)
        => _database.ReadAsync(async context => (await context.Trials
            .SingleOrDefaultAsync(
                t => t.Run!.ExperimentId == id && t.Run.Seed == seed && t.Number == number, cancellation))
            ?.ToView(seed), cancellation);

    /// <summary>What the strategy of a run shows of its rounds after one, in order.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Of which run.</param>
    /// <param name="after">The number of the last batch the caller has; -1 for all.</param>
    /// <param name="cancellation">Stops the query.</param>
    public Task<ImmutableArray<RoundView>> RoundsAsync(
        long id, long seed, int after = -1, CancellationToken cancellation = default)
        => _database.ReadAsync<ImmutableArray<RoundView>>(async context =>
        [
            .. await (from batch in context.Batches
                      join run in context.Runs on batch.RunId equals run.Id
                      where run.ExperimentId == id && run.Seed == seed && batch.Number > after && batch.Insight != null
                      orderby batch.Number
                      select new RoundView(seed, batch.Number, batch.Insight!)).ToListAsync(cancellation),
        ], cancellation);

    /// <summary>Lines of the log after one, oldest first.</summary>
    public Task<ImmutableArray<LogLine>> LogAsync(
        long id, long after = 0, int limit = 1000, CancellationToken cancellation = default)
        => _database.ReadAsync<ImmutableArray<LogLine>>(async context =>
        [
            .. await context.Log.Where(l => l.ExperimentId == id && l.Id > after).OrderBy(l => l.Id).Take(limit)
                .Select(l => new LogLine(l.Id, l.At, l.Seed, l.Severity, l.Text)).ToListAsync(cancellation),
        ], cancellation);

    /// <summary>The search curve of each run, in the order of the document's seeds.</summary>
    public Task<ImmutableArray<RunCurve>> CurveAsync(long id, CancellationToken cancellation = default)
        => _database.ReadAsync<ImmutableArray<RunCurve>>(async context =>
        {
            var experiment = await context.Experiments.Include(e => e.Runs).ThenInclude(r => r.Trials).AsSplitQuery()
                .SingleOrDefaultAsync(e => e.Id == id, cancellation);
            if (experiment is null)
            {
                return [];
            }

            var document = StoredDocument.Read(experiment, _catalogues);
            var metrics = StoredDocument.Metrics(experiment, document, _catalogues);
            var scale = _catalogues.Fidelity(document);
            return
            [
                .. experiment.Runs.OrderBy(r => r.Position).Select(run => SearchCurve.Of(
                    run.Seed, document.Problem, metrics, scale,
                    run.Trials.OrderBy(t => t.Number).Select(t => t.ToTrial(document.Space.Kind)))),
            ];
        }, cancellation);

    private RunView View(
        RunRow run, ExperimentDocument document, FidelityScale? scale, IReadOnlyList<TrialOutline> trials,
        SearchRounds? rounds)
    {
        var completed = trials.Count(t => t.State == TrialState.Completed);
        var failed = trials.Count(t => t.State == TrialState.Failed);
        var spent = FidelityScale.Spent(
            scale, trials.Where(t => t.State is TrialState.Completed or TrialState.Failed).Select(t => t.Fidelity));
        var live = _progress.Of(run.Id);
        var isHere = run.State is RunState.Running or RunState.Pausing or RunState.Cancelling;
        return new RunView(
            run.Id, run.Seed, run.State, completed, failed, run.Total, spent, isHere ? live.Running : [],
            run.State == RunState.Running ? live.Eta(run.Total - spent, _options.EvaluationSlots, rounds?.Left ?? 0) : null,
            isHere ? live.Activity : null, run.StrategySeconds, run.EvaluationSeconds, run.WallSeconds,
            run.Error ?? live.Error,
            Incumbent(document, trials),
            run.StrategyVersion, run.EvaluatorVersion)
        {
            Rounds = rounds,
            IsInfeasible = completed > 0 && !trials.Any(t => t.IsFeasible),
        };
    }

    /// <summary>How far the search of each run is, by the run's number; none where the strategy shares no weights.</summary>
    private async Task<Dictionary<long, SearchRounds>> NewestRoundsAsync(
        StudioContext context, long id, ExperimentDocument document, CancellationToken cancellation)
    {
        if (_catalogues.Strategies.Find(document.Strategy.Kind) is not { SharesWeights: true })
        {
            return [];
        }

        var newest = await context.Runs.Where(run => run.ExperimentId == id)
            .SelectMany(run => context.Batches.Where(b => b.RunId == run.Id && b.Insight != null)
                .OrderByDescending(b => b.Number).Take(1))
            .ToListAsync(cancellation);
        return newest.ToDictionary(
            batch => batch.RunId,
            batch => new SearchRounds(batch.Number + 1, batch.Number + 1 + batch.Limit, batch.Insight!));
    }

    /// <summary>As <see cref="Core.Fronts.BestSoFar"/> has it, without making trials of the outlines.</summary>
    private static int? Incumbent(ExperimentDocument document, IEnumerable<TrialOutline> trials)
        => document.Objectives.Aggregate(
                trials.Where(t => t.IsFeasible && t.Fidelity is null).OrderBy(_ => 0),
                (sorted, objective) => objective.Direction == Direction.Maximize
                    ? sorted.ThenByDescending(t => t.Metrics[objective.Metric])
                    : sorted.ThenBy(t => t.Metrics[objective.Metric]))
            .ThenBy(t => t.Number).Select(t => (int?)t.Number).FirstOrDefault();

    private sealed record TrialOutline(
        long RunId, int Number, TrialState State, double? Fidelity, bool IsFeasible,
        ImmutableSortedDictionary<string, double> Metrics);
}
