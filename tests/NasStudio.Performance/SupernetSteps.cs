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
using static TorchSharp.torch;

namespace NasStudio.Performance;

/// <summary>
/// The memory of a step in NAS-Bench-201's supernet. Then its time, of one path on a training batch, clipping, SGD; and of eight such
/// paths with eight on a validation batch. Beside it the same paths in the same supernet, written plainly in PyTorch.
/// </summary>
internal static class SupernetSteps
{
    private const int Paths = 8, Batch = 64, WarmUp = 40;

    public static void Measure(string python, int rounds)
    {
        Memory();                                                     // in a young process
        var fashion = new DataSetLocator(Path.GetTempPath()).Locate("fashion-mnist").Advice is null;
        foreach (var (trained, validated) in new[] { (1, 0), (Paths, Paths) })
        {
            Compare(python, rounds, "digits", side: 8, channels: 4, cells: 2, trained, validated);
            if (fashion) Compare(python, rounds, "fashion-mnist", side: 28, channels: 8, cells: 1, trained, validated);
        }
    }

    private static void Compare(
        string python, int rounds, string dataset, int side, int channels, int cells, int trained, int validated)
    {
        using var training = Training(dataset, channels, cells);
        // channels last is how the studio's batches lie in memory; PyTorch's own habit is channels first
        Peer[] peers = [.. new[] { "last", "first" }
            .Select(layout => new Peer(python, layout, $"{side} {channels} {cells} {Batch} {layout}"))];
        var random = new RandomSource(1);
        var own = new List<double>();
        for (var step = -WarmUp; step < rounds; step++)
        {
            ImmutableArray<int>[] ofTraining = [.. Enumerable.Range(0, trained).Select(_ => Draw(random))];
            ImmutableArray<int>[] ofValidation = [.. Enumerable.Range(0, validated).Select(_ => Draw(random))];
            var start = Stopwatch.GetTimestamp();
            training.Step(step + WarmUp, ofTraining);
            if (validated > 0) training.Losses(step + WarmUp, ofValidation);
            var mine = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            foreach (var peer in peers) peer.Step($"{Text(ofTraining)};{Text(ofValidation)}", counts: step >= 0);
            if (step >= 0) own.Add(mine);                             // before: compiles, allocates
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{dataset}, {trained} paths trained and {validated} validated: NasStudio median {Median(own):F1} ms (least {own.Min():F1}); {rounds} steps, batch {Batch}, {channels} channels, {cells} cells a stage, one thread"));
        foreach (var peer in peers)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  PyTorch, channels {peer.Layout,-5} median {Median(peer.Times):F1} ms (least {peer.Times.Min():F1}), ratio of medians {Median(own) / Median(peer.Times):F3}, median of ratios {Median([.. own.Zip(peer.Times, (a, b) => a / b)]):F3}"));
            peer.Dispose();
        }
    }

    /// <summary>The most resident memory that steps add to a process that has stepped in a small supernet before, beside its
    /// bound: the weights three times (they, their gradients, their velocities) and one path's activations.</summary>
    private static void Memory()
    {
        var random = new RandomSource(1);
        using (var small = Training("digits", channels: 4, cells: 2)) Steps(small, 0, 10, () => Drawn(Paths));
        var before = Resident("VmRSS");
        using var training = Training("digits", channels: 32, cells: 2);
        ImmutableArray<int> largest = [.. Enumerable.Repeat((int)NasBench201Operation.NorConv3x3, NasBench201Cell.EdgeCount)];
        Steps(training, 0, 40, () => Drawn(Paths));                   // until every weight has a velocity
        var one = Steps(training, 40, 10, () => [largest]) - before;
        var eight = Steps(training, 50, 10, () => [largest, .. Drawn(Paths - 1)]) - before;
        var weights = training.Supernet.parameters().Sum(parameter => parameter.numel()) * 4 / 1e6;
        var activations = Activations(training, largest);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: a step of the largest path adds at most {one:F1} MB, one of {Paths} paths, the largest among them, {eight:F1} MB; bound {3 * weights + activations:F1} MB = 3 x weights {weights:F1} MB + activations of the largest path {activations:F1} MB; batch {Batch}, 32 channels, 2 cells a stage, 8x8"));

        ImmutableArray<int>[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    /// <summary>Makes steps.</summary>
    /// <returns>Resident memory at its highest, in MB.</returns>
    private static double Steps(SupernetTraining training, int from, int count, Func<ImmutableArray<int>[]> paths)
    {
        File.WriteAllText("/proc/self/clear_refs", "5");              // forgets the highest so far
        for (var step = from; step < from + count; step++) training.Step(step, paths());
        return Resident("VmHWM");
    }

    /// <summary>Resident memory of this process in MB. Linux.</summary>
    private static double Resident(string which)
    {
        var line = File.ReadLines("/proc/self/status").First(one => one.StartsWith(which, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>What the layers of a path put out for a batch, in MB.</summary>
    private static double Activations(SupernetTraining training, ImmutableArray<int> path)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var numbers = 0L;
        foreach (var layer in training.Supernet.modules().OfType<nn.Module<Tensor, Tensor>>().Where(module => !module.children().Any()))
            layer.register_forward_hook((_, _, output) => { numbers += output.numel(); return output; });
        training.Supernet.forward(training.Data.Training(0).Images, path.AsSpan());
        return numbers * 4 / 1e6;
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

    /// <summary>The same supernet in PyTorch, which answers each line of paths with the milliseconds of a step.</summary>
    private sealed class Peer(string python, string layout, string arguments) : IDisposable
    {
        private readonly Process _process = Process.Start(new ProcessStartInfo(
            python, [Path.Combine(AppContext.BaseDirectory, "supernet_step.py"), .. arguments.Split(' ')])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
        })!;

        public string Layout => layout;

        public List<double> Times { get; } = [];

        public void Step(string paths, bool counts)
        {
            _process.StandardInput.WriteLine(paths);
            _process.StandardInput.Flush();
            var time = double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            if (counts) Times.Add(time);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
