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

    /// <summary>How many steps latents and predictions may differ by after a replay; 0 for bitwise.</summary>
    protected virtual double Tolerance => 0;

    /// <summary>A context for a seed and a problem.</summary>
    protected StrategyContext Context(
        long seed = 0, Problem? problem = null, SearchSpace? space = null, int? budget = null) => new(
        space ?? Space, problem ?? ToyEvaluator.OneObjective, new RandomSource(seed), budget ?? Budget,
        _folder.CreateSubdirectory("cache").FullName, _ => { });

    [Fact]
    public void Ask_stays_inside_the_space()
        => Assert.All(Search(Context()), t => Assert.Equal(t.Architecture, Space.Parse(t.Architecture.Native)));

    [Fact]
    public void A_run_spends_its_budget_and_no_more()
    {
        foreach (var budget in new[] { 1, 2, 3, Budget })
        {
            Assert.Equal(budget, Search(Context(budget: budget)).Count);
        }
    }

    [Fact]
    public void Ask_never_exceeds_the_limit()
    {
        var strategy = Create(Context());
        var evaluator = new ToyEvaluator(Space);
        for (var told = 0; told < Budget;)
        {
            var limit = 1 + told % 3;
            var batch = strategy.Ask(limit, CancellationToken.None);
            Assert.InRange(batch.Count, 1, limit);
            strategy.Tell(evaluator.Evaluate(batch, told));
            told += batch.Count;
        }
    }

    [Fact]
    public void A_strategy_rebuilt_from_history_goes_on_equally()
    {
        var batches = Batches(Create(Context()), new ToyEvaluator(Space), Budget, [], _folder);
        for (var resumeAt = 0; resumeAt < batches.Count; resumeAt++)
        {
            var before = batches.Take(resumeAt).ToList();
            var left = Budget - before.Sum(b => b.Count);
            AssertEqual(batches[resumeAt], Resumed(before).Ask(left, CancellationToken.None));
        }
    }

    [Fact]
    public void A_resumed_run_ends_as_an_uninterrupted_one()
    {
        var batches = Batches(Create(Context()), new ToyEvaluator(Space), Budget, [], _folder);
        var before = batches.Take(batches.Count / 2).ToList();
        var after = Batches(Resumed(before), new ToyEvaluator(Space), Budget, before, _folder);
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
        var trials = Search(Context(), new ToyEvaluator(Space, failingShare: 0.4));
        Assert.Equal(Budget, trials.Count);
        Assert.Contains(trials, t => t.State == TrialState.Failed);
        var hopeless = Search(Context(), new ToyEvaluator(Space, failingShare: 1));
        Assert.All(hopeless, t => Assert.Equal(TrialState.Failed, t.State));
    }

    [Fact]
    public void Several_objectives_are_searched()
        => Assert.Equal(Budget, Search(Context(problem: ToyEvaluator.TwoObjectives)).Count);

    [Fact]
    public void Constraints_are_lived_with_even_where_nothing_keeps_them()
    {
        Assert.Equal(Budget, Search(Context(problem: ToyEvaluator.Limited(cost: 3))).Count);
        Assert.Equal(Budget, Search(Context(problem: ToyEvaluator.Limited(cost: -1))).Count);
    }

    [Fact]
    public void No_architecture_is_proposed_twice()
    {
        if (NeverRepeats)
        {
            var trials = Search(Context());
            Assert.Equal(trials.Count, trials.Select(t => t.Architecture).Distinct().Count());
        }
    }

    [Fact]
    public void A_space_smaller_than_the_budget_is_exhausted_and_the_run_ends()
    {
        if (KnowsEverySpace && NeverRepeats)
        {
            var tiny = new TinySpace();
            var trials = Search(Context(space: tiny, budget: 100), new ToyEvaluator(tiny));
            Assert.Equal(16, trials.Select(t => t.Architecture).Distinct().Count());
            Assert.Equal(16, trials.Count);
        }
    }

    [Fact]
    public void Cancellation_is_heard()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var strategy = Create(Context());
        Batches(strategy, new ToyEvaluator(Space), Budget - 1, [], folder: null);
        Assert.ThrowsAny<OperationCanceledException>(() => strategy.Ask(1, cancelled.Token));
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Create(Context()).Ask(0, CancellationToken.None));

    /// <summary>A whole run: every trial in order.</summary>
    protected IReadOnlyList<Trial> Search(StrategyContext context, ToyEvaluator? evaluator = null)
        => [.. Batches(Create(context), evaluator ?? new ToyEvaluator(Space), context.Budget, [], folder: null)
            .SelectMany(b => b)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks and tells until the budget is spent or the strategy ends; saves a checkpoint per batch.</summary>
    private static List<IReadOnlyList<Trial>> Batches(
        IStrategy strategy, ToyEvaluator evaluator, int budget, List<IReadOnlyList<Trial>> before,
        DirectoryInfo? folder)
    {
        var number = before.Count;
        var told = before.Sum(b => b.Count);
        var batches = new List<IReadOnlyList<Trial>>();
        while (told < budget && strategy.Ask(budget - told, CancellationToken.None) is { Count: > 0 } proposals)
        {
            if (folder is not null && strategy is ICheckpointedStrategy checkpointed
                && CheckpointOf(folder, number) is var path && !Directory.Exists(path))
            {
                checkpointed.Save(Directory.CreateDirectory(path).FullName);
            }

            Assert.InRange(proposals.Count, 1, budget - told);
            batches.Add(evaluator.Evaluate(proposals, told));
            strategy.Tell(batches[^1]);
            told += proposals.Count;
            number++;
        }

        return batches;
    }

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
        Assert.Equal(expected.Select(p => (p.Architecture, p.Origin)), actual.Select(p => (p.Architecture, p.Origin)));
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
