using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Search;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Shows what the strategy of a run has at a place of its latent space. It reads what is stored and never writes, so
/// that a run goes on undisturbed, in this process or another: a copy of the strategy is told the stored batches and
/// takes the newest checkpoint over, as a resumed run's does; it is kept for the next question.
/// </summary>
/// <remarks>
/// A run at work may remove a checkpoint while it is read here; then it has written newer ones, and the newest of those
/// is read instead. One question is answered at a time.
/// </remarks>
public sealed class LatentProbe : IDisposable
{
    private const int MostKept = 4;
    private readonly RunServices _services;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<Loaded> _loaded = [];               // of different runs, the last used last

    internal LatentProbe(RunServices services) => _services = services;

    /// <summary>What is at a place.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">The run.</param>
    /// <param name="latent">The place, as in <see cref="TrialView.Latent"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    /// <exception cref="WrongStateException">Its strategy cannot decode, or has nothing to decode with; says
    /// why.</exception>
    /// <exception cref="ArgumentException">It is no place of the latent space; says what one is.</exception>
    public async Task<DecodedPlace> DecodeAsync(
        long id, long seed, ImmutableArray<double> latent, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var loaded = await LoadedAsync(id, seed, isRetry: false, cancellation);
            var decoded = await AtWorkAsync(() => loaded.Strategy.Decode(latent), cancellation);
            return new DecodedPlace(
                loaded.Batch, decoded is null ? null : await ViewAsync(loaded, decoded, cancellation));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Wait();
        _loaded.ForEach(loaded => loaded.Dispose());
        _turn.Dispose();
    }

    private Task<ProbedRun> FindAsync(long id, long seed, CancellationToken cancellation)
        => _services.Database.ReadAsync(async context =>
        {
            var row = await context.Runs.Include(r => r.Experiment)
                .SingleOrDefaultAsync(r => r.ExperimentId == id && r.Seed == seed, cancellation)
                ?? throw new NotFoundException($"There is no run with seed {seed} of an experiment {id}.");
            var last = await context.Batches.Where(b => b.RunId == row.Id).MaxAsync(b => (int?)b.Number, cancellation);
            return new ProbedRun(
                row.Id, seed, StoredDocument.Read(row.Experiment!, _services.Catalogues), row.Total, row.StrategyVersion,
                last);
        }, cancellation);

