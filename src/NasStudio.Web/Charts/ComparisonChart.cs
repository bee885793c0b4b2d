using System.Collections.Immutable;
using System.Net;
using NasStudio.Runs.Comparisons;

namespace NasStudio.Web.Charts;

/// <summary>A quantity of several experiments over evaluations: the mean of each one's seeds with a band of one standard
/// deviation.</summary>
public static class ComparisonChart
{
    private const int Palette = 8;

    /// <summary>Builds the chart. It has the same series, in the same order, however much of them is there yet.</summary>
    /// <param name="series">The quantity of each experiment.</param>
    /// <param name="quantity">What is drawn.</param>
    /// <param name="isLog">Whether its axis is logarithmic; a zero is then drawn at half the smallest mean.</param>
    public static ChartSpec Build(ImmutableArray<ComparisonSeries> series, ComparisonQuantity quantity, bool isLog)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        var floor = isLog ? ComparisonSeries.LogFloor(series) : double.NegativeInfinity;
        var top = quantity.Unit == "%" ? 100 : double.PositiveInfinity;
        return new ChartSpec(
            $"{quantity.Title} over evaluations, mean over seeds for each of {series.Length} strategies", new("Evaluations"),
            new(quantity.Title, quantity.Unit) { IsLog = isLog },
            [
                .. series.SelectMany((one, i) => Band(one, Color(i))),
                .. series.Select((one, i) => Mean(one, Color(i))),
            ]);

        ChartSeries Mean(ComparisonSeries one, string color)
            => new(one.Experiment.Label, SeriesKind.Steps, X(one), [.. one.Points.Select(p => Drawn(p.Mean))])
            {
                Color = color,
                Size = 0,
                Group = one.Experiment.Label,
                Hover = [.. one.Points.Select(p => Hover(one, p))],
            };

        IEnumerable<ChartSeries> Band(ComparisonSeries one, string color) =>
        [
            Edge($"{one.Experiment.Label}, lower", one, color, -1) with { Opacity = 0 },
            Edge($"{one.Experiment.Label}, upper", one, color, 1),
        ];

        ChartSeries Edge(string name, ComparisonSeries one, string color, int side)
            => new(name, SeriesKind.Band, X(one), [.. one.Points.Select(p => Drawn(p.Mean + side * p.Deviation))])
            {
                Color = color,
                Group = one.Experiment.Label,
                InLegend = false,
            };

        double Drawn(double value) => Math.Round(Math.Clamp(value, floor, top), 6);

        string Hover(ComparisonSeries one, SeedMean point) => FormattableString.Invariant(
            $"<b>{WebUtility.HtmlEncode(one.Experiment.Label)}</b>, {point.Evaluations} evaluations<br>{Value(point)}, {point.Seeds} seeds");

        string Value(SeedMean point)
            => $"{ComparisonText.Number(point.Mean)} ± {ComparisonText.Number(point.Deviation)} {WebUtility.HtmlEncode(quantity.Unit)}".TrimEnd();
    }

    /// <summary>Name of the colour of an experiment, by its place.</summary>
    public static string Color(int index) => $"series-{index % Palette + 1}";

    private static ImmutableArray<double> X(ComparisonSeries one) => [.. one.Points.Select(p => (double)p.Evaluations)];
}
