using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Core.Trials;
using NasStudio.Neural.Latency;
using NasStudio.Runs.Live;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Evaluates a batch: first, with the machine to itself, what has to be measured alone; then the rest, side by side
/// over the slots. Every result is stored as it comes.
/// </summary>
internal sealed class BatchEvaluation(
    StoredRun run, IEvaluator evaluator, RunJournal journal, RunProgress.Entry progress, EvaluationSlots slots,
    MeasurementLock measurements)
{
    /// <summary>The batch with every trial at its end.</summary>
    public async Task<StoredBatch> EvaluateAsync(StoredBatch batch, CancellationToken cancellation)
    {
        batch = await MeasureAloneAsync(batch, cancellation);
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var trials = await Task.WhenAll(batch.Trials.Select(async trial =>
        {
            try
            {
                return trial.Trial.State == TrialState.Waiting ? await EvaluateAsync(trial, others.Token) : trial;
            }
            catch
            {
                await others.CancelAsync();         // one that cannot be stored, or is at fault, stops the others
                throw;
            }
        }));
        return batch with { Trials = [.. trials] };
    }

    /// <summary>Whether the evaluator only looks up: trials are then evaluated by <see cref="EvaluateInstantly"/>.</summary>
    public bool IsInstant => evaluator.IsInstant;

    /// <summary>The trial at its end, evaluated on the calling thread and not stored.</summary>
    public StoredTrial EvaluateInstantly(StoredTrial stored, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var (metrics, error) = Measure(stored, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return error is null ? Completed(stored, metrics, seconds) : Failed(stored, error, seconds);
    }

    private async Task<StoredBatch> MeasureAloneAsync(StoredBatch batch, CancellationToken cancellation)
    {
        var waiting = batch.Trials.Where(t => t.Trial.State == TrialState.Waiting && t.Alone is null).ToList();
        if (waiting.Count == 0)
        {
            return batch;
        }

        var (measured, failed) = await DedicatedThread.RunAsync($"measurement of run {run.Id}", () =>
        {
            using var hold = measurements.EnterExclusive(cancellation);
            var measured = new Dictionary<int, Measurement>();
            var failed = new Dictionary<int, string>();
            foreach (var trial in waiting.Select(t => t.Trial))
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    measured[trial.Number] = evaluator.MeasureAlone(trial.Architecture, Context(trial, cancellation));
                }
                catch (EvaluationFailedException failure)
                {
                    failed[trial.Number] = failure.Message;
                }
            }

            return (measured, failed);
        });
        await journal.StoreAloneAsync(measured, cancellation);
        foreach (var (number, reason) in failed)
        {
            await journal.FailTrialAsync(number, reason, 0, cancellation);
        }

        return batch with
        {
            Trials =
            [
                .. batch.Trials.Select(t =>
                    measured.TryGetValue(t.Trial.Number, out var alone) ? t with { Alone = alone }
                    : failed.TryGetValue(t.Trial.Number, out var reason) ? Failed(t, reason, 0)
                    : t),
            ],
        };
    }

    private async Task<StoredTrial> EvaluateAsync(StoredTrial stored, CancellationToken cancellation)
    {
        var trial = stored.Trial;
        using var slot = await slots.TakeAsync(cancellation);
        await journal.StartTrialAsync(trial.Number, cancellation);
        progress.Started(trial.Number, trial.Architecture.Native);
        try
        {
            var (metrics, error, seconds) =
                await DedicatedThread.RunAsync($"trial {trial.Number} of run {run.Id}", () =>
            {
                using var hold = measurements.EnterShared(cancellation);
                var start = Stopwatch.GetTimestamp();
                var (metrics, error) = Measure(stored, cancellation);
                return (metrics, error, Stopwatch.GetElapsedTime(start).TotalSeconds);
            });
            progress.Took(seconds / (evaluator.Fidelity?.Share(trial.Proposal.Fidelity) ?? 1));
            if (error is not null)
            {
                await journal.FailTrialAsync(trial.Number, error, seconds, cancellation);
                return Failed(stored, error, seconds);
            }

            await journal.CompleteTrialAsync(trial.Number, metrics, seconds, run, cancellation);
            return Completed(stored, metrics, seconds);
        }
        finally
        {
            progress.Ended(trial.Number);
        }
    }

    private (ImmutableSortedDictionary<string, double> Metrics, string? Error) Measure(
        StoredTrial stored, CancellationToken cancellation)
    {
        var alone = stored.Alone ?? Measurement.Empty;
        try
        {
            var measured = evaluator.Evaluate(stored.Trial.Architecture, Context(stored.Trial, cancellation));
            cancellation.ThrowIfCancellationRequested();
            var metrics = alone.Values.SetItems(measured.Values);
            return (metrics, Measurement.Fault(metrics, evaluator.Metrics.Select(metric => metric.Name)));
        }
        catch (EvaluationFailedException failure)
        {
            return (alone.Values, failure.Message);
        }
    }

    private EvaluationContext Context(Trial trial, CancellationToken cancellation)
        => new(trial.EvaluationSeed, advance =>
        {
            progress.Advanced(trial.Number, advance);
            journal.Announce(LiveKind.Progress, trial.Number);
        }, cancellation, trial.Proposal.Fidelity);

    private static StoredTrial Completed(
        StoredTrial stored, ImmutableSortedDictionary<string, double> metrics, double seconds)
        => stored with
        {
            Trial = stored.Trial with { State = TrialState.Completed, Metrics = metrics },
            Seconds = seconds,
        };

    private static StoredTrial Failed(StoredTrial stored, string reason, double seconds)
        => stored with { Trial = stored.Trial with { State = TrialState.Failed, Error = reason }, Seconds = seconds };
}
