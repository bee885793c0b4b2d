using NasStudio.Core.Trials;
using NasStudio.Search.MultiFidelity;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.MultiFidelity;

/// <summary>The contract, with three rungs: 1, 3 and 9 epochs.</summary>
public abstract class MultiFidelityContract : StrategyContract
{
    protected override FidelityScale? Fidelity { get; } = new("epochs", [1, 2, 3, 9]);

    [Fact]
    public void Without_cheaper_levels_it_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => Create(Context() with { Fidelity = null }));
        Assert.Contains("needs an evaluator with cheaper levels", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_starts_with_the_random_starts_of_every_strategy_on_the_lowest_rung()
    {
        var first = Create(Context()).Ask(Budget, CancellationToken.None);
        Assert.Equal(InitialDesign.Draw(Context(), first.Count), first.Select(p => p.Architecture));
        Assert.All(first, p => Assert.Equal((1, "random start, 1 of 9 epochs"), (p.Fidelity, p.Origin)));
    }

    [Fact]
    public void Promotions_name_a_trial_of_the_same_architecture_one_rung_below()
    {
        const string Promotion = "promotion of trial ";
        var trials = Search(Context());
        var promoted = trials.Where(t => t.Proposal.Origin.StartsWith(Promotion, StringComparison.Ordinal)).ToList();
        Assert.Contains(promoted, t => t.IsFull);
        Assert.All(promoted, t =>
        {
            var from = trials[int.Parse(t.Proposal.Origin[Promotion.Length..].Split(',')[0])];
            Assert.Equal(t.Architecture, from.Architecture);
            Assert.Equal(t.IsFull ? 3 : 1, from.Proposal.Fidelity);
        });
    }
}

public sealed class SuccessiveHalvingTests : MultiFidelityContract
{
    protected override IStrategy Create(StrategyContext context)
        => new SuccessiveHalving(context, new SuccessiveHalvingOptions());

    [Fact]
    public void Every_rung_costs_a_third_of_the_budget_and_the_best_go_on()
    {
        var trials = Search(Context());
        Trial[][] rungs = [.. new double?[] { 1, 3, null }
            .Select(level => trials.Where(t => t.Proposal.Fidelity == level).ToArray())];
        Assert.Equal([120, 40, 13], rungs.Select(r => r.Length));      // 40 / 3 evaluations at 1/9, 1/3 and 1 each
        Assert.All(rungs.Zip(rungs.Skip(1)), pair => Assert.Equal(
            pair.First.OrderByDescending(t => t.Metric("score")).Take(pair.Second.Length).Select(t => t.Architecture),
            pair.Second.Select(t => t.Architecture)));
    }
}

public sealed class HyperbandTests : MultiFidelityContract
{
    protected override IStrategy Create(StrategyContext context) => new Hyperband(context, new HyperbandOptions());

    [Fact]
    public void Brackets_are_those_of_the_paper_for_nine_epochs()
    {
        // Li et al. 2018, algorithm 1 with R = 9 and eta = 3: 9 at 1, 3 at 3, 1 at 9; 5 at 3, 1 at 9; 3 at 9; and again.
        var trials = Search(Context());
        var runs = new List<(double Level, int Count)>();
        foreach (var level in trials.Select(t => t.Proposal.Fidelity ?? 9))
        {
            if (runs.Count > 0 && runs[^1].Level == level)
            {
                runs[^1] = (level, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((level, 1));
            }
        }

        // The last architecture of the second bracket and the third bracket are all evaluated in full.
        Assert.Equal([(1, 9), (3, 3), (9, 1), (3, 5), (9, 4), (1, 9), (3, 3)], runs.Take(7));
    }
}

public sealed class AshaTests : MultiFidelityContract
{
    protected override IStrategy Create(StrategyContext context)
        => new Asha(context, new AshaOptions { Eta = 3, BatchSize = 4 });

    [Fact]
    public void It_promotes_as_soon_as_somebody_is_among_the_best_third_of_a_rung()
    {
        var trials = Search(Context());
        Assert.Equal([1, 1, 1, 1], trials.Take(4).Select(t => t.Proposal.Fidelity));
        var best = trials.Take(4).MaxBy(t => t.Metric("score"))!;
        Assert.Equal((best.Architecture, 3), (trials[4].Architecture, trials[4].Proposal.Fidelity));
        Assert.Equal([1, 1, 1], trials.Skip(5).Take(3).Select(t => t.Proposal.Fidelity));
    }

    [Fact]
    public void A_rung_is_about_a_third_as_long_as_the_one_below()
    {
        var trials = Search(Context());
        int On(double? level) => trials.Count(t => t.Proposal.Fidelity == level);
        Assert.InRange(On(3), On(1) / 3 - 4, On(1) / 3 + 8);
        Assert.InRange(On(null), On(3) / 3 - 4, On(3) / 3 + 8);
    }
}

/// <summary>Which rungs are made of an evaluator's levels.</summary>
public sealed class FidelityLadderTests
{
    [Theory]
    [InlineData(3, 5, new double[] { 2, 7, 22, 66, 200 })]
    [InlineData(4, 3, new double[] { 12, 50, 200 })]
    public void Rungs_are_at_most_a_share_of_the_one_above(double eta, int most, double[] expected)
    {
        var ladder = Ladder([.. Enumerable.Range(1, 200).Select(e => (double)e)], eta, most);
        Assert.Equal(expected, ladder.Levels);
    }

    [Fact]
    public void Where_levels_are_few_as_many_go_on_as_make_rungs_cost_the_same()
    {
        var ladder = Ladder([12, 200], 3, 5);
        Assert.Equal(new[] { 12.0, 200 }, ladder.Levels);
        Assert.Equal((6, 0, 1), (ladder.GoOn(0, 100), ladder.GoOn(0, 16), ladder.GoOn(0, 17)));
        var thirds = Ladder([1, 3, 9], 3, 5);
        Assert.Equal((3, 1), (thirds.GoOn(0, 9), thirds.GoOn(1, 3)));
    }

    private static FidelityLadder Ladder(double[] levels, double eta, int most) => new(
        new StrategyContext(
            new TinySpace(), ToyEvaluator.OneObjective, new(0), 10, "", _ => { }, new FidelityScale("epochs", [.. levels])),
        "test", eta, most);
}
