using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.Runs.Live;

namespace NasStudio.Runs.Execution;

/// <summary>
/// The ask/tell loop of one run: ask a batch, store it, evaluate it, tell it; until the budget is spent or the strategy
/// has nothing left to propose. The budget counts full evaluations; a trial at a lower fidelity counts its share, and
/// what is left is rounded down: the run ends when it is less than a full evaluation.
/// </summary>
/// <remarks>
/// What the next step is follows from what is stored alone, so a loop that is killed anywhere and started again goes on
/// as if nothing had happened.
/// </remarks>
internal sealed class RunLoop(
    StoredRun run, SearchSpace space, FidelityScale? fidelity, StrategySession strategy, BatchEvaluation evaluation,
    Checkpoints checkpoints, RunJournal journal, RunProgress.Entry progress, TimeProvider clock)
{
    private double _strategySeconds = run.StrategySeconds;

    public async Task RunAsync(CancellationToken cancellation)
    {
        progress.Activity = run.Batches.IsEmpty ? "preparing" : "replaying what is stored";
        _strategySeconds += await strategy.RebuildAsync(run.Batches, cancellation);
        var unfinished = run.Batches is [.., { IsComplete: false } last] ? last : null;
        var levels = run.Batches.SelectMany(Levels).ToList();         // of every trial; null for a full evaluation
        for (var number = run.Batches.Length - (unfinished is null ? 0 : 1); ; number++)
        {
            if (evaluation.IsInstant && unfinished is null)
            {
                await AdvanceAsync(number, levels, cancellation);
                return;
            }

            var batch = unfinished ?? await AskAsync(number, levels, cancellation);
            if (batch is null)
            {
                return;
            }

            levels.AddRange(unfinished is null ? Levels(batch) : []);
            unfinished = null;
            progress.Activity = null;
            batch = await evaluation.EvaluateAsync(batch, cancellation);
            progress.Activity = "learning from the batch";
            var seconds = await strategy.TellAsync(batch, cancellation);
            await journal.ToldAsync(number, seconds, cancellation);
            _strategySeconds += seconds;
        }
    }

    /// <summary>The rest of the run, many batches at a time.</summary>
    private async Task AdvanceAsync(int number, List<double?> levels, CancellationToken cancellation)
    {
        progress.Activity = "choosing what to evaluate";
        var batches = new InstantBatches(run, space, strategy, evaluation, journal, clock);
        while (await batches.NextAsync(number, levels, Left, Waiting, cancellation) is { IsEmpty: false } told)
        {
            number += told.Length;
            checkpoints.Prune(number - 1);
            _strategySeconds += told.Sum(t => t.StrategySeconds);
            var spent = FidelityScale.Spent(fidelity, levels);
            progress.StrategyTook(_strategySeconds / spent);
            progress.Took(told.SelectMany(t => t.Batch.Trials).Sum(t => t.Seconds)
                / FidelityScale.Spent(fidelity, told.SelectMany(t => Levels(t.Batch))));
        }
    }

    private async Task<StoredBatch?> AskAsync(
        int number, List<double?> levels, CancellationToken cancellation)
    {
        var limit = Left(levels);
        if (limit <= 0)
        {
            return null;
        }

        progress.Activity = "choosing what to evaluate";
        journal.Announce(LiveKind.Progress);
        var (proposals, seconds) = await strategy.AskAsync(number, limit, journal.Lease.Fence, cancellation);
        if (proposals.Length == 0)
        {
            return null;
        }

        var batch = new StoredBatch(number, limit,
            [.. proposals.Select((proposal, i) => Waiting(levels.Count + i, proposal))], strategy.Insight);
        await journal.StoreBatchAsync(batch, space, seconds, cancellation);
        checkpoints.Prune(number);
        _strategySeconds += seconds;
        progress.StrategyTook(
            _strategySeconds / FidelityScale.Spent(fidelity, levels.Concat(proposals.Select(p => p.Fidelity))));
        return batch;
    }

    /// <summary>Full evaluations that are left of the budget.</summary>
    private int Left(IEnumerable<double?> levels) => (int)Math.Floor(run.Total - FidelityScale.Spent(fidelity, levels));

    private static IEnumerable<double?> Levels(StoredBatch batch) => batch.Trials.Select(t => t.Trial.Proposal.Fidelity);

    private StoredTrial Waiting(int number, Proposal proposal) => StoredTrial.Waiting(run.Seed, number, proposal);
}
