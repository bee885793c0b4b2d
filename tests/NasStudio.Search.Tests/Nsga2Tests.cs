using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class Nsga2Tests : StrategyContract
{
    private const string Mutation = "mutation of trial ";

    protected override IStrategy Create(StrategyContext context) => new Nsga2(context, new Nsga2Options());

    [Fact]
    public void It_begins_with_the_random_starts_of_every_strategy()
        => Assert.Equal(
            InitialDesign.Draw(Context(seed: 3), 10),
            Search(Context(seed: 3)).Take(10).Select(t => t.Architecture));

    [Fact]
    public void Children_are_neighbours_of_parents_from_earlier_generations()
    {
        var trials = Search(Context(problem: ToyEvaluator.TwoObjectives));
        Assert.All(trials.Skip(10), child =>
        {
            var parent = trials[int.Parse(child.Proposal.Origin[Mutation.Length..])];
            Assert.True(parent.Number < child.Number / 10 * 10);
            Assert.Contains(child.Architecture, Space.Neighbours(parent.Architecture));
        });
    }

    [Fact]
    public void A_parent_survives_until_better_children_take_its_place()
    {
        // Of a population of two the better always wins the tournament. Survivors: 1 0, 2 1, 2 4, 6 7.
        string[] expected =
        [
            "random start", "random start", $"{Mutation}1", $"{Mutation}1", $"{Mutation}2", $"{Mutation}2",
            $"{Mutation}2", $"{Mutation}2", $"{Mutation}6",
        ];
        Assert.Equal(expected, Origins([1], [2], [5], [0], [3], [1], [9], [7]));
    }

    [Fact]
    public void Failed_trials_fill_their_generation_and_become_nobodys_parent()
    {
        Assert.Equal($"{Mutation}1", Origins([], [2])[^1]);
        Assert.Equal(["random", "random", $"{Mutation}3"], Origins([], [], [], [4])[2..]);
    }

    [Fact]
    public void A_generation_asked_for_in_pieces_is_the_same()
    {
        var whole = Search(Context());
        var strategy = Create(Context());
        var evaluator = new ToyEvaluator(Space);
        for (var told = 0; told < Budget; told++)
        {
            var proposal = Assert.Single(strategy.Ask(1, CancellationToken.None));
            Assert.Equal(whole[told].Proposal, proposal);
            strategy.Tell(evaluator.Evaluate([proposal], told));
        }
    }

    [Theory]
    [InlineData(1, "architecture", "Population is 1; allowed: 2 to 10000.")]
    [InlineData(20, "graph", "Distinct is \"graph\"; allowed: \"architecture\", \"function\", \"nothing\".")]
    public void Options_out_of_range_are_refused(int population, string distinct, string fault)
    {
        var options = new Nsga2Options { Population = population, Distinct = distinct };
        var error = Assert.Throws<ArgumentException>(() => new Nsga2(Context(), options));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Where each proposal of a population of two came from, the one after the script included.</summary>
    private string[] Origins(params double[][] script)
    {
        var strategy = new Nsga2(Context(), new Nsga2Options { Population = 2 });
        return [.. Scripted.Run(strategy, ["score"], script).Select(p => p.Origin)];
    }
}
