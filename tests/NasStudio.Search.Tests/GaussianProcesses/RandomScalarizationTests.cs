using NasStudio.Core.Fronts;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.GaussianProcesses;

public sealed class RandomScalarizationTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context) => new RandomScalarization(
        context, new RandomScalarizationOptions { Mutants = 30, RandomCandidates = 10, BatchSize = 3 });

    [Fact]
    public void It_finds_more_of_a_front_than_random_search_from_the_same_starts()
    {
        double Volume(IStrategy strategy, StrategyContext context)
        {
            var evaluator = new ToyEvaluator(Space);
            var trials = new List<Core.Trials.Trial>();
            while (trials.Count < Budget)
            {
                var batch = evaluator.Evaluate(strategy.Ask(Budget - trials.Count, CancellationToken.None), trials.Count);
                strategy.Tell(batch);
                trials.AddRange(batch);
            }

            return Hypervolume.Of([.. trials.Select(context.Problem.Minimised)], [-40, 10]);
        }

        var wins = Enumerable.Range(0, 8).Count(seed =>
        {
            var context = Context(seed, ToyEvaluator.TwoObjectives);
            return Volume(Create(context), context) > Volume(new RandomSearch(context, new RandomSearchOptions()), context);
        });
        Assert.InRange(wins, 7, 8);                           // by chance with probability 9 / 256
    }
}
