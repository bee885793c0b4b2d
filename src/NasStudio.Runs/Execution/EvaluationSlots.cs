namespace NasStudio.Runs.Execution;

/// <summary>How many evaluations go on side by side, over all runs of this process.</summary>
internal sealed class EvaluationSlots(StudioOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.EvaluationSlots);

    /// <summary>Waits for a slot; dispose gives it back.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
