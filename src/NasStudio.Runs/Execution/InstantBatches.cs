using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Trials;

namespace NasStudio.Runs.Execution;

/// <summary>A batch that was asked, evaluated and told before it was stored.</summary>
/// <param name="Batch">The batch; every trial is at its end.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="ToldAt">When it was told.</param>
/// <param name="StrategySeconds">How long the strategy took for it.</param>
internal sealed record ToldBatch(StoredBatch Batch, DateTimeOffset AskedAt, DateTimeOffset ToldAt, double StrategySeconds);

/// <summary>
/// The run of an instant evaluator: on one thread it asks, evaluates and tells batch after batch for a moment, then stores
/// all of them at once.
/// </summary>
/// <remarks>
/// A kill loses at most the batches of that moment. The strategy asks the same ones again, because what it proposes
/// follows from what it was told, and a checkpoint of a batch that was not stored is written anew.
/// </remarks>
internal sealed class InstantBatches(
    StoredRun run, SearchSpace space, StrategySession strategy, BatchEvaluation evaluation, RunJournal journal,
    TimeProvider clock)
{
    /// <summary>A page looks four times a second; storing more often would only cost time.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private IReadOnlyList<Trial> _front = ParetoFront.Of(
        run.Document.Problem, run.Batches.SelectMany(batch => batch.Trials).Select(stored => stored.Trial));

    /// <summary>The batches of the next moment, stored; none when the strategy has nothing left to propose.</summary>
    /// <param name="number">Number of the first batch.</param>
    /// <param name="levels">The level of every trial asked before, null for a full evaluation; those of the new ones are
    /// added.</param>
    /// <param name="left">Evaluations left of the budget after trials of these levels.</param>
    /// <param name="waiting">Makes a trial of its number and proposal.</param>
    /// <param name="cancellation">Stops it; what is not stored then is asked again.</param>
    public async Task<ImmutableArray<ToldBatch>> NextAsync(
        int number, List<double?> levels, Func<IEnumerable<double?>, int> left, Func<int, Proposal, StoredTrial> waiting,
        CancellationToken cancellation)
    {
        var (told, _) =
            await strategy.AtWorkAsync(() => Advance(number, levels, left, waiting, cancellation), cancellation);
        if (!told.IsEmpty)
        {
            var before = _front;
            _front = ParetoFront.Of(
                run.Document.Problem, before.Concat(told.SelectMany(t => t.Batch.Trials).Select(t => t.Trial)));
            await journal.StoreToldAsync(told, before, _front, space, run.Document.Problem, cancellation);
        }

        return told;
    }

    private ImmutableArray<ToldBatch> Advance(
        int number, List<double?> levels, Func<IEnumerable<double?>, int> left, Func<int, Proposal, StoredTrial> waiting,
        CancellationToken cancellation)
    {
        var told = ImmutableArray.CreateBuilder<ToldBatch>();
        var begin = Stopwatch.GetTimestamp();
        while (left(levels) is > 0 and var limit && Stopwatch.GetElapsedTime(begin) < Moment)
        {
            cancellation.ThrowIfCancellationRequested();
            var (askedAt, start) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
            var proposals = strategy.Ask(number, limit, journal.Lease.Fence, cancellation);
            if (proposals.Length == 0)
            {
                break;
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var batch = new StoredBatch(number++, limit,
            [
                .. proposals.Select((proposal, i) =>
                    evaluation.EvaluateInstantly(waiting(levels.Count + i, proposal), cancellation)),
            ], strategy.Insight);
            start = Stopwatch.GetTimestamp();
            strategy.Tell(batch);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            told.Add(new ToldBatch(batch, askedAt, clock.GetUtcNow(), seconds));
            levels.AddRange(proposals.Select(proposal => proposal.Fidelity));
        }

        return told.ToImmutable();
    }
}
