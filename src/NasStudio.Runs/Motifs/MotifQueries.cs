using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NasStudio.Benchmarks;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>
/// Learns motifs from the trials of any run when somebody asks, whatever strategy made them, and keeps the last few
/// models. It reads what is stored and never writes. One model is learned at a time, on a thread of its own.
/// </summary>
public sealed class MotifQueries : IDisposable
{
    /// <summary>Fewest completed full trials of a run that motifs are learned from: a motif is one that ten architectures
    /// hold and others do not.</summary>
    public const int FewestTrials = 20;

    /// <summary>Fewest architectures that hold a motif.</summary>
    public const int LeastSupport = MotifModel.LeastSupport;

    /// <summary>Most trials that are learned; of more an even selection.</summary>
    public const int MostTrials = 1_000;

    /// <summary>How many architectures outside the run are looked at.</summary>
    public const int Unseen = 2_000;

    private const int MostKept = 6;
    private const int FewestLookedUp = 200;                   // fewer are not worth a distribution
    private readonly RunServices _services;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<Kept> _kept = [];                   // the last used last

    internal MotifQueries(RunServices services) => _services = services;

    /// <summary>What a run's trials teach about an objective.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">The run.</param>
    /// <param name="objective">Its metric; null for the first objective.</param>
    /// <param name="progress">Hears what is being done; on another thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such run, or the metric is none of its objectives.</exception>
    /// <exception cref="WrongStateException">Nothing can be learned; says why.</exception>
    public async Task<MotifStudy> StudyAsync(
        long id, long seed, string? objective = null, Action<string>? progress = null,
        CancellationToken cancellation = default)
        => (await FindStudyAsync(id, seed, objective, progress, cancellation)).Study;

    /// <summary>The file of the motifs that a run's trials teach about an objective, to guide another search.</summary>
    /// <exception cref="NotFoundException">There is no such run, or the metric is none of its objectives.</exception>
    /// <exception cref="WrongStateException">Nothing can be learned; says why.</exception>
    public async Task<MotifFile> FileAsync(
        long id, long seed, string? objective = null, CancellationToken cancellation = default)
    {
        var (document, study) = await FindStudyAsync(id, seed, objective, null, cancellation);
        return new MotifFile(
            document.Space,
            new MotifSource(
                document.Name, JsonText.Parse(ExperimentWriter.Flat(document.Evaluator).ToJsonString()), study.Objective, seed,
                study.Learned),
            study.Set);
    }

