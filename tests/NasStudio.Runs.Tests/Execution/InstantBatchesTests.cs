using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

public sealed class InstantBatchesTests
{
    [Theory]
    [InlineData("regularized-evolution")]
    [InlineData("memory")]
    [InlineData("nsga-2")]
    public async Task An_instant_run_stores_what_a_slow_one_does(string strategy)
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document(strategy, evaluations: 70);
        var options = document.Evaluator.Options.With("failingShare", 0.1).With("nanEvery", 9L);
        document = document with { Evaluator = document.Evaluator with { Options = options } };
        var slow = await CompleteAsync(studio, document);
        var instant = await CompleteAsync(studio, TestStudio.Instantly(document));
        Assert.Equal(slow, instant);
        Assert.Contains(instant, line => line.Contains("front True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_batches_are_stored_at_once_and_told()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(
            TestStudio.Instantly(TestStudio.Document("regularized-evolution", evaluations: 300)));
        var heard = 0;
        using var subscription = studio.Feed.Subscribe(id, change => heard += change.Kind == LiveKind.Trial ? 1 : 0);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var trials = await studio.Queries.TrialsAsync(id);
        Assert.Equal(Enumerable.Range(0, 300), trials.Select(t => t.Number).Order());
        Assert.All(trials, t => Assert.True(t.State == TrialState.Completed && t.ToldAt >= t.AskedAt));
        Assert.InRange(trials.Max(t => t.Batch), 100, 299);
        Assert.True(heard < 100, $"{heard} transactions stored {trials.Max(t => t.Batch) + 1} batches.");
        var view = await studio.RunAsync(id);
        Assert.True(view is { Completed: 300, StrategySeconds: > 0, EvaluationSeconds: > 0 });
    }

    [Fact]
    public async Task A_paused_instant_run_goes_on_as_if_it_had_not_been()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Instantly(TestStudio.Document("regularized-evolution", evaluations: 60, delayMs: 20));
        var straight = await CompleteAsync(studio, document);
        var (id, run) = await studio.CreateRunAsync(document);
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed > 0);
        await studio.Experiments.PauseAsync(id);
        Assert.Equal(RunState.Paused, await execution);
        Assert.InRange((await studio.RunAsync(id)).Completed, 1, 59);
        await studio.Experiments.ResumeAsync(id);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(straight, await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task A_batch_left_unfinished_is_finished_first()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("memory", evaluations: 24);
        var straight = await CompleteAsync(studio, document);
        var (id, run) = await studio.CreateRunAsync(document);
        using (var shutdown = new CancellationTokenSource())
        {
            using var subscription = studio.Feed.Subscribe(id, change =>
            {
                if (change is { Kind: LiveKind.Trial, Number: 9 })
                {
                    shutdown.Cancel();
                }
            });
            Assert.Equal(RunState.Queued, await studio.Executor.ExecuteAsync(run, shutdown.Token));
        }

        Assert.InRange((await studio.RunAsync(id)).Completed, 1, 11);
        await using (var context = studio.Context())
        {
            var file = ExperimentWriter.Write(TestStudio.Instantly(document));
            await context.Database.ExecuteSqlAsync($"UPDATE Experiments SET Document = {file} WHERE Id = {id}");
        }

        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(straight, await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task An_instant_evaluator_at_fault_fails_the_run_with_its_message()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Instantly(TestStudio.Document()) with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("temper", "throwing").With("instant", true)),
        };
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal("The evaluator is broken.", (await studio.RunAsync(id)).Error);
    }

    private static async Task<IReadOnlyList<string>> CompleteAsync(
        TestStudio studio, ExperimentDocument document)
    {
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        return await studio.OutcomesAsync(id);
    }
}