    /// <summary>The strategy of the run's newest checkpoint: the one that is kept, or a copy made now.</summary>
    private async Task<Loaded> LoadedAsync(long id, long seed, bool isRetry, CancellationToken cancellation)
    {
        var run = await FindAsync(id, seed, cancellation);
        var checkpoints = new Checkpoints(_services.Options.CheckpointFolder(run.Id));
        var newest = run.LastBatch is { } last ? checkpoints.Newest(last) : null;
        if (Kept(run.Id, newest) is { } kept)
        {
            return kept;
        }

        try
        {
            return Keep(await LoadAsync(run, newest, checkpoints, cancellation));
        }
        catch (IOException) when (!isRetry)
        {
            return await LoadedAsync(id, seed, isRetry: true, cancellation);   // the run has gone on, and removed it
        }
        catch (IOException exception)
        {
            throw new WrongStateException(
                $"Checkpoint {newest} of the run with seed {seed} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The kept strategy of a checkpoint; null where it is another one's, which nobody asks for again.</summary>
    private Loaded? Kept(long run, int? batch)
    {
        if (_loaded.Find(l => l.Run == run) is not { } kept)
        {
            return null;
        }

        _loaded.Remove(kept);
        if (kept.Batch == batch)
        {
            return Keep(kept);
        }

        kept.Dispose();
        return null;
    }

    private Loaded Keep(Loaded loaded)
    {
        _loaded.Add(loaded);
        if (_loaded.Count > MostKept)
        {
            _loaded[0].Dispose();
            _loaded.RemoveAt(0);
        }

        return loaded;
    }

    private async Task<Loaded> LoadAsync(
        ProbedRun run, int? newest, Checkpoints checkpoints, CancellationToken cancellation)
    {
        var (space, entry) = (Space(run), Strategy(run));
        var trials = await _services.Database.ReadAsync(
            context => context.Trials.Where(t => t.RunId == run.Id && t.Batch < (newest ?? 0)).OrderBy(t => t.Number)
                .ToListAsync(cancellation), cancellation);
        return await AtWorkAsync(() =>
        {
            var options = run.Document.Strategy.Options;
            var strategy = entry.Create(options, new StrategyContext(
                entry.Narrow(options, space, _services.Catalogues.Spaces).Space, run.Document.Problem, new RandomSource(run.Seed).Fork("strategy"), run.Total,
                _services.Options.CacheFolder, _ => { }, _services.Catalogues.Fidelity(run.Document)));
            try
            {
                var decoding = strategy as IDecodingStrategy
                    ?? throw NothingToDecode(entry);
                var batch = newest ?? throw new WrongStateException(
                    $"The run with seed {run.Seed} has no checkpoint to decode with: it has proposed nothing yet, or its "
                    + "checkpoints are gone.");
                foreach (var told in trials.GroupBy(t => t.Batch).OrderBy(told => told.Key))
                {
                    decoding.Tell([.. told.Select(t => t.ToTrial(space.Kind))]);
                }

                decoding.Load(checkpoints.FolderOf(batch));
                return new Loaded(run.Id, batch, space, decoding);
            }
            catch
            {
                (strategy as IDisposable)?.Dispose();
                throw;
            }
        }, cancellation);
    }

    private SearchSpace Space(ProbedRun run) => _services.Catalogues.Spaces.Find(run.Document.Space.Kind)
        ?.Create(run.Document.Space.Options)
        ?? throw new WrongStateException(
            $"This studio does not know the space '{run.Document.Space.Kind}' of the experiment.");

    private StrategyEntry Strategy(ProbedRun run)
        => _services.Catalogues.Strategies.Find(run.Document.Strategy.Kind) switch
        {
            null => throw new WrongStateException(
                $"This studio does not know the strategy '{run.Document.Strategy.Kind}' of the experiment."),
            var entry when entry.Version != run.Version => throw new WrongStateException(
                $"The run was made by version {run.Version} of the strategy '{entry.Kind}'; this studio has version "
                + $"{entry.Version}, which would decode differently."),
            { SharesWeights: true } entry => throw NothingToDecode(entry),
            var entry => entry,
        };

    private static WrongStateException NothingToDecode(StrategyEntry entry)
        => new($"{entry.Title} has no latent space to decode from.");

    private async Task<DecodedView> ViewAsync(
        Loaded loaded, DecodedArchitecture decoded, CancellationToken cancellation)
    {
        var (run, space, native) = (loaded.Run, loaded.Space, decoded.Architecture.Native);
        var twins = space.IsomorphismClass(decoded.Architecture);
        var trials = await _services.Database.ReadAsync(
            context => context.Trials.Where(t => t.RunId == run && t.IsomorphismClass == twins).OrderBy(t => t.Number)
                .Select(t => new { t.Number, t.Native }).ToListAsync(cancellation), cancellation);
        var trial = trials.Find(t => t.Native == native) ?? trials.FirstOrDefault();
        return new DecodedView(
            native, twins, space.FunctionalId(decoded.Architecture), decoded.Predicted, decoded.Latent, trial?.Number);
    }

    /// <summary>As a strategy works in a run: on a thread of its own, while nothing is measured alone.</summary>
    private Task<T> AtWorkAsync<T>(Func<T> work, CancellationToken cancellation)
        => DedicatedThread.RunAsync("decoding", () =>
        {
            using var hold = _services.Measurements.EnterShared(cancellation);
            return work();
        });

    private sealed record ProbedRun(
        long Id, long Seed, ExperimentDocument Document, int Total, int Version, int? LastBatch);

    private sealed record Loaded(long Run, int Batch, SearchSpace Space, IDecodingStrategy Strategy) : IDisposable
    {
        public void Dispose() => (Strategy as IDisposable)?.Dispose();
    }
}
