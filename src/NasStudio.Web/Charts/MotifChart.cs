using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Motifs;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>Values that belong together in a distribution.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Color">Name of a colour of the palette.</param>
/// <param name="Values">The values; may be none.</param>
public sealed record ValueGroup(string Name, string Color, IReadOnlyList<double> Values);

/// <summary>What the page of motifs draws: distributions, and how far the model can be trusted.</summary>
public static class MotifChart
{
    private const int FewestBins = 6, MostBins = 24;

    /// <summary>Shares of each group's values by bins that all groups share. The far ends lie outside.</summary>
    /// <param name="label">What it shows, for a screen reader.</param>
    /// <param name="metric">What the values are.</param>
    /// <param name="groups">Drawn in this order, later ones on top.</param>
    public static ChartSpec Distribution(string label, Metric metric, IReadOnlyList<ValueGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(groups);
        double[] all = [.. groups.SelectMany(group => group.Values)];
        var range = AxisRange.WithoutOutliers(all) ?? AxisRange.Around(all)
            ?? new AxisRange(all.FirstOrDefault() - 1, all.FirstOrDefault() + 1);
        var bins = Math.Clamp((int)(2 * Math.Cbrt(all.Length)), FewestBins, MostBins);       // Rice's rule
        var width = (range.Max - range.Min) / bins;
        return new(label, new(metric.Title, metric.Unit), new("Share of each group", "%"),
            [.. groups.Where(group => group.Values.Count > 0).Select(Steps)])
        { View = new(X: new AxisRange(range.Min - width / 2, range.Max + width / 2)) };

        ChartSeries Steps(ValueGroup group)
        {
            var counts = new int[bins];
            foreach (var bin in group.Values.Where(range.Contains).Select(v => Math.Min(bins - 1, (int)((v - range.Min) / width))))
            {
                counts[bin]++;
            }

            ImmutableArray<double> shares = [.. counts.Select(count => 100.0 * count / group.Values.Count)];
            return new($"{group.Name} ({Format.Count(group.Values.Count)})", SeriesKind.Steps,
                [range.Min, .. Enumerable.Range(0, bins + 1).Select(i => range.Min + i * width)], [0, .. shares, 0])
            {
                Color = group.Color,
                Size = 0,
            };
        }
    }

    /// <summary>Measured values against those that were expected of each trial when it was left out.</summary>
    public static ChartSpec LeftOut(MotifStudy study, string? selected)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (trials, metric) = (study.Calibration.Trials, study.Metric);
        double[] all = [.. trials.SelectMany(t => new[] { t.Expected.Value, t.Measured })];
        var range = AxisRange.WithoutOutliers(all);
        ImmutableArray<double> ends = range is { } r ? [r.Min, r.Max] : [all.Min(), all.Max()];
        var title = Format.InSentence(metric.Title);
        return new($"Measured against expected {title}, {trials.Length} trials, each left out in turn",
            new($"Expected {title}", metric.Unit), new($"Measured {title}", metric.Unit),
            [
                new("As expected", SeriesKind.Line, ends, ends) { Color = "mean", Size = 0, Opacity = .6 },
                new("Trials, each left out", SeriesKind.Points, [.. trials.Select(t => t.Expected.Value)], [.. trials.Select(t => t.Measured)])
                {
                    Size = 6,
                    Opacity = .7,
                    Keys = [.. trials.Select(t => new TrialKey(study.Seed, t.Number).ToString())],
                    Hover = [.. trials.Select(t => string.Create(CultureInfo.InvariantCulture,
                        $"<b>Trial {t.Number}</b><br>measured {Format.Value(t.Measured, metric)}<br>expected {Range(t.Expected, metric)}"))],
                },
            ])
        { View = new(selected, range, range) };
    }

    /// <summary>How many measurements lie within their intervals, against how many should.</summary>
    public static ChartSpec Coverage(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var points = calibration.Coverages;
        return new("Share of measurements within their intervals, against the share that should be",
            new("Should lie within", "%"), new("Lie within", "%"),
            [
                new("As it should be", SeriesKind.Line, [0, 100], [0, 100]) { Color = "mean", Size = 0, Opacity = .6 },
                new("This model", SeriesKind.Line,
                    [.. points.Select(c => 100 * c.Expected)], [.. points.Select(c => 100 * c.Observed)]) { Size = 7 },
            ])
        { View = new(X: new AxisRange(0, 102), Y: new AxisRange(0, 102)) };
    }

    /// <summary>An expectation and where 68 of 100 measurements should lie: "91.2 % (90.4 to 91.9)".</summary>
    public static string Range(ExpectedValue value, Metric metric)
        => $"{Format.Value(value.Value, metric)} ({Format.Number(value.Low)} to {Format.Number(value.High)})";
}
