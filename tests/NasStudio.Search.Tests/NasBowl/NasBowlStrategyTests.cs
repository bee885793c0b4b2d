using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.NasBowl;

public sealed class NasBowlStrategyTests : StrategyContract
{
    private static readonly NasBowlOptions Small = new() { PoolSize = 40, BatchSize = 3 };

    public static TheoryData<NasBowlOptions> Variants { get; } =
    [
        Small with { Kernel = KernelKinds.Assignment, Neighbours = NeighbourKinds.Both },
        Small with { Features = FeatureKinds.Walks, VectorWeight = 0.3 },
        Small with { Features = FeatureKinds.ShortestPaths, Target = TargetKinds.Value },
        Small with { VectorWeight = 1, VectorEncoding = "path", Depth = 1 },
        Small with { Acquisition = AcquisitionKinds.AugmentedExpectedImprovement },
        Small with { Acquisition = AcquisitionKinds.ConfidenceBound, Batch = BatchRules.Penalisation },
        Small with { Acquisition = AcquisitionKinds.Thompson },
        Small with { Batch = BatchRules.Penalisation, Pool = PoolKinds.Random },
        Small with { Pool = PoolKinds.Evolution, Distinct = Distinct.Architecture },
    ];

    public static TheoryData<SearchSpace> Spaces { get; } =
    [
        new NasBench101Space(), new NasBench201Space(), new DartsSpace(), new NasBenchNlpSpace(), new NasBenchMacroSpace(),
        new ChoiceSpace(new ChoiceDefinition(
            [new("width", ["16", "32", "64"]), new("depth", ["1", "2", "3"]), new("activation", ["relu", "gelu"])], [])),
    ];

    protected override IStrategy Create(StrategyContext context) => new NasBowlStrategy(context, Small);

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_option_searches_for_one_objective_several_and_under_constraints_and_goes_on_equally(
        NasBowlOptions options)
    {
        Problem[] problems =
        [
            ToyEvaluator.OneObjective, ToyEvaluator.TwoObjectives, ToyEvaluator.Limited(cost: 3),
            ToyEvaluator.TwoObjectives with { Constraints = ToyEvaluator.Limited(cost: 3).Constraints },
        ];
        Assert.All(problems, problem => Assert.All([SeveralObjectives.Hypervolume, SeveralObjectives.Scalarised], several =>
            AssertGoesOn(Context(problem: problem, budget: 22), options with { Several = several }, Space)));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Every_space_is_searched(SearchSpace space)
    {
        AssertGoesOn(Context(space: space, budget: 18), Small, space);
        if (space.Size <= 10_000)
        {
            AssertGoesOn(Context(space: space, budget: 18), Small with { Pool = PoolKinds.Whole }, space);
        }
    }

    [Fact]
    public void No_function_is_evaluated_twice_while_there_are_others()
    {
        var trials = Search(Context(budget: 60));
        Assert.Equal(60 - 10, trials.Skip(10).DistinctBy(t => Space.FunctionalId(t.Architecture)).Count());
        Assert.Empty(trials.Skip(10).Select(t => Space.FunctionalId(t.Architecture))
            .Intersect(trials.Take(10).Select(t => Space.FunctionalId(t.Architecture))));
    }

    [Fact]
    public void It_finds_more_of_a_front_than_random_search_from_the_same_starts()
    {
        double Volume(Func<StrategyContext, IStrategy> create, int seed)
        {
            var context = Context(seed, ToyEvaluator.TwoObjectives, budget: 30);
            var trials = Run(create(context), Space, 30);
            return Hypervolume.Of([.. trials.Select(context.Problem.Minimised)], [-40, 10]);
        }

        var wins = Enumerable.Range(0, 8).Count(
            seed => Volume(Create, seed) > Volume(c => new RandomSearch(c, new RandomSearchOptions()), seed));
        Assert.InRange(wins, 7, 8);                           // by chance with probability 9 / 256
    }

    [Fact]
    public void A_round_shows_how_far_the_process_is_to_be_trusted()
    {
        var strategy = new NasBowlStrategy(Context(), Small);
        Assert.Null(strategy.Insight);
        Tell(strategy, strategy.Ask(100, CancellationToken.None), 0);
        strategy.Ask(3, CancellationToken.None);
        var numbers = strategy.Insight!.Numbers;
        Assert.Contains(numbers, n => n.Name == "score/rank-correlation" && n.Value is >= -1 and <= 1);
        Assert.All(numbers, n => Assert.True(double.IsFinite(n.Value)));
    }

    [Fact]
    public void Equal_values_everywhere_are_survived()
    {
        var strategy = new NasBowlStrategy(Context(), Small);
        for (var told = 0; told < 40;)
        {
            var batch = strategy.Ask(40 - told, CancellationToken.None);
            strategy.Tell(
            [
                .. batch.Select((proposal, i) => TestTrials.Completed(told + i, ("score", 7)) with { Proposal = proposal }),
            ]);
            told += batch.Count;
            Assert.All(batch.Where(p => p.Predicted is not null), p => Assert.Equal(7, p.Predicted!["score"], 1e-6));
        }
    }

    [Fact]
    public void Looking_again_and_again_leaves_nothing_behind()
    {
        var space = new NasBench101Space();
        var strategy = new NasBowlStrategy(Context(space: space), Small with { PoolSize = 10 });
        Tell(strategy, strategy.Ask(100, CancellationToken.None), 0, space);
        for (var round = 0; round < 300; round++)
        {
            strategy.Ask(1, CancellationToken.None);
            Assert.InRange(strategy.Remembered, 1, 2_000);
        }
    }

    private static void AssertGoesOn(StrategyContext context, NasBowlOptions options, SearchSpace space)
    {
        var trials = Run(new NasBowlStrategy(context, options), space, context.Budget);
        Assert.Equal(Math.Min(context.Budget, space.Size ?? long.MaxValue), trials.Count);
        var rebuilt = new NasBowlStrategy(context, options);
        var told = trials.Count - 2;                          // whole batches of ten and then of three
        told -= (told - 10) % 3;
        rebuilt.Tell([.. trials.Take(told)]);
        var next = rebuilt.Ask(context.Budget - told, CancellationToken.None);
        Assert.Equal(trials.Skip(told).Take(next.Count).Select(t => t.Architecture), next.Select(p => p.Architecture));
    }

    private static List<Trial> Run(IStrategy strategy, SearchSpace space, int budget)
    {
        var trials = new List<Trial>();
        while (trials.Count < budget && strategy.Ask(budget - trials.Count, CancellationToken.None) is { Count: > 0 } batch)
        {
            trials.AddRange(Tell(strategy, batch, trials.Count, space));
        }

        return trials;
    }

    private static IReadOnlyList<Trial> Tell(
        IStrategy strategy, IReadOnlyList<Proposal> batch, int number, SearchSpace? space = null)
    {
        var trials = new ToyEvaluator(space ?? new NasBench201Space()).Evaluate(batch, number);
        strategy.Tell(trials);
        return trials;
    }
}
