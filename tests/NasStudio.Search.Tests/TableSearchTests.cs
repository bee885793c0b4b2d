using System.Collections.Concurrent;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.Bananas;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.MultiFidelity;
using NasStudio.Search.Surrogates;
using NasStudio.Testing;
using Xunit.Abstractions;
using Metrics = System.Collections.Immutable.ImmutableSortedDictionary<string, double>;

namespace NasStudio.Search.Tests;

/// <summary>
/// Searches on the real NAS-Bench-201 tables: best validation accuracy after 200 epochs, mean over seeds, counted over
/// native strings. Weaker baselines than the bounds here would flatter every method that is compared with them.
/// </summary>
public sealed class TableSearchTests(ITestOutputHelper output)
{
    private const string Cifar10 = "nasbench201-cifar10.csv.gz";
    private const string Cifar100 = "nasbench201-cifar100.csv.gz";
    private const string Accuracy = "val_acc_200";
    private const string Early = "val_acc_12";
    private const string Latency = "latency_raspi4_ms";
    private const int Budget = 192;
    private const int Seeds = 100;
    private static readonly Problem OneObjective = Problem.Single(Accuracy, Direction.Maximize);
    private static readonly Problem TwoObjectives = OneObjective with
    {
        Objectives = [.. OneObjective.Objectives, new Objective(Latency, Direction.Minimize)],
    };

