namespace NasStudio.Runs.Execution;

/// <summary>
/// Keeps measurements of time alone on the machine: evaluations and strategies at work hold it shared, a measurement holds it
/// exclusively. A waiting measurement goes before newcomers.
/// </summary>
/// <remarks>Held by threads: entered and left on the same one, without an await between.</remarks>
internal sealed class MeasurementLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>Waits until no measurement is under way; dispose leaves.</summary>
    public IDisposable EnterShared(CancellationToken cancellation)
    {
        while (!_lock.TryEnterReadLock(Patience))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return new Hold(_lock.ExitReadLock);
    }

    /// <summary>Waits until nothing else is under way; dispose leaves.</summary>
    public IDisposable EnterExclusive(CancellationToken cancellation)
    {
        while (!_lock.TryEnterWriteLock(Patience))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return new Hold(_lock.ExitWriteLock);
    }

    public void Dispose() => _lock.Dispose();

    private sealed class Hold(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
