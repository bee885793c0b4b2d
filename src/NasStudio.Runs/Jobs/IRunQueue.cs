namespace NasStudio.Runs.Jobs;

/// <summary>
/// Wakes a worker for a run. The queue may wake twice or too late: the run's lease alone decides who executes it.
/// </summary>
public interface IRunQueue
{
    /// <summary>
    /// Has a worker wake for the run as soon as one is free; nothing changes when the run is queued already.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="isInstant">Its evaluator only looks up: it need not wait for runs that train.</param>
    /// <param name="cancellation">Stops it.</param>
    Task EnqueueAsync(long runId, bool isInstant, CancellationToken cancellation);

    /// <summary>Takes the run out of the queue if it still waits there.</summary>
    Task RemoveAsync(long runId, CancellationToken cancellation);
}

/// <summary>The queue of a process that executes its runs itself.</summary>
internal sealed class NoQueue : IRunQueue
{
    public Task EnqueueAsync(long runId, bool isInstant, CancellationToken cancellation) => Task.CompletedTask;

    public Task RemoveAsync(long runId, CancellationToken cancellation) => Task.CompletedTask;
}
