using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class RegularizedEvolutionTests : StrategyContract
{
    private const string Mutation = "mutation of trial ";

    protected override IStrategy Create(StrategyContext context)
        => new RegularizedEvolution(context, new RegularizedEvolutionOptions());

    [Fact]
    public void It_begins_with_the_random_starts_of_every_strategy()
        => Assert.Equal(
            InitialDesign.Draw(Context(seed: 3), 10),
            Search(Context(seed: 3)).Take(10).Select(t => t.Architecture));

    [Fact]
    public void Every_child_is_a_neighbour_of_the_trial_that_it_names()
    {
        var trials = Search(Context());
        var children = trials.Where(t => t.Proposal.Origin.StartsWith(Mutation, StringComparison.Ordinal)).ToList();
        Assert.Equal(Budget - 10, children.Count);
        Assert.All(children, child =>
        {
            var parent = trials[ParentOf(child)];
            Assert.True(parent.Number < child.Number);
            Assert.Contains(child.Architecture, Space.Neighbours(parent.Architecture));
        });
    }

    [Fact]
    public void Only_the_newest_members_become_parents()
    {
        var options = new RegularizedEvolutionOptions { Population = 5, BatchSize = 1 };
        var trials = Run(options, Context(budget: 60));
        Assert.All(trials.Skip(10), child =>
            Assert.InRange(ParentOf(child), child.Number - 5, child.Number - 1));
    }

    [Fact]
    public void A_tournament_of_everyone_always_picks_the_best()
    {
        // 1,000 draws from at most 30 members miss the best with a chance below 1e-14.
        var options = new RegularizedEvolutionOptions { Tournament = 1_000, BatchSize = 1 };
        var trials = Run(options, Context());
        Assert.All(trials.Skip(10), child =>
        {
            var members = trials.Take(child.Number).TakeLast(30);
            Assert.Equal($"{Mutation}{members.MaxBy(t => t.Metric("score"))!.Number}", child.Proposal.Origin);
        });
    }

    [Fact]
    public void Members_that_keep_the_constraints_are_preferred()
    {
        var options = new RegularizedEvolutionOptions { Tournament = 1_000, BatchSize = 1 };
        var problem = ToyEvaluator.Limited(cost: 3);
        var trials = Run(options, Context(problem: problem));
        Assert.Contains(trials, t => !problem.IsFeasible(t));
        Assert.All(trials.Skip(10), child =>
        {
            var parent = trials[ParentOf(child)];
            var members = trials.Take(child.Number).TakeLast(30).ToList();
            Assert.Equal(members.Min(problem.TotalViolation), problem.TotalViolation(parent));
        });
    }

    [Fact]
    public void Parents_for_two_objectives_come_from_the_front()
    {
        var options = new RegularizedEvolutionOptions { Tournament = 1_000, BatchSize = 1 };
        var problem = ToyEvaluator.TwoObjectives;
        var trials = Run(options, Context(problem: problem));
        Assert.All(trials.Skip(10), child =>
        {
            var parent = trials[ParentOf(child)];
            var members = trials.Take(child.Number).TakeLast(30);
            Assert.Contains(parent, Core.Fronts.ParetoFront.Of(problem, members));
        });
    }

    [Theory]
    [InlineData(0, 10, 10, 2, "Population is 0; allowed: 2 to 10000.")]
    [InlineData(30, 10, 0, 2, "Tournament is 0; allowed: 1 to 10000.")]
    [InlineData(30, -1, 10, 2, "InitialDesign is -1; allowed: 1 to 10000.")]
    [InlineData(30, 10, 10, 1_001, "BatchSize is 1001; allowed: 1 to 1000.")]
    public void Options_out_of_range_are_refused(int population, int starts, int tournament, int batch, string fault)
    {
        var options = new RegularizedEvolutionOptions
        {
            Population = population,
            InitialDesign = starts,
            Tournament = tournament,
            BatchSize = batch,
        };
        var error = Assert.Throws<ArgumentException>(() => new RegularizedEvolution(Context(), options));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private static int ParentOf(Trial child) => int.Parse(child.Proposal.Origin[Mutation.Length..]);

    private List<Trial> Run(RegularizedEvolutionOptions options, StrategyContext context)
    {
        var strategy = new RegularizedEvolution(context, options);
        var evaluator = new ToyEvaluator(Space);
        var trials = new List<Trial>();
        while (trials.Count < context.Budget)
        {
            var proposals = strategy.Ask(context.Budget - trials.Count, CancellationToken.None);
            var batch = evaluator.Evaluate(proposals, trials.Count);
            strategy.Tell(batch);
            trials.AddRange(batch);
        }

        return trials;
    }
}
