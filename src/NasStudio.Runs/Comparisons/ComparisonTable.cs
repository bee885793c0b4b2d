using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Statistics;

namespace NasStudio.Runs.Comparisons;

/// <summary>One experiment of the table, at the number of evaluations where all are compared.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Reached">Runs that have come so far.</param>
/// <param name="Values">The compared quantity over those that found something feasible.</param>
/// <param name="Others">Every other quantity that can be drawn, by key.</param>
/// <param name="Feasible">Share of the evaluations that keep the constraints, over the runs.</param>
/// <param name="StrategySeconds">Time spent in the strategy, over the runs that have come so far.</param>
/// <param name="Test">Against the baseline; null for the baseline itself, or where no seed is paired.</param>
public sealed record ComparisonRow(
    ComparedExperiment Experiment, int Reached, Sample Values, ImmutableDictionary<string, Sample> Others, Sample Feasible,
    Sample StrategySeconds, PairedTest? Test);

/// <summary>An experiment against the baseline, seed by seed.</summary>
/// <param name="Difference">How much better it is, seed by seed: positive where it is ahead of the baseline.</param>
/// <param name="Wilcoxon">The signed-rank test of these differences.</param>
/// <param name="Signs">How often it is ahead, how often behind.</param>
/// <param name="HolmPValue">Its p-value, corrected for how many experiments are tested.</param>
/// <param name="Superiority">Vargha and Delaney's A: how often a run of it beats one of the baseline, seeds not paired.</param>
public sealed record PairedTest(
    Sample Difference, WilcoxonResult Wilcoxon, SignTest Signs, double HolmPValue, double Superiority);

/// <summary>The final table of a comparison.</summary>
/// <param name="Quantity">What is compared.</param>
/// <param name="Evaluations">After how many evaluations.</param>
/// <param name="Baseline">What the others are tested against.</param>
/// <param name="Rows">A row for each experiment.</param>
public sealed record ComparisonTable(
    ComparisonQuantity Quantity, int Evaluations, ComparedExperiment Baseline, ImmutableArray<ComparisonRow> Rows)
{
    /// <summary>The table; null where there is nothing to compare.</summary>
    /// <param name="comparison">The experiments.</param>
    /// <param name="quantities">What can be drawn of them; the first is compared.</param>
    /// <param name="baseline">Number of the baseline; another is taken where it is not among them.</param>
    public static ComparisonTable? Of(
        Comparison comparison, ImmutableArray<ComparisonQuantity> quantities, long? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if ((comparison.Experiments.FirstOrDefault(e => e.Id == baseline) ?? comparison.DefaultBaseline) is not { } control)
        {
            return null;
        }

        var (quantity, n) = (quantities[0], comparison.Evaluations);
        ImmutableArray<PairedTest?> tests =
            [.. comparison.Experiments.Select(e => e.Id == control.Id ? null : Test(e, control, quantity, n))];
        var corrected = new Queue<double>(Holm.Adjust([.. tests.OfType<PairedTest>().Select(test => test.Wilcoxon.PValue)]));
        return new ComparisonTable(quantity, n, control,
        [
            .. comparison.Experiments.Zip(tests, (experiment, test) => Row(
                experiment, quantities, n, test is null ? null : test with { HolmPValue = corrected.Dequeue() })),
        ]);
    }

    private static ComparisonRow Row(
        ComparedExperiment experiment, ImmutableArray<ComparisonQuantity> quantities, int n, PairedTest? test)
    {
        ComparedRun[] reached = [.. experiment.Runs.Where(run => run.Reaches(n))];
        return new ComparisonRow(
            experiment, reached.Length, Values(quantities[0]),
            quantities.Skip(1).ToImmutableDictionary(quantity => quantity.Key, Values),
            Sample.Of([.. reached.Select(run => run.FeasibleShare)]),
            Sample.Of([.. reached.Select(run => run.StrategySeconds)]), test);

        Sample Values(ComparisonQuantity quantity)
            => Sample.Of([.. reached.Select(run => quantity.At(run, n)).OfType<double>()]);
    }

    private static PairedTest? Test(
        ComparedExperiment experiment, ComparedExperiment baseline, ComparisonQuantity quantity, int n)
    {
        var sign = quantity.Direction == Direction.Maximize ? 1 : -1;
        var (mine, theirs) = (BySeed(experiment), BySeed(baseline));
        double[] differences = [.. mine.Keys.Where(theirs.ContainsKey).Select(seed => mine[seed] - theirs[seed])];
        return differences.Length == 0 ? null : new PairedTest(
            Sample.Of(differences), WilcoxonSignedRank.Test(differences), SignTest.Of(differences), double.NaN,
            VarghaDelaney.A(mine.Values, theirs.Values));

        SortedDictionary<long, double> BySeed(ComparedExperiment of) => new(of.Runs
            .Where(run => quantity.At(run, n) is not null)
            .ToDictionary(run => run.Seed, run => sign * quantity.At(run, n)!.Value));
    }
}
