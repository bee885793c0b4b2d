using Microsoft.EntityFrameworkCore;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Beside a run at work: renews its lease, and stops it when it is to be paused or cancelled (at once when that was
/// said in this process, with the next heartbeat otherwise) or when its lease has gone.
/// </summary>
internal sealed class RunSupervisor : IDisposable
{
    private readonly RunServices _services;
    private readonly RunLease _lease;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly IDisposable _subscription;
    private readonly Task _task;

    public RunSupervisor(RunServices services, RunLease lease, CancellationTokenSource stop)
    {
        (_services, _lease, _stop) = (services, lease, stop);
        _subscription = services.Feed.Subscribe(null, change =>
        {
            if (change.Kind == LiveKind.State)
            {
                _wake.Release();
            }
        });
        _task = Task.Run(SuperviseAsync);
    }

    public async Task StopAsync()
    {
        _subscription.Dispose();
        await _end.CancelAsync();
        await _task;
    }

    // The semaphore is left to the collector: a change that is being published may still release it.
    public void Dispose()
    {
        _subscription.Dispose();
        _end.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var beat = _services.Options.LeaseDuration / 4;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(beat, _end.Token);
                await _services.Leases.RenewAsync(_lease, _end.Token);
                var state = await _services.Database.ReadAsync(
                    context => context.Runs.Where(r => r.Id == _lease.RunId).Select(r => r.State)
                        .SingleAsync(_end.Token), _end.Token);
                if (state is RunState.Pausing or RunState.Cancelling)
                {
                    await _stop.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LeaseLostException)
            {
                await _stop.CancelAsync();
                return;
            }
            catch (StorageException)
            {
                // The loop's own writes meet the same trouble and say so.
            }
        }
    }
}
