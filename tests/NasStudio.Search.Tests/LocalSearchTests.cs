using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class LocalSearchTests : StrategyContract
{
    private const string Neighbour = "neighbour of trial ";
    private const string Restart = "random restart";

    private static readonly string[] Score = ["score"];
    private static readonly string[] ScoreAndCost = ["score", "cost"];

    protected override IStrategy Create(StrategyContext context) => new LocalSearch(context, new LocalSearchOptions());

    [Fact]
    public void It_begins_with_the_random_starts_of_every_strategy_and_climbs_from_the_best()
    {
        var trials = Search(Context(seed: 3));
        var starts = trials.Take(10).ToList();
        Assert.Equal(InitialDesign.Draw(Context(seed: 3), 10), starts.Select(t => t.Architecture));
        Assert.Equal($"{Neighbour}{starts.MaxBy(t => t.Metric("score"))!.Number}", trials[10].Proposal.Origin);
    }

    [Fact]
    public void Proposals_are_neighbours_of_the_trial_that_they_name()
    {
        var trials = Search(Context(budget: 100));
        var climbing = trials.Where(t => t.Proposal.Origin.StartsWith(Neighbour, StringComparison.Ordinal)).ToList();
        Assert.InRange(climbing.Count, 50, 90);
        Assert.All(climbing, t => Assert.Contains(
            t.Architecture,
            Space.Neighbours(trials[int.Parse(t.Proposal.Origin[Neighbour.Length..])].Architecture)));
    }

    [Fact]
    public void It_moves_at_the_first_improvement_and_not_to_equals()
        => Assert.Equal(
            ["random start", $"{Neighbour}0", $"{Neighbour}0", $"{Neighbour}2", $"{Neighbour}2", $"{Neighbour}4"],
            Origins(Score, [0], [-1], [1], [1], [2]));

    [Fact]
    public void Where_no_neighbour_is_better_it_restarts_from_a_random_cell()
    {
        double[][] neighbours = [.. Enumerable.Repeat(new double[] { -1 }, 24)];
        var proposals = Origins(Score, [[0], .. neighbours, [-0.5]]);
        Assert.All(proposals[1..25], origin => Assert.Equal($"{Neighbour}0", origin));
        Assert.Equal([Restart, $"{Neighbour}25"], proposals[25..]);
    }

    [Fact]
    public void Failed_trials_are_no_improvement_and_no_place_to_climb_from()
        => Assert.Equal(
            ["random start", Restart, $"{Neighbour}1", $"{Neighbour}1", $"{Neighbour}3"],
            Origins(Score, [], [5], [], [6]));

    [Fact]
    public void Broken_constraints_are_mended_before_the_objective_counts()
        => Assert.Equal(
            ["random start", $"{Neighbour}0", $"{Neighbour}1", $"{Neighbour}2", $"{Neighbour}2"],
            Origins(ScoreAndCost, ToyEvaluator.Limited(cost: 3), [9, 5], [1, 4], [0, 3], [8, 4]));

    [Fact]
    public void With_two_objectives_it_moves_to_what_dominates_and_not_along_the_front()
        => Assert.Equal(
            ["random start", $"{Neighbour}0", $"{Neighbour}0", $"{Neighbour}0", $"{Neighbour}3"],
            Origins(ScoreAndCost, ToyEvaluator.TwoObjectives, [5, 5], [4, 6], [6, 6], [6, 4]));

    [Fact]
    public void A_known_better_neighbour_is_moved_to_without_evaluating_it_again()
    {
        // The second climb of a smooth landscape meets the first one and goes on where that one had left.
        var trials = Search(Context(budget: 300)).ToList();
        var restart = trials.FindIndex(t => t.Proposal.Origin == Restart);
        var later = trials.Skip(restart + 1).Where(t => t.Proposal.Origin != Restart);
        Assert.Contains(later, t => int.Parse(t.Proposal.Origin[Neighbour.Length..]) < restart);
    }

    [Fact]
    public void Neighbours_may_be_evaluated_side_by_side()
    {
        var strategy = new LocalSearch(Context(), new LocalSearchOptions { InitialDesign = 1, BatchSize = 4 });
        var evaluator = new ToyEvaluator(Space);
        strategy.Tell(evaluator.Evaluate(strategy.Ask(40, CancellationToken.None), 0));
        Assert.Equal(4, strategy.Ask(40, CancellationToken.None).Select(p => p.Architecture).Distinct().Count());
        Assert.Equal(3, strategy.Ask(3, CancellationToken.None).Count);
    }

    [Theory]
    [InlineData(0, 1, "InitialDesign is 0; allowed: 1 to 10000.")]
    [InlineData(10, 0, "BatchSize is 0; allowed: 1 to 1000.")]
    public void Options_out_of_range_are_refused(int starts, int batch, string fault)
    {
        var options = new LocalSearchOptions { InitialDesign = starts, BatchSize = batch };
        var error = Assert.Throws<ArgumentException>(() => new LocalSearch(Context(), options));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private string[] Origins(string[] metrics, params double[][] script)
        => Origins(metrics, ToyEvaluator.OneObjective, script);

    /// <summary>Where each proposal of a run from one start came from, the one after the script included.</summary>
    private string[] Origins(string[] metrics, Core.Objectives.Problem problem, params double[][] script)
    {
        var context = Context(problem: problem, space: new NasBench201Space());
        var strategy = new LocalSearch(context, new LocalSearchOptions { InitialDesign = 1, BatchSize = 1 });
        return [.. Scripted.Run(strategy, metrics, script).Select(p => p.Origin)];
    }
}
