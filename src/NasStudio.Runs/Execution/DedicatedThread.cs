using System.Diagnostics;
using NasStudio.Neural.Latency;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Runs long computations on a thread of their own: tensors' scopes and modes belong to a thread, and the thread pool
/// stays free for the pages.
/// </summary>
internal static class DedicatedThread
{
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(work, completion)) { Name = name, IsBackground = true }.Start();
        return completion.Task;
    }

    /// <summary>The same while nothing is measured alone, and how long it took.</summary>
    public static Task<(T Result, double Seconds)> RunBesideAsync<T>(
        string name, MeasurementLock measurements, Func<T> work, CancellationToken cancellation)
        => RunAsync(name, () =>
        {
            using var hold = measurements.EnterShared(cancellation);
            var start = Stopwatch.GetTimestamp();
            var result = work();
            return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
        });

    private static void Run<T>(Func<T> work, TaskCompletionSource<T> completion)
    {
        try
        {
            completion.SetResult(work());
        }
        catch (OperationCanceledException exception)
        {
            completion.SetCanceled(exception.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever the work throws belongs to whoever awaits it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            completion.SetException(exception);
        }
    }
}
