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
