using System.Collections.Immutable;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>A trial with its place on a map.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public sealed record PlacedTrial(TrialView Trial, double X, double Y);

/// <summary>Trials on a plane, coloured, all of them or up to a round.</summary>
public static class SpaceChart
{
    private const double Past = .35;

    /// <summary>Builds the chart. Axes and colours are those of all trials, whichever round is shown.</summary>
    /// <param name="experiment">Its metrics.</param>
    /// <param name="placed">Trials with their places, in the order of their arrival.</param>
    /// <param name="x">What the plane shows across.</param>
    /// <param name="y">What it shows up.</param>
    /// <param name="color">What colours the trials.</param>
    /// <param name="round">The last round shown, which stands out; null for all rounds alike.</param>
    /// <param name="selected">Key of the selected trial.</param>
    public static ChartSpec Build(
        ExperimentView experiment, IReadOnlyList<PlacedTrial> placed, string x, string y, SpaceColor color, int? round,
        string? selected)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(placed);
        ArgumentNullException.ThrowIfNull(color);
        PlacedTrial[] known = [.. placed.Where(p => color.Of(p.Trial) is not null)];
        PlacedTrial[] unknown = [.. placed.Where(p => color.Of(p.Trial) is null)];
        double[] values = [.. known.Select(p => color.Of(p.Trial)!.Value)];
        string[] named = [experiment.Problem.Objectives[0].Metric, color.Metric?.Name ?? ""];
        var what = round is { } last
            ? $"{placed.Count(p => p.Trial.Batch <= last)} architectures in two dimensions, up to round {last}"
            : $"{placed.Count} architectures in two dimensions";
        return new($"{what}, coloured by {color.Title}",
            new(x, ShowTicks: false), new(y, ShowTicks: false), round is { } at ?
        [
            Grey($"Earlier, not {Format.InSentence(color.Known)}", unknown.Where(p => p.Trial.Batch < at)) with
            {
                Opacity = Past, InLegend = false,
            },
            Coloured("Earlier rounds", known.Where(p => p.Trial.Batch < at)) with { Size = 7, Opacity = Past },
            Grey($"Not {Format.InSentence(color.Known)}", unknown.Where(p => p.Trial.Batch == at)) with { Size = 10 },
            Coloured("This round", known.Where(p => p.Trial.Batch == at)) with { Size = 12 },
        ] :
        [
            Grey($"Not {Format.InSentence(color.Known)}", unknown),
            Coloured(color.Known, known),
        ])
        {
            View = new(
                selected, AxisRange.Around([.. placed.Select(p => p.X)]), AxisRange.Around([.. placed.Select(p => p.Y)]),
                AxisRange.WithoutOutliers(values) ?? AxisRange.Around(values)),
        };

        ChartSeries Grey(string name, IEnumerable<PlacedTrial> points)
            => Series(name, [.. points]) with { Color = "muted", Symbol = "circle-open", Size = 7, Opacity = .7 };

        ChartSeries Coloured(string name, IEnumerable<PlacedTrial> points)
        {
            ImmutableArray<PlacedTrial> list = [.. points];
            return Series(name, list) with
            {
                Size = 9,
                Values = [.. list.Select(p => color.Of(p.Trial)!.Value)],
                ValuesTitle = color.Title,
            };
        }

        ChartSeries Series(string name, ImmutableArray<PlacedTrial> list)
            => new(
                name, SeriesKind.Points, [.. list.Select(p => Math.Round(p.X, 4))], [.. list.Select(p => Math.Round(p.Y, 4))])
            {
                Keys = [.. list.Select(p => p.Trial.Key().ToString())],
                Hover = [.. list.Select(p => TrialText.Hover(p.Trial, experiment.Metrics, named, experiment.Fidelity))],
            };
    }
}
