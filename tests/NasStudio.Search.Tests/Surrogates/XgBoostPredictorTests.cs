using NasStudio.Search.Surrogates;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.Surrogates;

public sealed class XgBoostPredictorTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context) => new XgBoostPredictor(
        context, new XgBoostPredictorOptions { Rounds = 20, Mutants = 30, RandomCandidates = 10 });

    [Fact]
    public void What_it_proposes_is_better_on_the_whole_than_its_random_starts()
    {
        var trials = Search(Context());
        Assert.All(trials.Skip(10), t => Assert.True(t.Proposal.Predicted!.ContainsKey("score")));
        Assert.True(trials.Skip(20).Average(t => t.Metric("score")) > trials.Take(10).Average(t => t.Metric("score")) + 0.3);
    }
}
