using System.Globalization;
using System.Net;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Benchmarks;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Benchmarks;

/// <summary>The rows of a benchmark on two metrics.</summary>
public static class BenchmarkChart
{
    /// <summary>Points that are drawn at most: a larger table is thinned (SVG slows down beyond).</summary>
    public const int MostPoints = 3000;

    /// <summary>Builds the chart.</summary>
    public static ChartSpec Build(BenchmarkPoints points, Metric x, Metric y)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var label = string.Create(
            CultureInfo.InvariantCulture, $"{y.Title} against {x.Title}: {points.X.Length} architectures of {points.Known}");
        return new(label, new(x.Title, x.Unit), new(y.Title, y.Unit),
        [
            new("Architectures", SeriesKind.Points, points.X, points.Y)
            {
                Size = 5,
                Opacity = .55,
                InLegend = false,
                Hover =
                [
                    .. points.Natives.Select((native, i) => $"{WebUtility.HtmlEncode(Short(native))}<br>"
                        + $"{WebUtility.HtmlEncode(x.Title)} {Format.Number(points.X[i])} {WebUtility.HtmlEncode(x.Unit)}<br>"
                        + $"{WebUtility.HtmlEncode(y.Title)} {Format.Number(points.Y[i])} {WebUtility.HtmlEncode(y.Unit)}"),
                ],
            },
        ])
        {
            View = new(null, AxisRange.WithoutOutliers(points.X), AxisRange.WithoutOutliers(points.Y)),
        };
    }

    /// <summary>How much of the table is drawn, in words; null where all of it is.</summary>
    public static string? Thinning(BenchmarkPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.X.Length == points.Known ? null
            : $"{Format.Count(points.X.Length)} of {Format.Count(points.Known)} rows are drawn: evenly through the table, and "
                + "those with the smallest and largest values.";
    }

    private static string Short(string native) => native.Length <= 100 ? native : $"{native[..100]}…";
}
