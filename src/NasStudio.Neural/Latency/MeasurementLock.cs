namespace NasStudio.Neural.Latency;

/// <summary>
/// Keeps latency measurements and trainings apart, in this process and in every other on this machine that uses the
/// same folder: any number of trainings at once, or one measurement.
/// </summary>
/// <remarks>
/// Two files, locked by the operating system (flock), which lets go of them even at kill -9. Whoever comes passes the
/// turnstile first; a measurement stays in it until all trainings under way have ended, so that none can begin
/// before it. The kernel offers no fair queue here: waiting is asking again every few milliseconds.
/// </remarks>
public sealed class MeasurementLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly string _turnstile, _room;

    /// <summary>A lock on two files in a folder, which is made where it is missing.</summary>
    /// <param name="folder">On a local disk; the same for all who shall keep apart.</param>
    public MeasurementLock(string folder)
    {
        Directory.CreateDirectory(folder);
        (_turnstile, _room) = (Path.Combine(folder, "turnstile.lock"), Path.Combine(folder, "measurement.lock"));
    }

    /// <summary>
    /// Waits until nothing is measured; then others may train too, and nothing is measured, until the result is
    /// disposed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public IDisposable EnterShared(CancellationToken cancellation)
    {
        using var turn = Wait(_turnstile, FileShare.Read, cancellation);
        return Wait(_room, FileShare.Read, cancellation);
    }

    /// <summary>Waits until nobody trains or measures; then nobody does until the result is disposed.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public IDisposable EnterExclusive(CancellationToken cancellation)
    {
        using var turn = Wait(_turnstile, FileShare.None, cancellation);
        return Wait(_room, FileShare.None, cancellation);
    }

    private static FileStream Wait(string path, FileShare share, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                // .NET on Unix: read access and FileShare.Read is flock(LOCK_SH); FileShare.None is flock(LOCK_EX).
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0);
            }
            catch (IOException e) when (IsHeld(e))
            {
                cancellation.WaitHandle.WaitOne(Pause);
            }
        }
    }

    /// <summary>Held by somebody: EWOULDBLOCK on Linux (11) and macOS (35), a sharing violation on Windows.</summary>
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 || (e.HResult & 0xffff) == 32;
}
