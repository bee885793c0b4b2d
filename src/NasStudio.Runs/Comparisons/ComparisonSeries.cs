using System.Collections.Immutable;
using NasStudio.Core.Statistics;

namespace NasStudio.Runs.Comparisons;

/// <summary>A quantity of one experiment over evaluations, its seeds taken together.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Points">From the first number of evaluations at which a run has a value.</param>
public sealed record ComparisonSeries(ComparedExperiment Experiment, ImmutableArray<SeedMean> Points)
{
    /// <summary>More numbers of evaluations than this are drawn as every second one, or every third, and so on.</summary>
    private const int MostPoints = 500;

    /// <summary>The series of every experiment.</summary>
    public static ImmutableArray<ComparisonSeries> Of(Comparison comparison, ComparisonQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(quantity);
        return [.. comparison.Experiments.Select(experiment => new ComparisonSeries(experiment, [.. Means(experiment, quantity)]))];
    }

    /// <summary>Half the smallest positive mean: what stands for zero on a logarithmic axis.</summary>
    public static double LogFloor(IEnumerable<ComparisonSeries> series)
        => series.SelectMany(s => s.Points).Select(p => p.Mean).Where(mean => mean > 0).DefaultIfEmpty(2).Min() / 2;

    /// <summary>Numbers of evaluations to look at: all, or evenly spaced ones, the last always among them.</summary>
    public static IEnumerable<int> Grid(ComparedExperiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var last = experiment.Runs.Any(run => run.State == RunState.Completed)
            ? experiment.Document.Evaluations
            : (int)Math.Floor(experiment.Runs.Select(run => run.Spent).DefaultIfEmpty().Max());
        var step = (last + MostPoints - 1) / MostPoints;
        return last == 0 ? [] : Enumerable.Range(1, last).Where(n => n % step == 0 || n == 1 || n == last);
    }

    private static IEnumerable<SeedMean> Means(ComparedExperiment experiment, ComparisonQuantity quantity)
    {
        foreach (var n in Grid(experiment))
        {
            // A run that has come so far without anything feasible has no value: a mean of the others would flatter.
            double?[] values = [.. experiment.Runs.Where(run => run.Reaches(n)).Select(run => quantity.At(run, n))];
            if (values.Length > 0 && values.All(value => value is not null))
            {
                var sample = Sample.Of([.. values.Select(value => value!.Value)]);
                yield return new SeedMean(n, sample.Count, sample.Mean, sample.Count > 1 ? sample.Deviation : 0);
            }
        }
    }
}

/// <summary>Seeds taken together at a number of evaluations.</summary>
/// <param name="Evaluations">The number.</param>
/// <param name="Seeds">How many runs have come so far.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation; 0 for one.</param>
public readonly record struct SeedMean(int Evaluations, int Seeds, double Mean, double Deviation);
