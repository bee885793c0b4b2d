using System.Collections.Immutable;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Testing;
using Xunit.Abstractions;

namespace NasStudio.Search.Tests;

/// <summary>Searches on the real NAS-Bench-201 tables: best validation accuracy after 200 epochs, seed means.</summary>
public sealed class TableSearchTests(ITestOutputHelper output)
{
    private const string Cifar10 = "nasbench201-cifar10.csv.gz";
    private const string Cifar100 = "nasbench201-cifar100.csv.gz";
    private const int Budget = 192;
    private const int Seeds = 24;
    private static readonly Problem Accuracy = Problem.Single("val_acc_200", Direction.Maximize);

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.61, 94.37)]
    [InlineData(Cifar100, 73.49, 73.51)]
    public void The_optima_are_the_published_ones(string table, double validation, double test)
    {
        var rows = TestTables.Read(table);
        Assert.Equal(15_625, rows.Count);
        Assert.Equal(validation, rows.Max(r => r.Number("val_acc_200")), 0.005);
        Assert.Equal(test, rows.Max(r => r.Number("test_acc_200")), 0.005);
    }

    [TableFact(Cifar10)]
    public void Random_search_finds_what_chance_predicts()
    {
        var means = Curves(context => new RandomSearch(context, new RandomSearchOptions { BatchSize = Budget }));
        output.WriteLine($"random search: mean {means[^1]:F3}, expected {ExpectedBest(Budget):F3}");
        Assert.Equal(ExpectedBest(Budget), means[^1], 0.15);   // five standard errors of the mean of 24 seeds
        Assert.Equal(ExpectedBest(48), means[47], 0.3);
    }

    [TableFact(Cifar10)]
    public void Evolution_reaches_the_published_accuracy_and_beats_random_search()
    {
        var evolution = Bests(context =>
            new RegularizedEvolution(context, new RegularizedEvolutionOptions { BatchSize = 1 }));
        output.WriteLine($"evolution: mean {evolution.Average():F3} over {Seeds} seeds");
        Assert.InRange(evolution.Average(), 91.45, 91.61);

        // Sign test over pairs with equal random starts: 18 of 24 or more by chance has probability 0.011.
        var random = Bests(context => new RandomSearch(context, new RandomSearchOptions()));
        Assert.InRange(evolution.Zip(random).Count(p => p.First > p.Second), 18, Seeds);
    }

    /// <summary>Mean best value of n distinct cells drawn uniformly, from the order statistics of the table.</summary>
    private static double ExpectedBest(int n)
    {
        var values = TestTables.Read(Cifar10).Select(r => r.Number("val_acc_200")).OrderDescending().ToArray();
        var expectation = 0.0;
        var noneBetter = 1.0;                                 // chance that no better cell is among the n
        for (var i = 0; i < values.Length && noneBetter > 1e-15; i++)
        {
            var isDrawn = (double)n / (values.Length - i);    // given that none of the i better ones is drawn
            expectation += values[i] * noneBetter * Math.Min(1, isDrawn);
            noneBetter *= Math.Max(0, 1 - isDrawn);
        }

        return expectation;
    }

    private static double[] Bests(Func<StrategyContext, IStrategy> create)
        => [.. Runs(create).Select(curve => curve[^1].Value)];

    private static double[] Curves(Func<StrategyContext, IStrategy> create)
    {
        var curves = Runs(create);
        return [.. Enumerable.Range(0, Budget).Select(i => curves.Average(c => c[i].Value))];
    }

    private static List<ImmutableArray<BestSoFarPoint>> Runs(Func<StrategyContext, IStrategy> create)
    {
        var space = new NasBench201Space();
        var table = TestTables.Read(Cifar10).ToDictionary(
            r => r["architecture"],
            r => ImmutableSortedDictionary<string, double>.Empty.Add("val_acc_200", r.Number("val_acc_200")));
        var curves = new List<ImmutableArray<BestSoFarPoint>>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var strategy = create(new StrategyContext(
                space, Accuracy, new RandomSource(seed), Budget, Path.GetTempPath(), _ => { }));
            var trials = new List<Trial>();
            while (trials.Count < Budget)
            {
                var batch = strategy.Ask(Budget - trials.Count, CancellationToken.None)
                    .Select((proposal, i) => new Trial(
                        trials.Count + i, proposal, TrialState.Completed, 0, table[proposal.Architecture.Native]))
                    .ToList();
                strategy.Tell(batch);
                trials.AddRange(batch);
            }

            curves.Add(BestSoFar.Curve(Accuracy, trials));
        }

        return curves;
    }
}
