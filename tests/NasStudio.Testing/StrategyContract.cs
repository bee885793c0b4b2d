using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search;

namespace NasStudio.Testing;

/// <summary>What holds for every strategy. A strategy's tests derive from it and add what is particular.</summary>
/// <remarks>
/// Runs on <see cref="Space"/> with <see cref="ToyEvaluator"/>. Strategies that are costly lower <see cref="Budget"/>
/// in their tests, or the options they are created with.
/// </remarks>
public abstract class StrategyContract : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-strategy-");

    /// <summary>A new strategy; called often, must share nothing but the cache folder.</summary>
    protected abstract IStrategy Create(StrategyContext context);

    /// <summary>The space searched; overridden by strategies that know only one.</summary>
    protected virtual SearchSpace Space { get; } = new NasBench201Space();

    /// <summary>Whether the strategy searches any space, the tiny one included.</summary>
    protected virtual bool KnowsEverySpace => true;

    /// <summary>Evaluations of a whole run: enough to leave the random starts.</summary>
    protected virtual int Budget => 40;

    /// <summary>Whether an architecture is proposed once at most.</summary>
    protected virtual bool NeverRepeats => true;

    /// <summary>The cheaper levels that it is offered; null for none.</summary>
    protected virtual FidelityScale? Fidelity => null;

    /// <summary>How many steps latents and predictions may differ by after a replay; 0 for bitwise.</summary>
    protected virtual double Tolerance => 0;

    /// <summary>A context for a seed and a problem.</summary>
    protected StrategyContext Context(
        long seed = 0, Problem? problem = null, SearchSpace? space = null, int? budget = null) => new(
        space ?? Space, problem ?? ToyEvaluator.OneObjective, new RandomSource(seed), budget ?? Budget,
        _folder.CreateSubdirectory("cache").FullName, _ => { }, Fidelity);

    private ToyEvaluator Evaluator => new(Space, fidelity: Fidelity);

    [Fact]
    public void Ask_stays_inside_the_space()
        => Assert.All(Search(Context()), t => Assert.Equal(t.Architecture, Space.Parse(t.Architecture.Native)));

    [Fact]
    public void A_narrowed_space_is_never_left()
    {
        var narrowed = new NarrowedSpace(Space, a => a.Native.Sum(c => c) % 3 != 0);
        var trials = Search(Context(space: narrowed));
        AssertSpent(Budget, trials);
        Assert.All(trials, t => Assert.True(narrowed.Contains(t.Architecture), t.Architecture.Native));
    }

    [Fact]
    public void A_run_spends_its_budget_and_no_more()
    {
        foreach (var budget in new[] { 1, 2, 3, Budget })
        {
            AssertSpent(budget, Search(Context(budget: budget)));
        }
    }

    [Fact]
    public void Ask_never_exceeds_the_limit()
    {
        var strategy = Create(Context());
        var evaluator = Evaluator;
        for (var told = 0; told < Budget;)
        {
            var limit = 1 + told % 3;
            var batch = strategy.Ask(limit, CancellationToken.None);
            Assert.NotEmpty(batch);
            Assert.InRange(Cost(batch), 0, limit);
            strategy.Tell(evaluator.Evaluate(batch, told));
            told += batch.Count;
        }
    }

    [Fact]
    public void A_strategy_rebuilt_from_history_goes_on_equally()
    {
        var batches = Batches(Create(Context()), Evaluator, Budget, [], _folder);
        for (var resumeAt = 0; resumeAt < batches.Count; resumeAt++)
        {
            var before = batches.Take(resumeAt).ToList();
            AssertEqual(batches[resumeAt], Resumed(before).Ask(Left(Budget, before), CancellationToken.None));
        }
    }

    [Fact]
    public void A_resumed_run_ends_as_an_uninterrupted_one()
    {
        var batches = Batches(Create(Context()), Evaluator, Budget, [], _folder);
        var before = batches.Take(batches.Count / 2).ToList();
        var after = Batches(Resumed(before), Evaluator, Budget, before, _folder);
        Assert.Equal(batches.Count, before.Count + after.Count);
        foreach (var (expected, actual) in batches.Skip(before.Count).Zip(after))
        {
            AssertEqual(expected, [.. actual.Select(t => t.Proposal)]);
        }
    }

    [Fact]
    public void Instances_side_by_side_do_not_disturb_each_other()
    {
        var alone = Search(Context(seed: 1));
        var together = new IReadOnlyList<Trial>[2];
        Parallel.For(0, 2, i => together[i] = Search(Context(seed: 1 + i)));
        AssertEqual(alone, [.. together[0].Select(t => t.Proposal)]);
    }

    [Fact]
    public void Seeds_differ()
        => Assert.NotEqual(
            Search(Context(seed: 1)).Select(t => t.Architecture), Search(Context(seed: 2)).Select(t => t.Architecture));

    [Fact]
    public void Failed_trials_are_survived()
    {
        var trials = Search(Context(), new ToyEvaluator(Space, failingShare: 0.4, Fidelity));
        AssertSpent(Budget, trials);
        Assert.Contains(trials, t => t.State == TrialState.Failed);
        var hopeless = Search(Context(), new ToyEvaluator(Space, failingShare: 1, Fidelity));
        Assert.All(hopeless, t => Assert.Equal(TrialState.Failed, t.State));
    }

    [Fact]
    public void Several_objectives_are_searched()
        => AssertSpent(Budget, Search(Context(problem: ToyEvaluator.TwoObjectives)));

    [Fact]
    public void Constraints_are_lived_with_even_where_nothing_keeps_them()
    {
        AssertSpent(Budget, Search(Context(problem: ToyEvaluator.Limited(cost: 3))));
        AssertSpent(Budget, Search(Context(problem: ToyEvaluator.Limited(cost: -1))));
    }

    [Fact]
    public void No_architecture_is_proposed_twice()
    {
        if (NeverRepeats)
        {
            var trials = Search(Context());
            AssertDistinct(trials);
        }
    }

    [Fact]
    public void A_space_smaller_than_the_budget_is_exhausted_and_the_run_ends()
    {
        if (KnowsEverySpace && NeverRepeats)
        {
            var tiny = new TinySpace();
            var trials = Search(Context(space: tiny, budget: 100), new ToyEvaluator(tiny, fidelity: Fidelity));
            Assert.Equal(16, trials.Select(t => t.Architecture).Distinct().Count());
            AssertDistinct(trials);
        }
    }

    [Fact]
    public void Cancellation_is_heard()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var strategy = Create(Context());
        Batches(strategy, Evaluator, Budget - 1, [], folder: null);
        Assert.ThrowsAny<OperationCanceledException>(() => strategy.Ask(1, cancelled.Token));
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Create(Context()).Ask(0, CancellationToken.None));

    /// <summary>A whole run: every trial in order.</summary>
    protected IReadOnlyList<Trial> Search(StrategyContext context, ToyEvaluator? evaluator = null)
        => [.. Batches(Create(context), evaluator ?? Evaluator, context.Budget, [], folder: null)
            .SelectMany(b => b)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks and tells until the budget is spent or the strategy ends; saves a checkpoint per batch.</summary>
    private List<IReadOnlyList<Trial>> Batches(
        IStrategy strategy, ToyEvaluator evaluator, int budget, List<IReadOnlyList<Trial>> before,
        DirectoryInfo? folder)
    {
        var number = before.Count;
        var all = before.ToList();
        var batches = new List<IReadOnlyList<Trial>>();
        while (Left(budget, all) is var left and > 0
            && strategy.Ask(left, CancellationToken.None) is { Count: > 0 } proposals)
        {
            if (folder is not null && strategy is ICheckpointedStrategy checkpointed
                && CheckpointOf(folder, number) is var path && !Directory.Exists(path))
            {
                checkpointed.Save(Directory.CreateDirectory(path).FullName);
            }

            Assert.InRange(Cost(proposals), 0, left);
            batches.Add(evaluator.Evaluate(proposals, all.Sum(b => b.Count)));
            all.Add(batches[^1]);
            strategy.Tell(batches[^1]);
            number++;
        }

        return batches;
    }

    private double Cost(IEnumerable<Proposal> proposals)
        => FidelityScale.Spent(Fidelity, proposals.Select(p => p.Fidelity));

    private int Left(int budget, IEnumerable<IReadOnlyList<Trial>> batches)
        => (int)Math.Floor(budget - Cost(batches.SelectMany(b => b).Select(t => t.Proposal)));

    /// <summary>The budget is spent when less than a full evaluation is left of it.</summary>
    private void AssertSpent(int budget, IReadOnlyList<Trial> trials)
    {
        var cost = Cost(trials.Select(t => t.Proposal));
        Assert.True(cost > budget - 1 && cost <= budget, $"{cost} of {budget} evaluations were spent.");
    }

    /// <summary>Each architecture once, or once at each level.</summary>
    private static void AssertDistinct(IReadOnlyList<Trial> trials)
        => Assert.Equal(trials.Count, trials.DistinctBy(t => (t.Architecture, t.Proposal.Fidelity)).Count());

    /// <summary>A new strategy as after a crash: told all batches, with the newest checkpoint where it keeps
    /// any.</summary>
    private IStrategy Resumed(List<IReadOnlyList<Trial>> batches)
    {
        var strategy = Create(Context());
        for (var number = 0; number < batches.Count; number++)
        {
            if (number == batches.Count - 1 && strategy is ICheckpointedStrategy checkpointed)
            {
                checkpointed.Load(CheckpointOf(_folder, number));
            }

            strategy.Tell(batches[number]);
        }

        return strategy;
    }

    private static string CheckpointOf(DirectoryInfo folder, int batch)
        => Path.Combine(folder.FullName, $"batch-{batch}");

    private void AssertEqual(IEnumerable<Trial> trials, IReadOnlyList<Proposal> actual)
    {
        var expected = trials.Select(t => t.Proposal).ToList();
        Assert.Equal(
            expected.Select(p => (p.Architecture, p.Origin, p.Fidelity)),
            actual.Select(p => (p.Architecture, p.Origin, p.Fidelity)));
        foreach (var (e, a) in expected.Zip(actual))
        {
            AssertClose(e.Latent, a.Latent);
            AssertClose(e.Predicted?.Values, a.Predicted?.Values);
        }
    }

    private void AssertClose(IEnumerable<double>? expected, IEnumerable<double>? actual)
    {
        Assert.Equal(expected is null, actual is null);
        foreach (var (e, a) in (expected ?? []).Zip(actual ?? []))
        {
            Assert.Equal(e, a, Tolerance);
        }
    }
}
