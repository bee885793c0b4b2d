using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.Neural.Latency;
using NasStudio.Search;

namespace NasStudio.Runs.Execution;

/// <summary>
/// A strategy at work in a run: rebuilt by replay, asked and told on threads of its own, its costly state saved beside
/// each batch before the batch is stored. A batch may cost as many full evaluations as are left; another is the
/// strategy's error.
/// </summary>
internal sealed class StrategySession(
    Func<IStrategy> create, FidelityScale? fidelity, Checkpoints checkpoints, MeasurementLock measurements) : IDisposable
{
    private IStrategy? _strategy;

    /// <summary>
    /// Brings the strategy to where it stood after its latest Ask (or Tell): every complete batch is told; of a
    /// checkpointed strategy the newest checkpoint is taken over, and batches after it are asked again, which gives the
    /// same proposals.
    /// </summary>
    public Task<double> RebuildAsync(ImmutableArray<StoredBatch> batches, CancellationToken cancellation)
        => AtWorkAsync(() =>
    {
        _strategy = create();
        var checkpointed = _strategy as ICheckpointedStrategy;
        var newest = checkpointed is null || batches.IsEmpty ? null : checkpoints.Newest(batches[^1].Number);
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            if (batch.Number == newest)
            {
                checkpointed!.Load(checkpoints.FolderOf(batch.Number));
            }
            else if (checkpointed is not null && batch.Number > (newest ?? -1))
            {
                AssertSame(batch, Proposals(batch.Limit, cancellation));
            }

            if (batch.IsComplete)
            {
                _strategy.Tell([.. batch.Trials.Select(t => t.Trial)]);
            }
        }

        return true;
    }, cancellation).Seconds();

    /// <summary>What the strategy shows of its latest batch; null for nothing.</summary>
    public RoundInsight? Insight => (_strategy as IInsightfulStrategy)?.Insight;

    /// <summary>The next batch; its state is saved under the number it will be stored with.</summary>
    public Task<(Proposal[] Proposals, double Seconds)> AskAsync(
        int batch, int limit, long fence, CancellationToken cancellation)
        => AtWorkAsync(() => Ask(batch, limit, fence, cancellation), cancellation);

    /// <summary>Tells a complete batch, in order of its numbers.</summary>
    public Task<double> TellAsync(StoredBatch batch, CancellationToken cancellation) => AtWorkAsync(() =>
    {
        Tell(batch);
        return true;
    }, cancellation).Seconds();

    /// <summary>As <see cref="AskAsync"/>, within <see cref="AtWorkAsync"/>.</summary>
    public Proposal[] Ask(int batch, int limit, long fence, CancellationToken cancellation)
    {
        var proposals = Proposals(limit, cancellation);
        if (proposals.Length > 0 && _strategy is ICheckpointedStrategy checkpointed)
        {
            checkpoints.Save(checkpointed.Save, batch, fence);
        }

        return proposals;
    }

    /// <summary>As <see cref="TellAsync"/>, within <see cref="AtWorkAsync"/>.</summary>
    public void Tell(StoredBatch batch) => _strategy!.Tell([.. batch.Trials.Select(t => t.Trial)]);

    /// <summary>Works with the strategy on a thread of its own, while nothing is measured alone.</summary>
    public Task<(T Result, double Seconds)> AtWorkAsync<T>(Func<T> work, CancellationToken cancellation)
        => DedicatedThread.RunBesideAsync("strategy", measurements, work, cancellation);

    public void Dispose() => (_strategy as IDisposable)?.Dispose();

    private Proposal[] Proposals(int limit, CancellationToken cancellation)
    {
        Proposal[] proposals =
        [
            .. _strategy!.Ask(limit, cancellation)
                .Select(p => p with { Fidelity = FidelityScale.Normalised(fidelity, p.Fidelity) }),
        ];
        var cost = FidelityScale.Spent(fidelity, proposals.Select(p => p.Fidelity));
        return cost <= limit ? proposals : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The strategy proposed {cost} evaluations ({proposals.Length} trials) where {limit} were left."));
    }

    private static void AssertSame(StoredBatch batch, Proposal[] again)
    {
        if (!batch.Trials.Select(t => (t.Trial.Architecture, t.Trial.Proposal.Fidelity))
            .SequenceEqual(again.Select(p => (p.Architecture, p.Fidelity))))
        {
            throw new InvalidOperationException(
                $"Asked again, the strategy proposes another batch {batch.Number} than the one that is stored, so the "
                + "run cannot be continued as it was (its checkpoints are gone, or were made on another machine). "
                + "Clone the experiment.");
        }
    }
}

/// <summary>What a computation took, without what it came to.</summary>
internal static class TimedTasks
{
    public static async Task<double> Seconds<T>(this Task<(T Result, double Seconds)> task) => (await task).Seconds;
}
