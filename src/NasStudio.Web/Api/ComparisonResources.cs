using System.Collections.Immutable;
using NasStudio.Runs.Comparisons;

namespace NasStudio.Web.Api;

/// <summary>Experiments side by side.</summary>
/// <param name="Metric">What they are compared by.</param>
/// <param name="Evaluations">After how many evaluations.</param>
/// <param name="Baseline">Number of the experiment that the others are tested against; null without any.</param>
/// <param name="Optimum">The best possible value; null where nobody knows it.</param>
/// <param name="Warnings">Why they are not, or not quite, comparable.</param>
/// <param name="Rows">One for each experiment.</param>
public sealed record ComparisonResource(
    string Metric, int Evaluations, long? Baseline, double? Optimum, ImmutableArray<ComparisonWarning> Warnings,
    ImmutableArray<ComparisonRowResource> Rows)
{
    /// <summary>What REST shows of a comparison.</summary>
    public static ComparisonResource Of(Comparison comparison, long? baseline)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var table = ComparisonTable.Of(comparison, ComparisonQuantity.Of(comparison), baseline);
        return new(
            comparison.First.Name, comparison.Evaluations, table?.Baseline.Id, comparison.Optimum?.Value, comparison.Warnings,
            [.. (table?.Rows ?? []).Select(ComparisonRowResource.Of)]);
    }
}

/// <summary>One experiment of a comparison.</summary>
/// <param name="Experiment">Its number.</param>
/// <param name="Label">What tells it from the others.</param>
/// <param name="Seeds">Runs that have come so far.</param>
/// <param name="Mean">Mean of the best value over them; null without any.</param>
/// <param name="Deviation">Standard deviation over them; null below two.</param>
/// <param name="Feasible">Share of evaluations that keep the constraints; null without any.</param>
/// <param name="StrategySeconds">Mean time in the strategy; null without any run.</param>
/// <param name="Others">Means of the other quantities, by key; those without values are left out.</param>
/// <param name="Test">Against the baseline; null for the baseline.</param>
public sealed record ComparisonRowResource(
    long Experiment, string Label, int Seeds, double? Mean, double? Deviation, double? Feasible, double? StrategySeconds,
    ImmutableSortedDictionary<string, double> Others, PairedTestResource? Test)
{
    internal static ComparisonRowResource Of(ComparisonRow row) => new(
        row.Experiment.Id, row.Experiment.Label, row.Reached, Known(row.Values.Mean), Known(row.Values.Deviation),
        Known(row.Feasible.Mean), Known(row.StrategySeconds.Mean),
        row.Others.Where(pair => pair.Value.Count > 0).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Mean),
        row.Test is { } test ? PairedTestResource.Of(test) : null);

    internal static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>An experiment against the baseline, seed by seed.</summary>
/// <param name="Pairs">Paired seeds.</param>
/// <param name="Difference">By how much it is ahead on average; positive is better.</param>
/// <param name="HalfWidth">Half the width of the difference's 95 % interval; null below two pairs.</param>
/// <param name="PValue">Wilcoxon's signed-rank test, two-sided.</param>
/// <param name="HolmPValue">Corrected for how many experiments are tested.</param>
/// <param name="IsExact">Whether the p-value is exact.</param>
/// <param name="RankBiserial">Matched-pairs rank-biserial correlation.</param>
/// <param name="Superiority">Vargha and Delaney's A.</param>
public sealed record PairedTestResource(
    int Pairs, double Difference, double? HalfWidth, double PValue, double HolmPValue, bool IsExact, double RankBiserial,
    double Superiority)
{
    internal static PairedTestResource Of(PairedTest test) => new(
        test.Difference.Count, test.Difference.Mean, ComparisonRowResource.Known(test.Difference.HalfWidth), test.Wilcoxon.PValue,
        test.HolmPValue, test.Wilcoxon.IsExact, test.Wilcoxon.RankBiserial, test.Superiority);
}
