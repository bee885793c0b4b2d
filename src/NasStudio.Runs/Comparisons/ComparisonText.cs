using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Statistics;

namespace NasStudio.Runs.Comparisons;

/// <summary>Numbers of a comparison as people read them; pages and report say the same.</summary>
public static class ComparisonText
{
    /// <summary>"91.52 ± 0.11"; empty without values.</summary>
    public static string MeanAndDeviation(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count == 0 ? "" : sample.Count == 1 ? Number(sample.Mean)
            : $"{Text(sample.Mean, sample.Deviation)} ± {Text(sample.Deviation, sample.Deviation)}";
    }

    /// <summary>"+0.34 [+0.21, +0.47]": the mean difference and its interval.</summary>
    public static string Difference(PairedTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var (mean, half) = (test.Difference.Mean, test.Difference.HalfWidth);
        return double.IsNaN(half) ? Signed(mean, mean) : $"{Signed(mean, half)} [{Signed(mean - half, half)}, {Signed(mean + half, half)}]";
    }

    /// <summary>A p-value: "0.032", "&lt; 0.001".</summary>
    public static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share as percent.</summary>
    public static string Share(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count == 0 || double.IsNaN(sample.Mean) ? "" : sample.Mean.ToString("0.# %", CultureInfo.InvariantCulture);
    }

    /// <summary>A number with up to three decimals, fewer for large ones; empty for none.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString(
        Math.Abs(value) switch { >= 1000 => "#,0", >= 100 => "0.0", >= 1 or 0 => "0.00", >= 0.01 => "0.000", >= 0.0001 => "0.0000", _ => "0.##e0" },
        CultureInfo.InvariantCulture);

    /// <summary>Titles of <see cref="Cells"/>.</summary>
    public static string[] Titles(ImmutableArray<ComparisonQuantity> quantities) =>
    [
        "NAME", "SEEDS", "BEST", .. quantities.Skip(1).Select(quantity => quantity.Title.ToUpperInvariant()), "FEASIBLE",
        "SECONDS", "AHEAD BY", "WON-LOST", "P (SIGNS)", "P (WILCOXON, HOLM)",
    ];

    /// <summary>A row of the table as plain text.</summary>
    public static string[] Cells(ComparisonRow row, ImmutableArray<ComparisonQuantity> quantities)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            row.Experiment.Name, row.Values.Count.ToString(CultureInfo.InvariantCulture), MeanAndDeviation(row.Values),
            .. quantities.Skip(1).Select(quantity => MeanAndDeviation(row.Others[quantity.Key])), Share(row.Feasible),
            Number(row.StrategySeconds.Mean),
            .. row.Test is { } test
                ? new[] { Difference(test), $"{test.Signs.Wins}-{test.Signs.Losses}", P(test.Signs.PValue), P(test.HolmPValue) }
                : ["", "", "", ""],
        ];
    }

    /// <summary>What the columns of the tests mean.</summary>
    public static string Explain(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return $"Mean ± standard deviation over the seeds that have come to {table.Evaluations.ToString("N0", CultureInfo.InvariantCulture)} evaluations. "
            + $"“Ahead by” is the mean difference to {table.Baseline.Label}, seed by seed, with its 95 % interval (Student's t); positive is better. "
            + $"p: two-sided Wilcoxon signed-rank test of these differences (exact up to {WilcoxonSignedRank.ExactPairs} pairs), corrected by Holm "
            + "for the number of strategies tested. Rank-biserial: the share of ranks in favour less the share against, -1 to 1. "
            + "A (Vargha and Delaney): how often one of its runs beats one of the baseline's; .5 is even.";
    }

    /// <summary>A number to two digits of its spread, between two and five decimals; large ones without.</summary>
    private static string Text(double value, double spread)
    {
        var digits = spread > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(spread)), 2, 5) : 2;
        return value.ToString(Math.Abs(value) >= 10_000 ? "N0" : $"F{digits}", CultureInfo.InvariantCulture);
    }

    private static string Signed(double value, double spread) => value > 0 ? $"+{Text(value, Math.Abs(spread))}" : Text(value, Math.Abs(spread));
}
