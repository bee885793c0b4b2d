using System.Diagnostics;
using System.Globalization;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Search;
using NasStudio.Search.NasBowl;

namespace NasStudio.Performance;

/// <summary>CPU time of NAS-BOWL's own work: a whole iteration (depth and noise, a pool of 200, a batch of five).</summary>
internal static class BowlSpeed
{
    private const int Rounds = 40, WarmUp = 100;            // until everything is compiled at its best
    private const int PeerRounds = 10;

    public static void Measure(string python)
    {
        var cells = BowlTable.Read("nasbench201-cifar10.csv.gz", "val_acc_200", new NasBench201Space());
        var others = BowlTable.Read("nasbench101-sample-500.csv", "val_acc", new NasBench101Space());
        var own = Iteration("NAS-Bench-201, n = 100", cells, 100);
        var numpy = Peer(python);
        Say("the same in numpy", numpy);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ratio of medians {Median(own) / Median(numpy):F3} over {Rounds} and {PeerRounds} iterations"));
        _ = Iteration("NAS-Bench-101, n = 100", others, 100);
        Large(cells);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var seed = 0; seed < 10; seed++)
        {
            _ = cells.Search(150, 9_000 + seed);
        }

        Say("a run of 150 evaluations", [(Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / 10]);
        Growth(others);
    }

    /// <summary>CPU time of iterations in plain Python and numpy. // (milliseconds)</summary>
    private static double[] Peer(string python)
    {
        var table = Path.Combine(Environment.GetEnvironmentVariable("NASSTUDIO_TEST_DATA")!, "nasbench201-cifar10.csv.gz");
        using var peer = Process.Start(new ProcessStartInfo(
            python, [Path.Combine(AppContext.BaseDirectory, "bowl_iteration.py"), table, $"{PeerRounds}", "100"])
        {
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
        })!;
        double[] milliseconds = [.. peer.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        return milliseconds.Length == PeerRounds ? milliseconds
            : throw new InvalidOperationException($"'{python}' made {milliseconds.Length} of {PeerRounds} iterations: it needs numpy.");
    }

    /// <summary>What a strategy remembers while it looks again and again at a space that is too large to see whole.</summary>
    private static void Growth(BowlTable table)
    {
        var strategy = Told(table, 100, 1);
        for (var iteration = 0; iteration <= 10_000; iteration++)
        {
            _ = strategy.Ask(5, default);
            if (iteration is 100 or 1_000 or 5_000 or 10_000)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"after {iteration,6} iterations: {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F2} MB, {strategy.Remembered} things remembered"));
            }
        }
    }

    private static List<double> Iteration(string name, BowlTable table, int evaluated)
    {
        var milliseconds = new List<double>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var strategy = Told(table, evaluated, round + WarmUp);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            _ = strategy.Ask(5, default);
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
            if (round >= 0)
            {
                milliseconds.Add(spent);
            }
        }

        Say(name, milliseconds);
        return milliseconds;
    }

    /// <summary>A first iteration learns everything; a second, five evaluations later, goes on from there.</summary>
    private static void Large(BowlTable table)
    {
        var (full, warm) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            var strategy = Told(table, 1_000, round);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var batch = strategy.Ask(5, default);
            full.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
            strategy.Tell([.. batch.Select((p, i) => table.Trial(1_000 + i, p))]);
            before = Process.GetCurrentProcess().TotalProcessorTime;
            _ = strategy.Ask(5, default);
            warm.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
        }

        Say("n = 1,000, everything anew", full);
        Say("n = 1,000, warm", warm);
    }

    private static NasBowlStrategy Told(BowlTable table, int evaluated, long seed)
    {
        var strategy = new NasBowlStrategy(
            new StrategyContext(table.Space, BowlTable.Problem, new RandomSource(seed), 10_000, "", _ => { }), new NasBowlOptions());
        strategy.Tell(table.Draws(evaluated, new RandomSource(seed).Fork("told")));
        return strategy;
    }

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Say(string what, IReadOnlyCollection<double> milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-28} median {Median(milliseconds),8:F1} ms of CPU (least {milliseconds.Min():F1})"));
}