    /// <summary>Runs that motifs may be learned from, the first of each experiment, the newest first.</summary>
    public Task<ImmutableArray<MotifRun>> RunsAsync(int most, CancellationToken cancellation = default)
        => _services.Database.ReadAsync<ImmutableArray<MotifRun>>(async context =>
        [
            .. await context.Runs.Where(r => r.Position == 0 && r.State == RunState.Completed && r.Total >= FewestTrials)
                .OrderByDescending(r => r.ExperimentId).Take(most)
                .Select(r => new MotifRun(r.ExperimentId, r.Seed, r.Experiment!.Name)).ToListAsync(cancellation),
        ], cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<(ExperimentDocument Document, MotifStudy Study)> FindStudyAsync(
        long id, long seed, string? objective, Action<string>? progress, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var asked = await FindAsync(id, seed, objective, cancellation);
            var kept = _kept.Find(k => k.Run == asked.Run && k.Objective == asked.Objective);
            if (kept is not null)
            {
                _kept.Remove(kept);
            }

            if (kept?.Study.Trials != asked.Completed)
            {
                progress?.Invoke("Reading the trials");
                kept = new Kept(asked.Run, asked.Objective, await LearnAsync(asked, progress, cancellation));
            }

            _kept.Add(kept);
            _kept.RemoveRange(0, Math.Max(0, _kept.Count - MostKept));
            return (asked.Document, kept.Study);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<Asked> FindAsync(long id, long seed, string? objective, CancellationToken cancellation)
        => _services.Database.ReadAsync(async context =>
        {
            var row = await context.Runs.Include(r => r.Experiment)
                .SingleOrDefaultAsync(r => r.ExperimentId == id && r.Seed == seed, cancellation)
                ?? throw new NotFoundException($"There is no run with seed {seed} of an experiment {id}.");
            var document = StoredDocument.Read(row.Experiment!, _services.Catalogues);
            var index = objective is null ? 0
                : document.Objectives.Select(o => o.Metric).ToImmutableArray().IndexOf(objective);
            if (index < 0)
            {
                throw new NotFoundException(
                    $"'{objective}' is no objective of experiment {id}; it has "
                    + string.Join(", ", document.Objectives.Select(o => o.Metric)) + ".");
            }

            var completed = await Full(context, row.Id).CountAsync(cancellation);
            return new Asked(
                row.Id, seed, document, index, StoredDocument.Metrics(row.Experiment!, document, _services.Catalogues), completed);
        }, cancellation);

    private async Task<MotifStudy> LearnAsync(Asked asked, Action<string>? progress, CancellationToken cancellation)
    {
        if (asked.Completed < FewestTrials)
        {
            throw new WrongStateException(
                $"Motifs need at least {FewestTrials} completed trials of a run; the run with seed {asked.Seed} has {asked.Completed}.");
        }

        var space = _services.Catalogues.Spaces.Find(asked.Document.Space.Kind)?.Create(asked.Document.Space.Options)
            ?? throw new WrongStateException(
                $"This studio does not know the space '{asked.Document.Space.Kind}' of the experiment.");
        var rows = await _services.Database.ReadAsync(
            context => Full(context, asked.Run).OrderBy(t => t.Number).ToListAsync(cancellation), cancellation);
        Trial[] all = [.. rows.Select(row => row.ToTrial(space.Kind))];
        Trial[] learned = all.Length <= MostTrials
            ? all : [.. Enumerable.Range(0, MostTrials).Select(i => all[(long)i * all.Length / MostTrials])];
        var metric = asked.Metrics.FirstOrDefault(m => m.Name == asked.Document.Objectives[asked.Objective].Metric)
            ?? throw new WrongStateException("The experiment's metrics are not known.");
        try
        {
            return await DedicatedThread.RunAsync($"motifs of run {asked.Run}", () =>
            {
                using var hold = _services.Measurements.EnterShared(cancellation);
                return new MotifStudy(
                    space, asked.Seed, asked.Document.Problem, asked.Objective, metric, learned, all.Length,
                    study => UnseenOf(asked, space, metric, all, study, cancellation), progress, cancellation);
            });
        }
        catch (ArithmeticException fault)
        {
            throw new WrongStateException($"The trials cannot be learned: {fault.Message}");
        }
    }

    private (UnseenValues, ImmutableArray<HoldingArchitecture>) UnseenOf(
        Asked asked, SearchSpace space, Metric metric, Trial[] all, MotifStudy study, CancellationToken cancellation)
    {
        var random = new RandomSource(asked.Seed).Fork("motifs");
        var known = all.Select(t => t.Architecture).ToHashSet();
        var others = new List<Architecture>();
        for (var draw = 0; draw < Unseen; draw++)
        {
            if (space.Sample(random) is var architecture && known.Add(architecture))
            {
                others.Add(architecture);
            }
        }

        var expected = study.Look(others, cancellation);
        var found = LookUp(asked, space, metric, others);
        return found.Count >= FewestLookedUp
            ? (UnseenValues.LookedUp, [.. found.Select(f => expected[f.Place] with { Value = f.Value })])
            : (UnseenValues.Expected, expected);
    }

    /// <summary>What the run's evaluator knows of architectures without measuring; nothing where it has to measure.</summary>
    private List<(int Place, double Value)> LookUp(
        Asked asked, SearchSpace space, Metric metric, List<Architecture> architectures)
    {
        var found = new List<(int, double)>();
        if (_services.Catalogues.Evaluators.Find(asked.Document.Evaluator.Kind) is not { IsInstant: true } entry)
        {
            return found;
        }

        try
        {
            var evaluator = entry.Create(asked.Document.Evaluator.Options, new EvaluatorContext(
                space, _services.Options.DataFolder, _services.Options.Device, asked.Document.Problem));
            foreach (var (place, architecture) in architectures.Index())
            {
                try
                {
                    var measured = evaluator.Evaluate(architecture, new EvaluationContext(asked.Seed, null, CancellationToken.None));
                    if (measured.Values.TryGetValue(metric.Name, out var value) && double.IsFinite(value))
                    {
                        found.Add((place, value));
                    }
                }
                catch (EvaluationFailedException)
                {
                    // the table has no such row
                }
            }
        }
        catch (BenchmarkException)
        {
            // the benchmark has been deleted, or cannot be read any more
        }

        return found;
    }

    private static IQueryable<TrialRow> Full(StudioContext context, long run)
        => context.Trials.Where(t => t.RunId == run && t.State == TrialState.Completed && t.Fidelity == null);

    private sealed record Asked(
        long Run, long Seed, ExperimentDocument Document, int Objective, ImmutableArray<Metric> Metrics, int Completed);

    private sealed record Kept(long Run, int Objective, MotifStudy Study);
}

/// <summary>A run that motifs may be learned from.</summary>
/// <param name="Experiment">Number of its experiment.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Name">Name of its experiment.</param>
public sealed record MotifRun(long Experiment, long Seed, string Name);
