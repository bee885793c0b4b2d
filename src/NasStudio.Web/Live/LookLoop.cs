namespace NasStudio.Web.Live;

/// <summary>Looks again and again, off the page's own thread, until disposed; then waits for the look under way.</summary>
internal sealed class LookLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _looks = Task.CompletedTask;

    /// <summary>Ends with the loop; for what a look waits for.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Looks at once, and then with each beat.</summary>
    public void Start(TimeSpan beat, TimeProvider time, Func<Task> look) => _looks = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(beat, time);
        try
        {
            do
            {
                await look();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looks;
        _stop.Dispose();
    }
}
