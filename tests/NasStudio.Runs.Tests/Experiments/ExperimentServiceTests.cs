using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Experiments;

public sealed class ExperimentServiceTests
{
    [Fact]
    public async Task A_draft_can_be_started_paused_resumed_cancelled_cloned_and_deleted()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (service, queries) = (studio.Experiments, studio.Queries);
        var id = await service.CreateAsync(TestStudio.Document(seeds: [1, 2]), start: false);
        Assert.Equal(RunState.Draft, (await queries.GetAsync(id))!.State);
        await service.StartAsync(id);
        Assert.Equal(RunState.Queued, (await queries.GetAsync(id))!.State);
        await service.PauseAsync(id);
        Assert.Equal(RunState.Paused, (await queries.GetAsync(id))!.State);
        await service.ResumeAsync(id);
        await Assert.ThrowsAsync<WrongStateException>(() => service.DeleteAsync(id));
        await service.CancelAsync(id);
        Assert.Equal(RunState.Cancelled, (await queries.GetAsync(id))!.State);
        var clone = await service.CloneAsync(id);
        var (original, copy) = ((await queries.GetAsync(id))!, (await queries.GetAsync(clone))!);
        Assert.Equal(original.Document with { Name = "a test (copy)" }, copy.Document);
        Assert.Equal((RunState.Draft, 2), (copy.State, copy.Runs.Length));
        await service.DeleteAsync(id);
        Assert.Null(await queries.GetAsync(id));
        Assert.Equal([clone], (await queries.ListAsync()).Select(e => e.Id));
    }

    [Fact]
    public async Task What_does_not_fit_the_state_is_refused_with_what_would()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await studio.Experiments.CreateAsync(TestStudio.Document(), start: false);
        var error = await Assert.ThrowsAsync<WrongStateException>(() => studio.Experiments.PauseAsync(id));
        Assert.Equal($"Experiment {id} is Draft; it can be paused only when queued or running.", error.Message);
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Experiments.StartAsync(id + 1));
    }

    [Fact]
    public async Task Deltas_bring_each_change_once_and_the_whole_in_the_end()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 20, delayMs: 5));
        using var changed = new SemaphoreSlim(0);
        using var subscription = studio.Feed.Subscribe(id, change =>
        {
            if (change.Kind == LiveKind.Trial)
            {
                changed.Release();
            }
        });
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var known = new Dictionary<int, Runs.Queries.TrialView>();
        long revision = 0;
        while (known.Count < 20 || known.Values.Any(t => t.ToldAt is null))
        {
            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(20)));
            foreach (var trial in await studio.Queries.TrialsAsync(id, afterRevision: revision, limit: 3))
            {
                Assert.True(trial.Revision > revision || trial.Revision == known.Values.Max(t => t.Revision));
                known[trial.Number] = trial;
            }

            revision = Math.Max(revision, known.Values.Max(t => t.Revision));
        }

        await execution;
        Assert.Equal(
            (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number)
                .Select(t => (t.Number, t.Revision, t.State, t.IsPareto)),
            known.Values.OrderBy(t => t.Number).Select(t => (t.Number, t.Revision, t.State, t.IsPareto)));
        Assert.Contains(await studio.Queries.LogAsync(id),
            line => line.Text.Contains("best so far", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_architecture_of_a_trial_is_trained_from_scratch_whatever_measured_it()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(
            TestStudio.Document("random", evaluations: 3, seeds: [5]) with { Name = new string('n', 200) });
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var native = (await studio.Queries.TrialsAsync(id)).Single(t => t.Number == 2).Native;

        var retraining = await studio.Experiments.RetrainingAsync(id, 5, 2);

        Assert.Equal(("nas-bench-201", "train", "given"), (retraining.Space.Kind, retraining.Evaluator.Kind, retraining.Strategy.Kind));
        Assert.Equal("val_acc", Assert.Single(retraining.Objectives).Metric);
        Assert.Equal((1, "Trial 2 of " + new string('n', 189)), (retraining.Evaluations, retraining.Name));
        var stored = await studio.Experiments.CreateAsync(retraining, start: false);
        Assert.Contains(native, (await studio.Queries.GetAsync(stored))!.Document.Strategy.Options["architectures"]!.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Experiments.RetrainingAsync(id, 5, 3));
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Experiments.RetrainingAsync(99, 5, 2));
    }

    [Fact]
    public async Task Where_nothing_trains_a_space_its_architectures_are_measured_as_they_were()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document("random", evaluations: 2, space: "tiny"));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);

        var again = await studio.Experiments.RetrainingAsync(id, 0, 1);

        Assert.Equal(("toy", "given"), (again.Evaluator.Kind, again.Strategy.Kind));
    }
}