    private static readonly ConcurrentDictionary<string, Lazy<Dictionary<string, Metrics>>> Tables = [];

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.61, 94.37)]
    [InlineData(Cifar100, 73.49, 73.51)]
    public void The_optima_are_the_published_ones(string table, double validation, double test)
    {
        var rows = TestTables.Read(table);
        Assert.Equal(15_625, rows.Count);
        Assert.Equal(validation, rows.Max(r => r.Number(Accuracy)), 0.005);
        Assert.Equal(test, rows.Max(r => r.Number("test_acc_200")), 0.005);
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.18, 0.065)]
    [InlineData(Cifar100, 71.86, 0.22)]
    public void Random_search_finds_what_chance_predicts(string table, double expected, double threeStandardErrors)
    {
        Assert.Equal(expected, ExpectedBest(table, Budget), 0.005);
        var runs = Runs(table, OneObjective, context => new RandomSearch(context, new RandomSearchOptions()));
        var mean = Report("random", table, Bests(runs));
        Assert.InRange(mean, expected - threeStandardErrors, expected + threeStandardErrors);
        Assert.Equal(ExpectedBest(table, 48), Bests(runs, 48).Average(), 4 * threeStandardErrors);
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.49)]
    [InlineData(Cifar100, 73.17)]
    public void Evolution_is_a_strong_baseline(string table, double atLeast) => AssertStrong(
        "regularized-evolution", table, c => new RegularizedEvolution(c, new RegularizedEvolutionOptions()), atLeast);

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.57)]
    [InlineData(Cifar100, 73.45)]
    public void Local_search_is_a_strong_baseline(string table, double atLeast)
        => AssertStrong("local-search", table, c => new LocalSearch(c, new LocalSearchOptions()), atLeast);

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.49)]
    [InlineData(Cifar100, 73.17)]
    public void Nsga_2_for_one_objective_keeps_the_bound_of_evolution(string table, double atLeast)
        => AssertStrong("nsga-2", table, c => new Nsga2(c, new Nsga2Options()), atLeast);

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10)]
    [InlineData(Cifar100)]
    [Trait("speed", "slow")]
    public void With_two_objectives_all_dominate_more_than_random_search_from_the_same_starts(string table)
    {
        var random = Shares("random", table, c => new RandomSearch(c, new RandomSearchOptions()));
        double[][] others =
        [
            Shares("regularized-evolution", table, c => new RegularizedEvolution(c, new RegularizedEvolutionOptions())),
            Shares("local-search", table, c => new LocalSearch(c, new LocalSearchOptions())),
            Shares("nsga-2", table, c => new Nsga2(c, new Nsga2Options())),
        ];

        // Sign test over pairs with equal random starts: 65 of 100 or more by chance has probability 0.002.
        Assert.All(others, shares => Assert.InRange(shares.Zip(random).Count(p => p.First > p.Second), 65, Seeds));
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.45)]
    [InlineData(Cifar100, 73.2)]
    public void Surrogates_reach_what_evolution_does_in_half_the_evaluations(string table, double atLeast)
    {
        const int Few = 3, Half = Budget / 2;
        Func<StrategyContext, IStrategy>[] surrogates =
        [
            c => new BananasStrategy(c, new BananasOptions { Encoding = InputEncodings.OneHot }),
            c => new RandomScalarization(c, new RandomScalarizationOptions()),
        ];
        Assert.All(surrogates, create =>
        {
            var best = Bests(Runs(table, OneObjective, create, Few, Half), Half);
            Report("surrogate, half the evaluations", table, best);
            Assert.True(best.Order().ElementAt(Few / 2) >= atLeast, $"The median of {string.Join(", ", best)} is too low.");
        });
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.40, 91.36)]
    [InlineData(Cifar100, 72.75, 72.45)]
    public void Cheap_evaluations_find_more_than_random_search_for_the_same_budget(
        string table, double halving, double hyperband)
    {
        const int Some = 20;
        double Mean(Func<StrategyContext, IStrategy> create)
            => Runs(table, OneObjective, create, Some, Budget, new FidelityScale("epochs", [12, 200]))
                .Average(run => run.Where(t => t.IsFull).Max(t => t.Metric(Accuracy)));
        Assert.InRange(Mean(c => new SuccessiveHalving(c, new SuccessiveHalvingOptions())), halving, 100);
        Assert.InRange(Mean(c => new Hyperband(c, new HyperbandOptions())), hyperband, 100);
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10)]
    [InlineData(Cifar100)]
    public void Size_alone_finds_the_best_cell_of_this_space(string table)
        => Assert.All(
            Bests(Runs(table, OneObjective, c => new ParamsOnly(c, new ParamsOnlyOptions()), seeds: 2), 150),
            best => Assert.Equal(Table(table).Values.Max(m => m[Accuracy]), best));

    private void AssertStrong(string name, string table, Func<StrategyContext, IStrategy> create, double atLeast)
    {
        var runs = Runs(table, OneObjective, create);
        Assert.All(runs, run => Assert.Equal(Budget, run.Select(t => t.Architecture).Distinct().Count()));
        Assert.InRange(Report(name, table, Bests(runs)), atLeast, Table(table).Values.Max(m => m[Accuracy]));
    }

    /// <summary>Mean best value of n distinct cells drawn uniformly, from the order statistics of the table.</summary>
    private static double ExpectedBest(string table, int n)
    {
        var values = Table(table).Values.Select(m => m[Accuracy]).OrderDescending().ToArray();
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

    private static double[] Bests(List<Trial>[] runs, int evaluations = Budget)
        => [.. runs.Select(run => run.Take(evaluations).Max(t => t.Metric(Accuracy)))];

    /// <summary>Of each run: the hypervolume above the table's median accuracy and below its highest latency, in per
    /// cent of what the whole table dominates.</summary>
    private double[] Shares(string name, string table, Func<StrategyContext, IStrategy> create)
    {
        var all = Table(table).Values;
        double[] reference = [-all.Select(m => m[Accuracy]).Order().ElementAt(all.Count / 2), all.Max(m => m[Latency])];
        double Volume(IEnumerable<Metrics> points)
            => Hypervolume.Of([.. points.Select(m => new[] { -m[Accuracy], m[Latency] })], reference);
        var whole = Volume(all);
        double[] shares =
        [
            .. Runs(table, TwoObjectives, create).Select(run => 100 * Volume(run.Select(t => t.Metrics)) / whole),
        ];
        Report($"{name}, hypervolume", table, shares);
        return shares;
    }

    private double Report(string name, string table, double[] values)
    {
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
        output.WriteLine($"{name} on {table}: mean {mean:F3}, standard error {error:F3}, {values.Length} seeds");
        return mean;
    }

    private static List<Trial>[] Runs(
        string table, Problem problem, Func<StrategyContext, IStrategy> create, int seeds = Seeds, int budget = Budget,
        FidelityScale? fidelity = null)
    {
        var runs = new List<Trial>[seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, seeds, options, seed => runs[seed] = Run(Table(table), create(new StrategyContext(
            new NasBench201Space(), problem, new RandomSource(seed), budget, Path.GetTempPath(), _ => { }, fidelity)),
            budget, fidelity));
        return runs;
    }

    private static List<Trial> Run(
        Dictionary<string, Metrics> table, IStrategy strategy, int budget, FidelityScale? fidelity)
    {
        var trials = new List<Trial>();
        int Left() => (int)(budget - FidelityScale.Spent(fidelity, trials.Select(t => t.Proposal.Fidelity)));
        while (Left() is var left and > 0)
        {
            var batch = strategy.Ask(left, CancellationToken.None)
                .Select((proposal, i) => new Trial(
                    trials.Count + i, proposal, TrialState.Completed, 0, At(proposal.Fidelity, table[proposal.Architecture.Native])))
                .ToList();
            strategy.Tell(batch);
            trials.AddRange(batch);
        }

        return trials;
    }

    private static Metrics At(double? fidelity, Metrics metrics)
        => fidelity is null ? metrics : metrics.SetItem(Accuracy, metrics[Early]);

    private static Dictionary<string, Metrics> Table(string file)
        => Tables.GetOrAdd(file, name => new(() => TestTables.Read(name).ToDictionary(
            row => row["architecture"],
            row => Metrics.Empty.Add(Accuracy, row.Number(Accuracy)).Add(Early, row.Number(Early))
                .Add(Latency, row.Number(Latency))))).Value;
}
