using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Persistence;

public sealed class RunLeasesTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_job_fired_twice_does_not_run_twice()
    {
        await using var studio = await TestStudio.CreateAsync();
        await using var other = await TestStudio.CreateAsync(studio.Folder);
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 20, delayMs: 20));
        var first = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 1);
        Assert.Null(await other.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Null(await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(RunState.Completed, await first);
        Assert.Equal((20, 0), (studio.Watch.Evaluations, other.Watch.Evaluations));
    }

    [Fact]
    public async Task A_silent_executor_loses_its_run_and_its_late_writes_are_refused()
    {
        var clock = new JumpingClock();
        await using var silent = await TestStudio.CreateAsync(clock: clock, lease: Lease);
        await using var next = await TestStudio.CreateAsync(silent.Folder, clock: clock, lease: Lease);
        var document = TestStudio.Document("memory", evaluations: 16, delayMs: 150);
        var (id, run) = await silent.CreateRunAsync(document);
        var first = silent.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await silent.RunAsync(id)).Completed >= 4);
        clock.Jump(Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(RunState.Completed, await next.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Null(await first);

        await using var alone = await TestStudio.CreateAsync();
        var (straight, straightRun) =
            await alone.CreateRunAsync(document with { Evaluator = TestStudio.Document().Evaluator });
        await alone.Executor.ExecuteAsync(straightRun, CancellationToken.None);
        Assert.Equal(await alone.OutcomesAsync(straight), await next.OutcomesAsync(id));
    }

    [Fact]
    public async Task What_a_killed_process_left_behind_is_put_right_when_its_lease_runs_out()
    {
        var clock = new JumpingClock();
        await using var killed = await TestStudio.CreateAsync(clock: clock, lease: Lease);
        await using var next = await TestStudio.CreateAsync(killed.Folder, clock: clock, lease: Lease);
        var (id, run) = await killed.CreateRunAsync(TestStudio.Document(evaluations: 100, delayMs: 2000));
        var execution = killed.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await killed.RunAsync(id)).Running.Length > 0);

        await next.Experiments.PauseAsync(id);               // said in another process: seen with the next heartbeat
        await next.Experiments.RecoverAsync();
        Assert.Equal(RunState.Pausing, (await next.RunAsync(id)).State);
        clock.Jump(Lease + TimeSpan.FromSeconds(1));
        await next.Experiments.RecoverAsync();
        Assert.Equal(RunState.Paused, (await next.RunAsync(id)).State);
        await next.Experiments.CancelAsync(id);
        Assert.Equal(RunState.Cancelled, (await next.RunAsync(id)).State);
        Assert.Null(await next.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Null(await execution);
        Assert.Equal(RunState.Cancelled, (await next.RunAsync(id)).State);
    }
}
