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
        return sample.Count == 0 ? "" : sample.Count == 1 ? Number(sample.Mean) : $"{Number(sample.Mean)} ± {Number(sample.Deviation)}";
    }

    /// <summary>"+0.34 [+0.21, +0.47]": the mean difference and its interval.</summary>
    public static string Difference(PairedTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var (mean, half) = (test.Difference.Mean, test.Difference.HalfWidth);
        return double.IsNaN(half) ? Signed(mean) : $"{Signed(mean)} [{Signed(mean - half)}, {Signed(mean + half)}]";
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
        Math.Abs(value) switch { >= 1000 => "#,0", >= 100 => "0.0", >= 1 or 0 => "0.00", >= 0.01 => "0.000", _ => "0.##e0" },
        CultureInfo.InvariantCulture);

    /// <summary>What the columns of the tests mean.</summary>
    public static string Explain(Comparison comparison, ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(table);
        return $"Mean ± standard deviation over the seeds that have come to {table.Evaluations.ToString("N0", CultureInfo.InvariantCulture)} evaluations. "
            + $"“Ahead by” is the mean difference to {table.Baseline.Label}, seed by seed, with its 95 % interval (Student's t); positive is better. "
            + $"p: two-sided Wilcoxon signed-rank test of these differences (exact up to {WilcoxonSignedRank.ExactPairs} pairs), corrected by Holm "
            + "for the number of strategies tested. Rank-biserial: the share of ranks in favour less the share against, -1 to 1. "
            + "A (Vargha and Delaney): how often one of its runs beats one of the baseline's; .5 is even.";
    }

    private static string Signed(double value) => value > 0 ? $"+{Number(value)}" : Number(value);
}
