using System.Collections.Concurrent;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
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

    private static List<Trial>[] Runs(string table, Problem problem, Func<StrategyContext, IStrategy> create)
    {
        var runs = new List<Trial>[Seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, Seeds, options, seed => runs[seed] = Run(Table(table), create(new StrategyContext(
            new NasBench201Space(), problem, new RandomSource(seed), Budget, Path.GetTempPath(), _ => { }))));
        return runs;
    }

    private static List<Trial> Run(Dictionary<string, Metrics> table, IStrategy strategy)
    {
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

        return trials;
    }

    private static Dictionary<string, Metrics> Table(string file)
        => Tables.GetOrAdd(file, name => new(() => TestTables.Read(name).ToDictionary(
            row => row["architecture"],
            row => Metrics.Empty.Add(Accuracy, row.Number(Accuracy)).Add(Latency, row.Number(Latency))))).Value;
}
