using NasStudio.Search.Bananas;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.Bananas;

public sealed class BananasStrategyTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context)
        => new BananasStrategy(context, new BananasOptions { Ensemble = 2, Depth = 1, Width = 8, Epochs = 10 });

    [Fact]
    public void After_the_random_starts_come_mutants_with_what_is_expected_of_them()
    {
        var trials = Search(Context());
        Assert.Equal(InitialDesign.Draw(Context(), 10), trials.Take(10).Select(t => t.Architecture));
        Assert.All(trials.Skip(10), t =>
        {
            Assert.StartsWith("mutation of trial ", t.Proposal.Origin, StringComparison.Ordinal);
            Assert.Equal(["score"], t.Proposal.Predicted!.Keys);
        });
    }

    [Fact]
    public void Constraints_are_predicted_and_kept_where_possible()
    {
        var trials = Search(Context(problem: ToyEvaluator.Limited(cost: 3)));
        Assert.All(trials.Skip(10), t => Assert.Equal(["cost", "score"], t.Proposal.Predicted!.Keys));
        double Feasible(IEnumerable<Core.Trials.Trial> some) => some.Average(t => t.Metric("cost") <= 3 ? 1 : 0);
        Assert.True(Feasible(trials.Skip(20)) > Feasible(trials.Take(10)));
    }
}
