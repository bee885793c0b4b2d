using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;

namespace NasStudio.Runs.Execution;

/// <summary>
/// The ask/tell loop of one run: ask a batch, store it, evaluate it, tell it; until the budget is spent or the strategy
/// has nothing left to propose.
/// </summary>
/// <remarks>
/// What the next step is follows from what is stored alone, so a loop that is killed anywhere and started again goes on
/// as if nothing had happened.
/// </remarks>
internal sealed class RunLoop(
    StoredRun run, SearchSpace space, StrategySession strategy, BatchEvaluation evaluation, Checkpoints checkpoints,
    RunJournal journal, RunProgress.Entry progress)
{
    private readonly RandomSource _random = new(run.Seed);
    private double _strategySeconds = run.StrategySeconds;

    public async Task RunAsync(CancellationToken cancellation)
    {
        progress.Activity = run.Batches.IsEmpty ? "preparing" : "replaying what is stored";
        _strategySeconds += await strategy.RebuildAsync(run.Batches, cancellation);
        var unfinished = run.Batches is [.., { IsComplete: false } last] ? last : null;
        var trials = run.Batches.Sum(batch => batch.Trials.Length);
        for (var number = run.Batches.Length - (unfinished is null ? 0 : 1); ; number++)
        {
            var batch = unfinished ?? await AskAsync(number, trials, cancellation);
            if (batch is null)
            {
                return;
            }

            trials += unfinished is null ? batch.Trials.Length : 0;
            unfinished = null;
            progress.Activity = null;
            batch = await evaluation.EvaluateAsync(batch, cancellation);
            progress.Activity = "learning from the batch";
            var seconds = await strategy.TellAsync(batch, cancellation);
            await journal.ToldAsync(number, seconds, cancellation);
            _strategySeconds += seconds;
        }
    }

    private async Task<StoredBatch?> AskAsync(int number, int trials, CancellationToken cancellation)
    {
        var limit = run.Total - trials;
        if (limit <= 0)
        {
            return null;
        }

        progress.Activity = "choosing what to evaluate";
        journal.Announce(LiveKind.Progress);
        var (proposals, seconds) = await strategy.AskAsync(number, limit, journal.Lease.Fence, cancellation);
        if (proposals.Count == 0)
        {
            return null;
        }

        var batch = new StoredBatch(number, limit,
            [.. proposals.Select((proposal, i) => Waiting(trials + i, proposal))]);
        await journal.StoreBatchAsync(batch, space, seconds, cancellation);
        checkpoints.Prune();
        _strategySeconds += seconds;
        progress.StrategyTook(_strategySeconds / (trials + proposals.Count));
        return batch;
    }

    // 53 bits: a seed that every reader of JSON takes exactly.
    private StoredTrial Waiting(int number, Proposal proposal) => new(
        new Trial(
            number, proposal, TrialState.Waiting,
            _random.Fork("evaluation", number).NextSeed() & ExperimentReader.MaxSeed, Measurement.Empty.Values),
        null, 0);
}
