using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Comparisons;

/// <summary>Reads experiments to compare, and afterwards only what has changed of them. Not for concurrent
/// use.</summary>
public sealed class ComparisonReader
{
    private readonly StudioDatabase _database;
    private readonly StudioCatalogues _catalogues;
    private readonly Func<ExperimentDocument, BestPossible?> _optimum;
    private readonly ImmutableArray<long> _ids;
    private readonly Dictionary<long, Loaded> _loaded = [];
    private Lazy<BestPossible?>? _best;

    internal ComparisonReader(
        StudioDatabase database, StudioCatalogues catalogues, Func<ExperimentDocument, BestPossible?> optimum,
        ImmutableArray<long> ids)
        => (_database, _catalogues, _optimum, _ids) = (database, catalogues, optimum, ids);

    /// <summary>The experiments as they stand now; null where none of them exists.</summary>
    /// <exception cref="StorageException">The data folder cannot be read.</exception>
    public async Task<Comparison?> ReadAsync(CancellationToken cancellation = default)
    {
        var ids = _ids.ToList();
        var rows = await _database.ReadAsync(
            context => context.Experiments.Include(e => e.Runs).Where(e => ids.Contains(e.Id))
                .ToListAsync(cancellation), cancellation);
        ImmutableArray<ExperimentRow> found =
            [.. ids.Select(id => rows.Find(row => row.Id == id)).OfType<ExperimentRow>()];
        foreach (var row in found)
        {
            if (!_loaded.TryGetValue(row.Id, out var known))
            {
                _loaded[row.Id] = known = new Loaded(StoredDocument.Read(row, _catalogues));
            }

            if (row.Revision > known.Revision)
            {
                await LoadAsync(row, known, cancellation);
            }
        }

        return found.IsEmpty ? null : Compare(found);
    }

    private async Task LoadAsync(ExperimentRow row, Loaded known, CancellationToken cancellation)
    {
        var space = known.Document.Space.Kind;
        var changed = await _database.ReadAsync(
            context => context.Trials
                .Where(t => t.Run!.ExperimentId == row.Id && t.Revision > known.Revision
                    && (t.State == TrialState.Completed || t.State == TrialState.Failed))
                .Select(t => new
                {
                    t.RunId,
                    t.Revision,
                    t.Number,
                    t.Native,
                    t.Origin,
                    t.Fidelity,
                    t.State,
                    t.EvaluationSeed,
                    t.Metrics,
                }).ToListAsync(cancellation), cancellation);
        foreach (var t in changed)
        {
            var proposal = new Proposal(new(space, t.Native), t.Origin, Fidelity: t.Fidelity);
            known.Put(t.RunId, new Trial(t.Number, proposal, t.State, t.EvaluationSeed, t.Metrics));
        }

        // The row was read first: what came between is read again next time.
        known.Revision = row.Revision;
    }

    private Comparison Compare(ImmutableArray<ExperimentRow> rows)
    {
        var first = _loaded[rows[0].Id].Document;
        var metrics = StoredDocument.Metrics(rows[0], first, _catalogues);
        var needed = first.Problem.Metrics;
        ImmutableArray<ExperimentRow> drawn = [.. rows.Where(row => _loaded[row.Id].Lacks(needed) is null)];
        var labels = Labels([.. drawn.Select(row => (row, _loaded[row.Id].Document))]);
        ImmutableArray<ComparedExperiment> experiments =
        [
            .. drawn.Select((row, i) => new ComparedExperiment(
                row.Id, row.Name, labels[i], RunStates.Combined([.. row.Runs.Select(r => r.State)]),
                _loaded[row.Id].Document, row.Runs[0].StrategyVersion, row.Runs[0].EvaluatorVersion,
                [
                    .. row.Runs.OrderBy(r => r.Position)
                        .Select(r => _loaded[row.Id].Run(r, first.Problem, _catalogues)),
                ])),
        ];
        return new Comparison(
            experiments, first.Problem, metrics,
            [
                .. _ids.Except(rows.Select(row => row.Id))
                    .Select(id => new ComparisonWarning(true, $"There is no experiment {id}.")),
                .. rows.Except(drawn).Select(row => new ComparisonWarning(
                    true, $"{row.Name} is left out: it does not measure {_loaded[row.Id].Lacks(needed)}, by which the "
                    + "others are judged.")),
                .. Comparability.Of(experiments, _catalogues),
            ],
            (_best ??= new(() => _optimum(first))).Value, experiments.Select(e => e.Document.Evaluations).DefaultIfEmpty().Min());
    }

    private string[] Labels(IReadOnlyList<(ExperimentRow Row, ExperimentDocument Document)> experiments)
    {
        string[] strategies =
        [
            .. experiments.Select(e => e.Document.Strategy.Kind)
                .Select(kind => _catalogues.Strategies.Find(kind)?.Title ?? kind),
        ];
        string[] names =
            [.. experiments.Select((e, i) => strategies.Count(s => s == strategies[i]) == 1 ? strategies[i] : e.Row.Name)];
        return
        [
            .. names.Select(
                (name, i) => names.Count(n => n == name) == 1 ? name : $"{name} (no. {experiments[i].Row.Id})"),
        ];
    }

    /// <summary>What has been read of an experiment so far.</summary>
    private sealed class Loaded(ExperimentDocument document)
    {
        private readonly Dictionary<long, SortedList<int, Trial>> _trials = [];
        private readonly Dictionary<long, (Problem Problem, ComparedRun Run)> _runs = [];

        public ExperimentDocument Document { get; } = document;

        public long Revision { get; set; } = -1;

        public void Put(long run, Trial trial)
        {
            if (!_trials.TryGetValue(run, out var trials))
            {
                _trials[run] = trials = [];
            }

            trials[trial.Number] = trial;
            _runs.Remove(run);
        }

        /// <summary>A metric that its trials have not, of those needed; null where they have all, or none has
        /// completed.</summary>
        public string? Lacks(IReadOnlyList<string> needed)
        {
            var completed = _trials.Values.SelectMany(t => t.Values)
                .FirstOrDefault(t => t.State == TrialState.Completed);
            return completed is null ? null : needed.FirstOrDefault(metric => !completed.Metrics.ContainsKey(metric));
        }

        public ComparedRun Run(RunRow row, Problem problem, StudioCatalogues catalogues)
        {
            var run = _runs.TryGetValue(row.Id, out var known) && known.Problem == problem
                ? known.Run.With(row.State, row.StrategySeconds, row.EvaluationSeconds)
                : new ComparedRun(
                    row.Seed, row.State, row.StrategySeconds, row.EvaluationSeconds,
                    _trials.TryGetValue(row.Id, out var trials) ? [.. trials.Values] : [], problem,
                    catalogues.Fidelity(Document));
            _runs[row.Id] = (problem, run);
            return run;
        }
    }
}
