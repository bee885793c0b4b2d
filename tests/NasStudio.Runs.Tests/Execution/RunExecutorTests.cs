using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

public sealed class RunExecutorTests
{
    [Fact]
    public async Task A_run_spends_its_budget_and_completes()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 13));
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var view = await studio.RunAsync(id);
        Assert.Equal((RunState.Completed, 13, 0, 13), (view.State, view.Completed, view.Failed, view.Total));
        var trials = await studio.Queries.TrialsAsync(id);
        Assert.Equal(Enumerable.Range(0, 13), trials.Select(t => t.Number).Order());
        Assert.All(trials, t => Assert.True(t.ToldAt >= t.AskedAt && t.Metrics.ContainsKey("alone_ms")));
    }

    [Theory]
    [InlineData("toy")]
    [InlineData("instant")]
    public async Task What_a_strategy_shows_of_its_rounds_is_kept(string evaluator)
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("memory", evaluations: 10) with { Evaluator = new KindChoice(evaluator) };
        var (id, run) = await studio.CreateRunAsync(document);

        await studio.Executor.ExecuteAsync(run, CancellationToken.None);

        var rounds = await studio.Queries.RoundsAsync(id, document.Seeds[0]);
        Assert.Equal([1, 2], rounds.Select(round => round.Batch));      // the first batch has heard of nothing
        Assert.True(rounds[1].Insight.Numbers[0].Value > rounds[0].Insight.Numbers[0].Value);
        Assert.Equal([.5, null], rounds[0].Insight.Maps[0].Values.ToArray());
        Assert.Equal(2, Assert.Single(await studio.Queries.RoundsAsync(id, document.Seeds[0], after: 1)).Batch);
        Assert.Empty(await studio.Queries.RoundsAsync(id, document.Seeds[0] + 1));
    }

    [Fact]
    public async Task Trials_at_a_lower_fidelity_cost_their_share_and_are_kept_off_front_curve_and_incumbent()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(WithLevel(TestStudio.Document("memory", evaluations: 10), 3));
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var experiment = (await studio.Queries.GetAsync(id))!;
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToList();
        Assert.Equal("3 of 9 epochs", experiment.Fidelity!.Describe(3));
        Assert.Equal(trials.Select(t => t.Number % 4 == 0 ? null : 3.0 as double?), trials.Select(t => t.Fidelity));

        // Four batches of four, then two: five trials of 9 epochs, 13 of 3. What is left is less than an evaluation.
        const double Spent = (5 * 9 + 13 * 3) / 9.0;
        Assert.Equal((18, Spent, 10), (trials.Count, experiment.Runs[0].Spent, experiment.Runs[0].Total));
        Assert.Equal(Spent, (await studio.Queries.ListAsync())[0].Spent);
        Assert.All(trials.Where(t => t.IsPareto), t => Assert.Null(t.Fidelity));
        var best = trials.Where(t => t.IsFeasible && t.Fidelity is null).MaxBy(t => t.Metrics["score"])!;
        Assert.Equal(best.Number, experiment.Runs[0].Incumbent);
        var curve = (await studio.Queries.CurveAsync(id))[0];
        Assert.Equal((Spent, best.Number), (curve.Points[^1].Evaluations, curve.Points[^1].Number));
    }

    [Fact]
    public async Task A_strategy_that_overspends_or_asks_for_a_level_that_is_not_there_fails_its_run()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(WithLevel(TestStudio.Document("memory", evaluations: 10), 10));
        Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Contains("at this level of epochs; it can at 1, 2, 3", (await studio.RunAsync(id)).Error!,
            StringComparison.Ordinal);

        // Asks for four whatever the limit is: 1 + 3 * 8 / 9 = 3.67 evaluations, where 2.67 rounded down are left.
        var greedy = WithLevel(TestStudio.Document("memory", evaluations: 10), 8);
        greedy = greedy with
        {
            Strategy = greedy.Strategy with { Options = greedy.Strategy.Options.With("greedy", true) },
        };
        (id, run) = await studio.CreateRunAsync(greedy);
        Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Contains("(4 trials) where 2 were left", (await studio.RunAsync(id)).Error!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_runs_beside_a_measurement_and_evaluations_fill_the_slots()
    {
        await using var studio = await TestStudio.CreateAsync(slots: 3);
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 24, delayMs: 250, seeds: [0, 1]));
        var other = (await studio.Queries.GetAsync(id))!.Runs[1].Id;
        await Task.WhenAll(
            studio.Executor.ExecuteAsync(run, CancellationToken.None),
            studio.Executor.ExecuteAsync(other, CancellationToken.None));
        Assert.Equal((0, 3, 48), (studio.Watch.Disturbed, studio.Watch.Most, studio.Watch.Evaluations));
    }

    [Fact]
    public async Task Slots_change_nothing_but_the_time()
    {
        await using var one = await TestStudio.CreateAsync(slots: 1);
        await using var four = await TestStudio.CreateAsync(slots: 4);
        Assert.Equal(await CompleteAsync(one), await CompleteAsync(four));

        static async Task<IEnumerable<string>> CompleteAsync(TestStudio studio)
        {
            var (id, run) =
                await studio.CreateRunAsync(TestStudio.Document("regularized-evolution", evaluations: 30, delayMs: 2));
            await studio.Executor.ExecuteAsync(run, CancellationToken.None);
            return await studio.OutcomesAsync(id);
        }
    }

    [Fact]
    public async Task A_failed_evaluation_and_a_NaN_fail_their_trials_and_the_run_goes_on()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("regularized-evolution", evaluations: 40);
        document = document with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("failingShare", 0.3).With("nanEvery", 5L)),
        };
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var failed = (await studio.Queries.TrialsAsync(id)).Where(t => t.State == TrialState.Failed).ToList();
        Assert.Contains(failed, t => t.Error!.EndsWith("always fails.", StringComparison.Ordinal));
        Assert.Contains(failed, t => t.Error == "score is NaN, not a finite number");
        Assert.All(failed, t => Assert.True(t.Metrics.IsEmpty && !t.IsFeasible && !t.IsPareto));
        Assert.InRange(failed.Count, 1, 39);
    }

    [Fact]
    public async Task A_run_of_which_every_trial_fails_completes_without_incumbent()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("regularized-evolution", evaluations: 20) with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("failingShare", 1.0)),
        };
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var view = await studio.RunAsync(id);
        Assert.Equal((0, 20, null, false), (view.Completed, view.Failed, view.Incumbent, view.IsInfeasible));
    }

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(1_000, false)]
    public async Task A_run_knows_whether_nothing_keeps_its_limits(double most, bool isInfeasible)
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 8) with { Constraints = [new Constraint("cost", Max: most)] });
        Assert.False((await studio.RunAsync(id)).IsInfeasible);
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var view = await studio.RunAsync(id);
        Assert.Equal((8, isInfeasible), (view.Completed, view.IsInfeasible));
        Assert.Equal(isInfeasible, view.Incumbent is null);
    }

    [Fact]
    public async Task An_evaluator_at_fault_fails_the_run_with_its_message_and_leaves_trials_waiting()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document() with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("temper", "throwing")),
        };
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal("The evaluator is broken.", (await studio.RunAsync(id)).Error);
        Assert.All(await studio.Queries.TrialsAsync(id), t => Assert.Equal(TrialState.Waiting, t.State));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("regularized-evolution")]
    public async Task Pause_abandons_within_a_second_and_a_resumed_run_ends_as_if_it_had_not_been_paused(
        string strategy)
    {
        await using var straight = await TestStudio.CreateAsync();
        var document = TestStudio.Document(strategy, evaluations: 24, delayMs: 60);
        var (straightId, straightRun) = await straight.CreateRunAsync(document);
        await straight.Executor.ExecuteAsync(straightRun, CancellationToken.None);

        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(document);
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(
            async () => (await studio.RunAsync(id)) is { Completed: >= 6, Running.Length: > 0 });
        await studio.Experiments.PauseAsync(id);
        var paused = await Task.WhenAny(execution, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.Same(execution, paused);
        Assert.Equal(RunState.Paused, await execution);
        var view = await studio.RunAsync(id);
        Assert.Equal((RunState.Paused, 0), (view.State, view.Running.Length));
        Assert.DoesNotContain(await studio.Queries.TrialsAsync(id), t => t.State == TrialState.Running);

        await studio.Experiments.ResumeAsync(id);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(await straight.OutcomesAsync(straightId), await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task Cancel_is_final_and_keeps_what_was_found()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 50, delayMs: 30));
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 2);
        await studio.Experiments.CancelAsync(id);
        Assert.Equal(RunState.Cancelled, await execution);
        Assert.InRange((await studio.RunAsync(id)).Completed, 2, 49);
        await Assert.ThrowsAsync<WrongStateException>(() => studio.Experiments.ResumeAsync(id));
    }

    [Fact]
    public async Task Shutdown_leaves_the_run_queued_for_the_next_start()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 20, delayMs: 30));
        using var shutdown = new CancellationTokenSource();
        var execution = studio.Executor.ExecuteAsync(run, shutdown.Token);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 1);
        await shutdown.CancelAsync();
        Assert.Equal(RunState.Queued, await execution);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
    }

    [Fact]
    public async Task Another_version_of_the_strategy_refuses_to_go_on_and_offers_a_clone()
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-version-").FullName;
        long id, run;
        await using (var old = await TestStudio.CreateAsync(folder))
        {
            (id, run) = await old.CreateRunAsync(TestStudio.Document("memory", evaluations: 20));
        }

        var newer = TestStudio.Catalogues(new EvaluationWatch(), strategyVersion: 2);
        await using (var studio = await TestStudio.CreateAsync(folder, catalogues: newer))
        {
            Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
            var error = (await studio.RunAsync(id)).Error!;
            Assert.Contains("version 1 of the strategy 'memory'; this studio has version 2", error,
                StringComparison.Ordinal);
            Assert.Contains("Clone", error, StringComparison.Ordinal);
            var clone = await studio.Experiments.CloneAsync(id);
            Assert.Equal(2, (await studio.RunAsync(clone)).StrategyVersion);
        }

        Directory.Delete(folder, recursive: true);
    }

    internal static ExperimentDocument WithLevel(ExperimentDocument document, int level) => document with
    {
        Strategy = document.Strategy with { Options = OptionValues.Defaults.With("level", (long)level) },
        Evaluator = document.Evaluator with { Options = document.Evaluator.Options.With("epochs", 9L) },
    };

    [Fact]
    public async Task Lost_checkpoints_are_made_again_by_asking_again()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("memory", evaluations: 24, delayMs: 20);
        var (straightId, straightRun) = await studio.CreateRunAsync(document);
        await studio.Executor.ExecuteAsync(straightRun, CancellationToken.None);
        var (id, run) = await studio.CreateRunAsync(document);
        using var shutdown = new CancellationTokenSource();
        var execution = studio.Executor.ExecuteAsync(run, shutdown.Token);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 9);
        await shutdown.CancelAsync();
        await execution;
        Directory.Delete(Path.Combine(studio.Folder, "checkpoints", $"{run}"), recursive: true);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(await studio.OutcomesAsync(straightId), await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task The_newest_two_checkpoints_are_kept()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (_, run) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 24));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var folders = Directory.GetDirectories(Path.Combine(studio.Folder, "checkpoints", $"{run}"))
            .Select(Path.GetFileName);
        Assert.Equal(["4", "5"], folders.Order());
    }

    [Fact]
    public async Task Progress_activity_and_time_left_are_seen_while_a_run_is_at_work()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 40, delayMs: 60));
        var heard = 0;
        using var subscription = studio.Feed.Subscribe(id, _ => Interlocked.Increment(ref heard));
        using var shutdown = new CancellationTokenSource();
        var execution = studio.Executor.ExecuteAsync(run, shutdown.Token);
        await TestStudio.EventuallyAsync(async () => await studio.RunAsync(id) is
        {
            State: RunState.Running, Completed: > 4, Eta: { } eta,
            Running: [{ Fraction: 0.5, Message: "half way" }, ..],
        } && eta > TimeSpan.FromSeconds(0.2) && eta < TimeSpan.FromSeconds(20));
        await shutdown.CancelAsync();
        await execution;
        Assert.True(heard > 10);
        Assert.Null((await studio.RunAsync(id)).Eta);
    }
}
