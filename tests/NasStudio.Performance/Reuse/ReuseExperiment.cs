using System.Diagnostics;
using System.Globalization;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.OneShot.Distributions;

namespace NasStudio.Performance.Reuse;

/// <summary>
/// What reusing every sample for all coefficients brings, on the table of four-block networks: against the same budget split
/// between plain ASNG runs, against plain ASNG runs that have the whole budget each, and against controls.
/// </summary>
/// <remarks>Settings are fixed here; seeds from 1000 on were used to look at them, 0 to 59 are reported. Normalised regret: 0
/// for the best architecture of a coefficient, 1 for the mean over all architectures.</remarks>
internal static class ReuseExperiment
{
    private const int Evaluations = 480, Batch = 64;
    private static readonly int[] Samples = [2, 4, 8];

    public static void Measure(string path, int firstSeed, int seeds)
    {
        var table = new BlockTable(path);
        var hull = new Hull(table);
        Say($"{table.Rows} architectures, {table.Images} images; the front of parameters and loss has {hull.Vertices.Length} corners:");
        foreach (var (row, from, to) in hull.Vertices)
        {
            Say($"  {table.Native(row),-75} {table.Costs.Of(table.Choices[row]),7} parameters, best for coefficients {from:F4} to {to:F4}");
        }

        Compare(table, "close", hull.Close(8), firstSeed, seeds);
        Compare(table, "wide", hull.Wide(4), firstSeed, seeds);
    }

    private static void Compare(BlockTable table, string regime, double[] coefficients, int firstSeed, int seeds)
    {
        double[][] objectives = [.. coefficients.Select(table.Objective)];
        var optima = objectives.Select(values => Array.IndexOf(values, values.Min())).Distinct().Count();
        Say($"\n{coefficients.Length} {regime} coefficients ({string.Join(", ", coefficients.Select(c => c.ToString("F4", CultureInfo.InvariantCulture)))}): "
            + $"{optima} distinct optima; {Evaluations} evaluations on batches of {Batch}, seeds {firstSeed} to {firstSeed + seeds - 1}");
        var searches = new Searches(table, Batch);
        var (k, share) = (coefficients.Length, Evaluations / coefficients.Length);
        var reuse = Run("reuse, N_k = 2", Evaluations, random => searches.Reuse(coefficients, Evaluations, new PoolOptions(), random));
        var others = new List<(string Name, int Cost, double[] Regrets)>();
        foreach (var samples in Samples)
        {
            var options = new PoolOptions { SamplesPerDistribution = samples };
            others.Add(Run($"split budget, {samples} samples", Evaluations, random => searches.Alone(coefficients, share, options, random)));
        }

        foreach (var samples in Samples)
        {
            var options = new PoolOptions { SamplesPerDistribution = samples };
            others.Add(Run($"full budget each, {samples} samples", Evaluations * k, random => searches.Alone(coefficients, Evaluations, options, random)));
        }

        others.Add(Run("random, one set for all", Evaluations, random => searches.Random(coefficients, Evaluations, random)));
        others.Add(Run("random, split budget", Evaluations, random => [.. coefficients.SelectMany(
            (c, i) => searches.Random([c], share, random.Fork("random", i)))]));
        int[] bySize = [.. Enumerable.Range(0, table.Rows).OrderBy(row => table.Costs.Of(table.Choices[row]))];
        others.Add(Run("largest by parameters", 0, _ => [.. coefficients.Select(_ => bySize[^1])]));
        others.Add(Run("smallest by parameters", 0, _ => [.. coefficients.Select(_ => bySize[0])]));
        foreach (var other in others)
        {
            var difference = Sample.Of([.. reuse.Regrets.Zip(other.Regrets, (a, b) => a - b)]);
            Say($"  reuse - {other.Name,-30} {difference.Mean,7:+0.000;-0.000;0.000} +- {difference.HalfWidth:F3} (95 %), better in "
                + $"{reuse.Regrets.Zip(other.Regrets).Count(pair => pair.First < pair.Second)} of {seeds} seeds, worse in "
                + $"{reuse.Regrets.Zip(other.Regrets).Count(pair => pair.First > pair.Second)}");
        }

        (string Name, int Cost, double[] Regrets) Run(string name, int cost, Func<RandomSource, int[]> search)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            double[] regrets = [.. Enumerable.Range(firstSeed, seeds).Select(seed =>
                search(new RandomSource(seed).Fork(name)).Select((row, i) => Regret(objectives[i], row)).Average())];
            var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            var sample = Sample.Of(regrets);
            Say($"  {name,-32} {cost,5} evaluations: normalised regret {sample.Mean:F3} +- {sample.HalfWidth:F3} (std {sample.Deviation:F3}), "
                + $"{1000 * seconds / seeds:F1} ms of CPU a search");
            return (name, cost, regrets);
        }
    }

    private static double Regret(double[] objective, int row)
        => (objective[row] - objective.Min()) / (objective.Average() - objective.Min());

    private static void Say(string line) => Console.WriteLine(line);                   // cultures are invariant here
}
