using System.Globalization;
using Microsoft.Extensions.Hosting;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Persistence;
using Quartz;

namespace NasStudio.Runs.Jobs;

/// <summary>What the scheduler fires for a queued run.</summary>
internal sealed class RunJob(RunExecutor executor, IHostApplicationLifetime lifetime) : IJob
{
    public const string RunId = "run";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var run = long.Parse(context.MergedJobDataMap.GetString(RunId)!, CultureInfo.InvariantCulture);
        using var stop =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await executor.ExecuteAsync(run, stop.Token);
        }
        catch (StorageException)
        {
            // Said by the executor, in the log and beside the run.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program stops before the run has begun.
        }
    }
}
