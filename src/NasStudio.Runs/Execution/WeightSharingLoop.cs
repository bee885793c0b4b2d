using System.Diagnostics;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.OneShot;
using NasStudio.Runs.Live;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Execution;

/// <summary>
/// The loop of a run that shares weights: rounds of the search, then what it ends with, which becomes one batch of trials
/// that the evaluator trains by themselves.
/// </summary>
/// <remarks>
/// For a moment it does rounds, then saves the state beside the last of them, then stores what they showed: what is stored
/// has its state, and a loop that is killed anywhere goes on as if nothing had happened. A kill loses at most the rounds of
/// that moment. Where checkpoints are gone, the rounds after the newest one are done again.
/// </remarks>
internal sealed class WeightSharingLoop(
    StoredRun run, SearchSpace space, Func<IWeightSharingSearch> create, BatchEvaluation evaluation,
    Checkpoints checkpoints, RunJournal journal, RunProgress.Entry progress, RunServices services,
    Func<CancellationToken, Task> searched)
{
    private static readonly TimeSpan ShortestMoment = TimeSpan.FromSeconds(1);

    /// <summary>A moment is so many times as long as saving takes, which then costs a twentieth of the time.</summary>
    private const int MomentsOfSaving = 20;

    private bool _warned;
    private TimeSpan _moment = TimeSpan.Zero;                  // the first round is shown, and saved, by itself

    public async Task RunAsync(CancellationToken cancellation)
    {
        var winners = run.Batches is [.., { Trials.IsEmpty: false } stored] ? stored : await SearchAsync(cancellation);
        progress.Activity = null;
        await searched(cancellation);
        await evaluation.EvaluateAsync(winners, cancellation);
        await journal.ToldAsync(winners.Number, 0, cancellation);
    }

    private async Task<StoredBatch> SearchAsync(CancellationToken cancellation)
    {
        progress.Activity = run.Batches.IsEmpty ? "building the supernet" : "taking the supernet up again";
        journal.Announce(LiveKind.Progress);
        var (search, _) = await AtWorkAsync(Open, cancellation);
        using (search)
        {
            await CatchUpAsync(search, cancellation);
            while (!search.IsFinished)
            {
                progress.Activity ??= "training the supernet";
                var ((rounds, failure), seconds) = await AtWorkAsync(() => Advance(search, cancellation), cancellation);
                await journal.StoreRoundsAsync(rounds, seconds, NewWarnings(rounds), cancellation);
                if (failure is not null)
                {
                    throw new EvaluationFailedException(failure.Message, failure);
                }

                checkpoints.Prune(search.Round - 1);
            }

            progress.Activity = "naming the architectures that are trained";
            journal.Announce(LiveKind.Progress);
            var (proposals, naming) = await AtWorkAsync(() => search.Winners(cancellation), cancellation);
            var batch = Batch(search.Round, proposals);
            await journal.StoreBatchAsync(batch, space, naming, cancellation);
            return batch;
        }
    }

    /// <summary>Measures what needs the machine to itself, and does rounds again whose checkpoint is gone.</summary>
    private async Task CatchUpAsync(IWeightSharingSearch search, CancellationToken cancellation)
    {
        if (search.MeasuresAlone)
        {
            progress.Activity = "measuring the latency of layers, with the machine to itself";
            journal.Announce(LiveKind.Progress);
            using var slot = await services.Slots.TakeAsync(cancellation);
            var note = await DedicatedThread.RunAsync($"latencies of run {run.Id}", () =>
            {
                using var alone = services.Measurements.EnterExclusive(cancellation);
                return search.MeasureAlone(cancellation);
            });
            if (note is not null) await journal.NoteAsync(note, cancellation);
        }

        while (search.Round < run.Batches.Length)
        {
            progress.Activity = $"doing round {search.Round} again: its checkpoint is gone";
            await AtWorkAsync(() => search.Advance(cancellation), cancellation);
        }

        progress.Activity = null;
    }

    /// <summary>The search as it was saved last, or from its beginning.</summary>
    private IWeightSharingSearch Open()
    {
        var search = create();
        try
        {
            if (checkpoints.Newest(run.Batches.Length - 1) is { } newest)
            {
                search.Load(checkpoints.FolderOf(newest));
            }

            return search;
        }
        catch
        {
            search.Dispose();
            throw;
        }
    }

    /// <summary>The rounds of a moment, their state saved; where one fails, those before it.</summary>
    private (List<StoredRound> Rounds, EvaluationFailedException? Failure) Advance(
        IWeightSharingSearch search, CancellationToken cancellation)
    {
        var rounds = new List<StoredRound>();
        var begin = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            try
            {
                var insight = search.Advance(cancellation);
                rounds.Add(new StoredRound(
                    search.Round - 1, search.IsFinished ? 0 : search.Rounds - search.Round, WithState(search, insight)));
            }
            catch (EvaluationFailedException failure)
            {
                return (rounds, failure);
            }

            progress.RoundTook(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (!search.IsFinished && Stopwatch.GetElapsedTime(begin) < _moment);

        var saving = Stopwatch.GetTimestamp();
        checkpoints.Save(search.Save, search.Round - 1, journal.Lease.Fence);
        var costly = Stopwatch.GetElapsedTime(saving) * MomentsOfSaving;
        _moment = costly > ShortestMoment ? costly : ShortestMoment;
        return (rounds, null);
    }

    /// <summary>The insight with where the search's distributions stand and what it has computed.</summary>
    private static RoundInsight WithState(IWeightSharingSearch search, RoundInsight insight) => insight with
    {
        Distributions =
        [
            .. search.Distributions.Select((found, k) => new DistributionInsight(
                string.Create(CultureInfo.InvariantCulture, $"distribution_{k}"), found.Name, found.Coefficient, found.Target,
                new ModeInsight(found.Mode.Native, found.Predicted()))),
        ],
        Passes = new NetworkPasses(search.Spent.Forward, search.Spent.Backward),
    };

    /// <summary>What the search ends with, as trials that wait; equal architectures are one trial.</summary>
    private StoredBatch Batch(int number, IReadOnlyList<Proposal> proposals)
    {
        Proposal[] distinct = [.. proposals.DistinctBy(proposal => proposal.Architecture.Native)];
        if (distinct.Length == 0 || distinct.Length > run.Total)
        {
            throw new InvalidOperationException(
                $"The search ended with {distinct.Length} architectures where 1 to {run.Total} can be trained.");
        }

        return new StoredBatch(
            number, run.Total, [.. distinct.Select((proposal, i) => StoredTrial.Waiting(run.Seed, i, proposal))]);
    }

    /// <summary>Warnings stand in the log when the first of them comes up; each round has its own.</summary>
    private List<(string, LogSeverity)> NewWarnings(List<StoredRound> rounds)
    {
        var lines = new List<(string, LogSeverity)>();
        foreach (var round in rounds)
        {
            lines.AddRange(_warned ? [] : round.Insight.Warnings.Select(
                warning => ($"Round {round.Number}: {warning}", LogSeverity.Warning)));
            _warned = !round.Insight.Warnings.IsEmpty;
        }

        return lines;
    }

    /// <summary>Works with the search on a thread of its own and in a slot, as a training does; others have their turn
    /// between two moments.</summary>
    private async Task<(T Result, double Seconds)> AtWorkAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        using var slot = await services.Slots.TakeAsync(cancellation);
        return await DedicatedThread.RunBesideAsync($"search of run {run.Id}", services.Measurements, work, cancellation);
    }
}
