using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl;
using NasStudio.Search.NasBowl.Kernels;
using NasStudio.Testing;
using Xunit.Abstractions;

namespace NasStudio.Search.Tests.NasBowl;

/// <summary>NAS-BOWL on real tables. Options were chosen on seeds from 10,000 on; here the seeds begin at 0.</summary>
public sealed class NasBowlTableTests(ITestOutputHelper output)
{
    private const string Cifar10 = "nasbench201-cifar10.csv.gz";
    private const string Cifar100 = "nasbench201-cifar100.csv.gz";
    private const string Sample101 = "nasbench101-sample-500.csv";
    private const string Sample301 = "nasbench301-sample-500.csv";
    private const string Accuracy = "val_acc_200";
    private const string Latency = "latency_raspi4_ms";

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10, 91.50, 91.58, 91.60)]
    [InlineData(Cifar100, 73.0, 73.38, 73.47)]
    public void It_finds_nearly_the_best_cell_within_some_dozen_evaluations(
        string table, double after50, double after96, double after150)
    {
        const int seeds = 50;
        var values = Values(table);
        var curves = new double[seeds][];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
            curves[seed] = BestSoFar(values, Create(seed), 150));
        foreach (var (evaluations, atLeast) in new[] { (50, after50), (96, after96), (150, after150) })
        {
            var mean = curves.Average(c => c[evaluations - 1]);
            output.WriteLine($"{table}, {evaluations} evaluations: {mean:F4}");
            Assert.InRange(mean, atLeast, 100);
        }
    }

    [TableTheory(Cifar10, Cifar100)]
    [InlineData(Cifar10)]
    [InlineData(Cifar100)]
    public void After_fifty_evaluations_it_is_ahead_of_evolution_and_local_search_from_the_same_starts(string table)
    {
        const int seeds = 20, evaluations = 50;
        var values = Values(table);
        foreach (var create in new Func<StrategyContext, IStrategy>[]
        {
            c => new RegularizedEvolution(c, new RegularizedEvolutionOptions()),
            c => new LocalSearch(c, new LocalSearchOptions()),
        })
        {
            double[] ahead =
            [
                .. Enumerable.Range(100, seeds).Select(seed => BestSoFar(values, Create(seed), evaluations)[^1]
                    - BestSoFar(values, create(Context(seed)), evaluations)[^1]),
            ];
            var sample = Sample.Of(ahead);
            output.WriteLine($"{table}: {sample.Mean:F3} +- {sample.HalfWidth:F3}");
            Assert.True(sample.Mean > sample.HalfWidth);
        }
    }

    [TableFact(Cifar10)]
    public void It_searches_where_a_bound_on_the_latency_is_kept()
    {
        const int budget = 60;
        var rows = TestTables.Read(Cifar10).ToDictionary(r => r["architecture"]);
        var limit = rows.Values.Select(r => r.Number(Latency)).Order().ElementAt(rows.Count / 5);
        var problem = new Problem([new Objective(Accuracy, Direction.Maximize)], [new Constraint(Latency, Max: limit)]);
        var context = Context(0) with { Problem = problem };
        var trials = Run(
            new NasBowlStrategy(context, new NasBowlOptions()), budget, a => rows[a.Native],
            row => [(Accuracy, row.Number(Accuracy)), (Latency, row.Number(Latency))]);
        var best = rows.Values.Where(r => r.Number(Latency) <= limit).Max(r => r.Number(Accuracy));
        Assert.InRange(trials.Skip(10).Count(problem.IsFeasible), 20, 50);       // of 50; 20 or more by chance: 0.001
        Assert.InRange(trials.Where(problem.IsFeasible).Max(t => t.Metric(Accuracy)), best - 0.5, best);
    }

    [TableTheory(Cifar10, Sample101, Sample301)]
    [InlineData("nas-bench-201", 25, 0.80)]
    [InlineData("nas-bench-201", 50, 0.84)]
    [InlineData("nas-bench-201", 100, 0.89)]
    [InlineData("nas-bench-201", 200, 0.91)]
    [InlineData("nas-bench-101", 50, 0.88)]
    [InlineData("nas-bench-101", 100, 0.91)]
    [InlineData("nas-bench-101", 200, 0.925)]
    [InlineData("darts", 50, 0.66)]
    [InlineData("darts", 100, 0.77)]
    [InlineData("darts", 200, 0.82)]
    public void The_process_ranks_unseen_architectures(string kind, int learned, double atLeast)
    {
        var draws = kind == "darts" ? 10 : 20;
        (SearchSpace Space, KeyValuePair<string, double>[] Rows) table = kind switch
        {
            "nas-bench-201" => (new NasBench201Space(), [.. Values(Cifar10)]),
            "nas-bench-101" => (new NasBench101Space(), Cells101()),
            _ => (new DartsSpace(), Genotypes()),
        };
        var mean = Enumerable.Range(0, draws).Average(draw =>
        {
            var order = Enumerable.Range(0, table.Rows.Length).ToArray();
            new RandomSource(draw).Fork("draw").Shuffle<int>(order);
            return Spearman(
                NasBowlStrategy.KernelOf(table.Space, new NasBowlOptions()),
                [.. order.Take(learned).Select(i => table.Rows[i])],
                [.. order.Skip(learned).Take(400).Select(i => table.Rows[i])]);
        });
        output.WriteLine($"{kind}, {learned} learned: {mean:F4}");
        Assert.InRange(mean, atLeast, 1);
    }

    private static double Spearman(
        ArchitectureKernel kernel, KeyValuePair<string, double>[] learned, KeyValuePair<string, double>[] unseen)
    {
        var trials = learned.Select((row, i) => Trial(i, new Proposal(At(row), "a draw"), (Accuracy, row.Value))).ToList();
        var targets = new BowlTargets(Problem.Single(Accuracy, Direction.Maximize), trials, new NasBowlOptions()).Values[0];
        var surrogate = new BowlSurrogate(kernel);
        trials.ForEach(t => surrogate.Append(kernel.Point(t.Architecture)));
        var (process, setting) = surrogate.Learn(targets, CancellationToken.None);
        return RankCorrelation.Spearman(
            [.. unseen.Select(row => -process.Mean(kernel.Similarities(kernel.Point(At(row)), setting.Depth)))],
            [.. unseen.Select(row => row.Value)]);

        static Architecture At(KeyValuePair<string, double> row) => new(
            row.Key.StartsWith('|') ? "nas-bench-201" : row.Key.StartsWith("{\"matrix", StringComparison.Ordinal) ? "nas-bench-101" : "darts",
            row.Key);
    }

    private static NasBowlStrategy Create(int seed) => new(Context(seed), new NasBowlOptions());

    private static StrategyContext Context(int seed) => new(
        new NasBench201Space(), Problem.Single(Accuracy, Direction.Maximize), new RandomSource(seed), 150, Path.GetTempPath(),
        _ => { });

    private static double[] BestSoFar(Dictionary<string, double> values, IStrategy strategy, int budget)
    {
        var best = double.NegativeInfinity;
        return
        [
            .. Run(strategy, budget, a => values[a.Native], value => [(Accuracy, value)])
                .Select(t => best = Math.Max(best, t.Metric(Accuracy))),
        ];
    }

    private static List<Trial> Run<T>(
        IStrategy strategy, int budget, Func<Architecture, T> row, Func<T, (string, double)[]> metrics)
    {
        var trials = new List<Trial>();
        while (trials.Count < budget)
        {
            Trial[] batch =
            [
                .. strategy.Ask(budget - trials.Count, CancellationToken.None).Select(
                    (proposal, i) => Trial(trials.Count + i, proposal, metrics(row(proposal.Architecture)))),
            ];
            strategy.Tell(batch);
            trials.AddRange(batch);
        }

        return trials;
    }

    private static Trial Trial(int number, Proposal proposal, params (string, double)[] metrics)
        => TestTrials.Completed(number, metrics) with { Proposal = proposal };

    private static Dictionary<string, double> Values(string table)
        => TestTables.Read(table).ToDictionary(r => r["architecture"], r => r.Number(Accuracy));

    private static KeyValuePair<string, double>[] Cells101()
    {
        var space = new NasBench101Space();
        NasBench101Operation[] operations =                   // NASLib numbers from 2: max pooling, 1x1, 3x3
            [NasBench101Operation.MaxPool3x3, NasBench101Operation.Conv1x1, NasBench101Operation.Conv3x3];
        return Specified(Sample101, spec =>
        {
            int[] labels = spec[49..];
            var output = Array.IndexOf(labels, 1);
            var edges = from source in Enumerable.Range(0, output + 1)
                        from target in Enumerable.Range(0, output + 1)
                        where spec[source * 7 + target] == 1
                        select (source, target);
            return space.Architecture(new NasBench101Cell(edges, [.. labels[1..output].Select(o => operations[o - 2])]));
        });
    }

    private static KeyValuePair<string, double>[] Genotypes()
    {
        var space = new DartsSpace();
        return Specified(Sample301, spec =>
        {
            DartsCell[] cells =
            [
                .. spec.Chunk(16).Select(cell => new DartsCell(
                    [.. cell.Chunk(2).Select(pair => new DartsEdge((DartsOperation)pair[1], pair[0]))])),
            ];
            return space.Architecture(new DartsGenotype(cells[0], cells[1]));
        });
    }

    /// <summary>Rows of a sample of NASLib: a quoted specification, then the accuracy.</summary>
    private static KeyValuePair<string, double>[] Specified(string file, Func<int[], Architecture> architecture) =>
    [
        .. from line in File.ReadLines(Path.Combine(TestTables.Folder, file)).Skip(1)
           let parts = line.Split('"')
           let spec = parts[1].Split(['(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray()
           let value = double.Parse(parts[2].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)
           select KeyValuePair.Create(architecture(spec).Native, value),
    ];
}
