using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Jobs;

/// <summary>
/// At the start, and again and again: runs whose process was killed are queued anew when their lease has run out.
/// </summary>
internal sealed class RunRecovery(
    ExperimentService experiments, TimeProvider clock, StudioOptions options, ILogger<RunRecovery> logger)
        : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LeaseDuration / 4, clock);
        try
        {
            do
            {
                try
                {
                    await experiments.RecoverAsync(stoppingToken);
                }
                catch (StorageException storage)
                {
                    logger.LogError("Unfinished runs cannot be looked up: {Message}", storage.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }
}
