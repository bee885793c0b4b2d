using System.Globalization;
using System.Net;
using NasStudio.Runs.Supernets;

namespace NasStudio.Web.Charts;

/// <summary>Architectures as a benchmark has them, over their accuracies in a supernet.</summary>
public static class SupernetRankChart
{
    /// <summary>A point for each architecture.</summary>
    public static ChartSpec Of(SupernetRank rank)
    {
        ArgumentNullException.ThrowIfNull(rank);
        return new($"{rank.Title} in {rank.Table} against accuracy in the supernet, {rank.Architectures} architectures",
            new("Accuracy in the supernet", "%"), new($"{rank.Title} in {rank.Table}", rank.Unit),
            [
                new("Architectures", SeriesKind.Points,
                    [.. rank.Compared.Select(one => one.AccuracyPercent)], [.. rank.Compared.Select(one => one.Value)])
                {
                    Size = 7,
                    Opacity = 0.6,
                    InLegend = false,
                    Hover = [.. rank.Compared.Select(one => string.Create(CultureInfo.InvariantCulture,
                        $"{WebUtility.HtmlEncode(one.Native)}<br>supernet {one.AccuracyPercent:0.0} %<br>{rank.Table} {one.Value:0.##} {WebUtility.HtmlEncode(rank.Unit)}"))],
                },
            ]);
    }
}
