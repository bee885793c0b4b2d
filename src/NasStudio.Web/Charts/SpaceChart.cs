using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Charts;

/// <summary>Trials on the plane of a <see cref="SpaceMap"/>, coloured by a metric or by when they were asked.</summary>
public static class SpaceChart
{
    /// <summary>Builds the chart.</summary>
    /// <param name="experiment">Its metrics.</param>
    /// <param name="trials">Trials of all runs, in the order of their arrival.</param>
    /// <param name="map">Where they lie.</param>
    /// <param name="color">Metric that colours them; null for the iteration.</param>
    /// <param name="selected">Key of the selected trial.</param>
    public static ChartSpec Build(
        ExperimentView experiment, IReadOnlyList<TrialView> trials, SpaceMap map, Metric? color, string? selected)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(map);
        var placed = map.Place(trials);
        var title = color is null ? "Iteration" : new ChartAxis(color.Title, color.Unit).Text;
        var what = map.OfLatent ? "Latent vectors" : "Encodings";
        return new($"{what} of {placed.Count} architectures in two dimensions, coloured by {title}",
            new("First principal component", ShowTicks: false), new("Second principal component", ShowTicks: false),
        [
            Series("Not measured", placed.Where(p => !HasColor(p.Trial))) with
            {
                Color = "muted", Symbol = "circle-open", Size = 7, Opacity = .7,
            },
            Series("Measured", placed.Where(p => HasColor(p.Trial))) with
            {
                Size = 9,
                Values = [.. placed.Where(p => HasColor(p.Trial)).Select(p => Color(p.Trial))],
                ValuesTitle = title,
            },
        ])
        {
            View = new(selected, Values: AxisRange.WithoutOutliers(placed.Where(p => HasColor(p.Trial)).Select(p => Color(p.Trial)))),
        };

        bool HasColor(TrialView trial) => color is null
            || (trial.State == TrialState.Completed && trial.Metrics.TryGetValue(color.Name, out var value) && double.IsFinite(value));

        double Color(TrialView trial) => color is null ? trial.Number : trial.Metrics[color.Name];

        ChartSeries Series(string name, IEnumerable<(TrialView Trial, double X, double Y)> points)
        {
            ImmutableArray<(TrialView Trial, double X, double Y)> list = [.. points];
            IEnumerable<string> named = [experiment.Problem.Objectives[0].Metric, color?.Name ?? ""];
            return new(name, SeriesKind.Points, [.. list.Select(p => Math.Round(p.X, 4))], [.. list.Select(p => Math.Round(p.Y, 4))])
            {
                Keys = [.. list.Select(p => p.Trial.Key().ToString())],
                Hover = [.. list.Select(p => TrialText.Hover(p.Trial, experiment.Metrics, named, experiment.Fidelity))],
            };
        }
    }
}
