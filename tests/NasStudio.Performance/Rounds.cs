using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;
using static TorchSharp.torch;

namespace NasStudio.Performance;

/// <summary>
/// A round of AG-Net on NAS-Bench-201 after 96 evaluations, at the published numbers: 30 passes over them in batches of 16,
/// drawing candidates, scoring 100. Beside it the same networks and the same passes in PyTorch, which draws 300 graphs and
/// scores 100; and the round of a search with default options, of as many passes and candidates.
/// </summary>
internal static class Rounds
{
    private const int Evaluated = 96, Measured = 5;

    public static void Measure(string python)
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-performance-");
        try
        {
            set_num_threads(1);
            var published = new AgNetOptions
            {
                PretrainingInstances = 48_000,
                Surrogate = SurrogateKind.Mlp,
                MiniBatch = 16,
                Candidates = 100,
                Rehearsal = 0,
            };
            using var strategy = Evaluated96(published, folder.FullName);
            using var usual = Evaluated96(
                new AgNetOptions { PretrainingInstances = 48_000, Epochs = 30, Candidates = 100 }, folder.FullName);

            using var peer = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "ag_net_round.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
            })!;
            var (own, ours, theirs) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round <= Measured; round++)
            {
                own.Add(SecondsOfARound(strategy));
                ours.Add(SecondsOfARound(usual));
                peer.StandardInput.WriteLine("round");
                peer.StandardInput.Flush();
                theirs.Add(double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
            }

            peer.StandardInput.Close();
            own.RemoveAt(0);                                             // compiles, allocates
            ours.RemoveAt(0);
            theirs.RemoveAt(0);
            Say("NasStudio", own);
            Say("PyTorch", theirs);
            Say("defaults", ours);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"ratio of medians {Median(own) / Median(theirs):F2} over {Measured} rounds, CPU time, one thread"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A search that was told made-up values of 96 architectures.</summary>
    private static AgNetStrategy Evaluated96(AgNetOptions options, string cache)
    {
        var space = new NasBench201Space();
        var strategy = new AgNetStrategy(
            new StrategyContext(
                space, Problem.Single("value", Direction.Maximize), new RandomSource(1), 1000, cache, _ => { }), options);
        var random = new RandomSource(2);
        strategy.Ask(1, default);                                        // pre-trains
        strategy.Tell([.. Enumerable.Range(0, Evaluated).Select(i => new Trial(
            i, new Proposal(space.Sample(random), "made up"), TrialState.Completed, 0,
            ImmutableSortedDictionary<string, double>.Empty.Add("value", random.NextGaussian())))]);
        return strategy;
    }

    private static double SecondsOfARound(AgNetStrategy strategy)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        strategy.Ask(16, default);
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static void Say(string who, List<double> seconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{who,-10} median {Median(seconds):F2} s of CPU  (least {seconds.Min():F2})"));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
