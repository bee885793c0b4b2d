using System.Globalization;
using Quartz;

namespace NasStudio.Runs.Jobs;

/// <summary>The queue in Quartz's store: one job for each run, fired once, as soon as a thread is free.</summary>
internal sealed class QuartzRunQueue(ISchedulerFactory schedulers) : IRunQueue
{
    /// <summary>Runs of instant evaluators, which have slots of their own.</summary>
    public const string Instant = "instant";

    private static readonly ScheduleJobOptions Replacing = new() { Replace = true };

    public async Task EnqueueAsync(long runId, bool isInstant, CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var job = JobBuilder.Create<RunJob>().WithIdentity(Key(runId))
            .UsingJobData(RunJob.RunId, runId.ToString(CultureInfo.InvariantCulture)).Build();
        var trigger = TriggerBuilder.Create().WithIdentity($"run-{runId}").StartNow()
            .WithExecutionGroup(isInstant ? Instant : null).Build();
        await scheduler.ScheduleJob(job, trigger, Replacing, cancellation);
    }

    public async Task RemoveAsync(long runId, CancellationToken cancellation)
        => await (await schedulers.GetScheduler(cancellation)).DeleteJob(Key(runId), cancellation);

    private static JobKey Key(long runId) => new(string.Create(CultureInfo.InvariantCulture, $"run-{runId}"));
}
