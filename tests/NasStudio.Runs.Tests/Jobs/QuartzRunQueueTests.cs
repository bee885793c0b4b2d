using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Jobs;

public sealed class QuartzRunQueueTests
{
    [Fact]
    public async Task A_started_experiment_runs_all_its_seeds_by_itself()
    {
        await using var studio = await TestStudio.CreateAsync(queue: true);
        await studio.Host.StartAsync();
        var id = await studio.Experiments.CreateAsync(TestStudio.Document(evaluations: 6, seeds: [3, 1, 2]),
            start: true);
        await TestStudio.EventuallyAsync(async () => (await studio.Queries.GetAsync(id))!.State == RunState.Completed);
        Assert.Equal([3L, 1, 2], (await studio.Queries.GetAsync(id))!.Runs.Select(r => r.Seed));
        Assert.Equal(18, (await studio.Queries.TrialsAsync(id)).Length);
    }

    [Fact]
    public async Task Instant_runs_do_not_wait_for_those_that_train()
    {
        await using var studio = await TestStudio.CreateAsync(queue: true);
        await studio.Host.StartAsync();
        var training = await studio.Experiments.CreateAsync(TestStudio.Document(delayMs: 60_000, seeds: [0, 1]), start: true);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(training)).Running.Length > 0);
        var document = TestStudio.Document(evaluations: 40, seeds: [0, 1, 2]) with { Evaluator = new KindChoice("instant") };
        var instant = await studio.Experiments.CreateAsync(document, start: true);
        await TestStudio.EventuallyAsync(async () => (await studio.Queries.GetAsync(instant))!.State == RunState.Completed);
        var runs = (await studio.Queries.GetAsync(training))!.Runs;
        Assert.Equal([RunState.Running, RunState.Queued], runs.Select(r => r.State));
        await studio.Experiments.CancelAsync(training);
    }

    [Fact]
    public async Task Pause_and_resume_go_through_the_queue()
    {
        await using var studio = await TestStudio.CreateAsync(queue: true);
        await studio.Host.StartAsync();
        var id = await studio.Experiments.CreateAsync(TestStudio.Document(evaluations: 16, delayMs: 60), start: false);
        Assert.Equal(RunState.Draft, (await studio.RunAsync(id)).State);
        await studio.Experiments.StartAsync(id);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 2);
        await studio.Experiments.PauseAsync(id);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).State == RunState.Paused);
        var stood = (await studio.RunAsync(id)).Completed;
        await Task.Delay(300);
        Assert.Equal(stood, (await studio.RunAsync(id)).Completed);
        await studio.Experiments.ResumeAsync(id);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).State == RunState.Completed);
    }

    [Fact]
    public async Task An_orderly_stop_leaves_runs_queued_and_the_next_start_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-restart-").FullName;
        long id;
        await using (var first = await TestStudio.CreateAsync(folder, queue: true))
        {
            await first.Host.StartAsync();
            id = await first.Experiments.CreateAsync(
                TestStudio.Document(evaluations: 12, delayMs: 100, seeds: [0, 1]), start: true);
            await TestStudio.EventuallyAsync(async () => (await first.RunAsync(id)).Completed >= 2);
        }

        await using (var second = await TestStudio.CreateAsync(folder, queue: true))
        {
            Assert.All((await second.Queries.GetAsync(id))!.Runs, r => Assert.Equal(RunState.Queued, r.State));
            await second.Host.StartAsync();
            await TestStudio.EventuallyAsync(
                async () => (await second.Queries.GetAsync(id))!.State == RunState.Completed);
        }

        Directory.Delete(folder, recursive: true);
    }
}
