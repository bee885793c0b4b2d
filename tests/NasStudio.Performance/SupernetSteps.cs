using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.OneShot;
using NasStudio.OneShot.Searches;

namespace NasStudio.Performance;

/// <summary>
/// A step of a search in NAS-Bench-201's supernet: eight paths on a training batch, clipping, SGD, eight paths on a validation
/// batch. Beside it the same paths in the same supernet, written plainly in PyTorch. Then the memory of a step.
/// </summary>
internal static class SupernetSteps
{
    private const int Paths = 8, Batch = 64;

    public static void Measure(string python, int rounds)
    {
        Compare(python, rounds, "digits", side: 8, channels: 4, cells: 2);
        if (new DataSetLocator(Path.GetTempPath()).Locate("fashion-mnist").Advice is null)
            Compare(python, rounds, "fashion-mnist", side: 28, channels: 8, cells: 1);
        Memory();
    }

    private static void Compare(string python, int rounds, string dataset, int side, int channels, int cells)
    {
        using var training = Training(dataset, channels, cells);
        using var peer = Process.Start(new ProcessStartInfo(
            python,
            [Path.Combine(AppContext.BaseDirectory, "supernet_step.py"), $"{side}", $"{channels}", $"{cells}", $"{Batch}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
        })!;
        var random = new RandomSource(1);
        List<double> own = [], theirs = [];
        for (var step = -5; step < rounds; step++)
        {
            ImmutableArray<int>[] trained = [.. Enumerable.Range(0, Paths).Select(_ => Draw(random))];
            ImmutableArray<int>[] validated = [.. Enumerable.Range(0, Paths).Select(_ => Draw(random))];
            var start = Stopwatch.GetTimestamp();
            training.Step(step + 5, trained);
            training.Losses(step + 5, validated);
            var mine = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            peer.StandardInput.WriteLine($"{Text(trained)};{Text(validated)}");
            peer.StandardInput.Flush();
            var peers = double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            if (step < 0) continue;                                   // compiles, allocates
            own.Add(mine);
            theirs.Add(peers);
        }

        peer.StandardInput.Close();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{dataset,-14} NasStudio median {Median(own):F1} ms (least {own.Min():F1}), PyTorch {Median(theirs):F1} ms (least {theirs.Min():F1}), ratio of medians {Median(own) / Median(theirs):F3}, median of ratios {Median([.. own.Zip(theirs, (a, b) => a / b)]):F3}; {rounds} steps, {Paths} + {Paths} paths, batch {Batch}, {channels} channels, {cells} cells a stage, one thread"));
    }

    /// <summary>The most resident memory that a step of eight paths adds, beside that of a step of one path, the largest.</summary>
    private static void Memory()
    {
        using var training = Training("digits", channels: 32, cells: 2);
        ImmutableArray<int> largest = [.. Enumerable.Repeat((int)NasBench201Operation.NorConv3x3, NasBench201Cell.EdgeCount)];
        var random = new RandomSource(1);
        for (var step = 0; step < 40; step++) training.Step(step, [.. Enumerable.Range(0, Paths).Select(_ => Draw(random))]);
        var (one, eight) = (0.0, 0.0);
        for (var step = 40; step < 50; step++)
        {
            one = Math.Max(one, PeakMb(() => training.Step(step, [largest])));
            eight = Math.Max(eight, PeakMb(() => training.Step(step, [largest, .. Enumerable.Range(1, Paths - 1).Select(_ => Draw(random))])));
        }

        var weights = training.Supernet.parameters().Sum(parameter => parameter.numel()) * 4 / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory         a step of the largest path peaks at {one:F0} MB resident, one of {Paths} paths, the largest among them, at {eight:F0} MB; weights {weights:F1} MB, with gradients and velocities {3 * weights:F1} MB"));
    }

    /// <summary>Resident memory at its highest during an action. Linux.</summary>
    private static double PeakMb(Action action)
    {
        File.WriteAllText("/proc/self/clear_refs", "5");              // forgets the highest so far
        action();
        var line = File.ReadLines("/proc/self/status").First(one => one.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static SupernetTraining Training(string dataset, int channels, int cells) => new(
        new WeightSharingContext(
            new NasBench201Space(), Problem.Single("val_acc", Direction.Maximize), new RandomSource(1),
            new TrainOptions { Dataset = dataset, Channels = channels, CellsPerStage = cells },
            new DataSetLocator(Path.GetTempPath()), "cpu", _ => { }),
        new ImportanceSampledAsngOptions { BatchSize = Batch });

    private static ImmutableArray<int> Draw(RandomSource random)
        => [.. Enumerable.Range(0, NasBench201Cell.EdgeCount).Select(_ => random.NextInt(NasBench201Operations.Names.Length))];

    private static string Text(ImmutableArray<int>[] paths)
        => paths.Aggregate(new StringBuilder(), (text, path) => text.AppendJoin(',', path).Append(' ')).ToString().Trim();

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
