using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>How a strategy's predictions turn out, and how its losses go.</summary>
public static class LearningChart
{
    /// <summary>Trials of which a metric was predicted and measured.</summary>
    public static ImmutableArray<TrialView> Judged(IEnumerable<TrialView> trials, string metric) =>
    [
        .. trials.Where(t => t.State == TrialState.Completed && t.Predicted?.ContainsKey(metric) == true
            && t.Metrics.ContainsKey(metric)),
    ];

    /// <summary>How well predictions order trials: Spearman's correlation; null for fewer than three trials, or where all
    /// are alike.</summary>
    public static double? Order(IReadOnlyList<TrialView> judged, string metric)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var correlation = judged.Count < 3 ? double.NaN : RankCorrelation.Spearman(
            [.. judged.Select(t => t.Predicted![metric])], [.. judged.Select(t => t.Metrics[metric])]);
        return double.IsNaN(correlation) ? null : correlation;
    }

    /// <summary>Measured against predicted values of a metric; one round stands out.</summary>
    /// <param name="view">Names the metrics.</param>
    /// <param name="judged">Of <see cref="Judged"/>.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="batch">The round that stands out; null for none.</param>
    /// <param name="selected">Key of the selected trial.</param>
    public static ChartSpec Predictions(
        ExperimentView view, IReadOnlyList<TrialView> judged, Metric metric, int? batch, string? selected)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(metric);
        double[] all = [.. judged.SelectMany(t => new[] { t.Predicted![metric.Name], t.Metrics[metric.Name] })];
        ImmutableArray<double> ends = all.Length == 0 ? [] : [all.Min(), all.Max()];
        return new($"Measured against predicted {metric.Title}, {judged.Count} trials",
            new($"Predicted {Format.InSentence(metric.Title)}", metric.Unit), new($"Measured {Format.InSentence(metric.Title)}", metric.Unit),
            [
                new("As predicted", SeriesKind.Line, ends, ends) { Color = "mean", Size = 0, Opacity = .6 },
                Series("Other rounds", judged.Where(t => t.Batch != batch)) with { Color = "muted", Size = 6, Opacity = .5 },
                Series("This round", judged.Where(t => t.Batch == batch)) with { Color = "series-1", Size = 9 },
            ])
        { View = new(selected) };

        ChartSeries Series(string name, IEnumerable<TrialView> points)
        {
            TrialView[] list = [.. points];
            return new(name, SeriesKind.Points, [.. list.Select(t => t.Predicted![metric.Name])], [.. list.Select(t => t.Metrics[metric.Name])])
            {
                Keys = [.. list.Select(t => t.Key().ToString())],
                Hover = [.. list.Select(t => TrialText.Hover(t, view.Metrics, [metric.Name], view.Fidelity))],
            };
        }
    }

    /// <summary>Numbers of one unit over the rounds, a line each. What all their titles begin with, up to a comma, is the
    /// title of the vertical axis; the lines have what follows it.</summary>
    public static ChartSpec Numbers(IReadOnlyList<RoundView> rounds, string unit)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        (string Name, string Title)[] lines = [.. rounds.SelectMany(r => r.Insight.Numbers).Where(n => n.Unit == unit)
            .DistinctBy(n => n.Name).Select(n => (n.Name, n.Title))];
        var common = Common([.. lines.Select(line => line.Title)]);
        return new($"{rounds.Count} rounds", new("Round") { IsCount = true },
            common is { } quantity ? new(quantity, unit) : new(unit.Length > 0 ? unit : "value"),
            [.. lines.Select((line, i) => Line(line.Name, common is null ? line.Title : line.Title[(common.Length + 2)..], i))]);

        ChartSeries Line(string name, string title, int index)
        {
            var known = rounds.Select(r => (r.Batch, Number: r.Insight.Numbers.FirstOrDefault(n => n.Name == name)))
                .Where(r => r.Number is not null).ToArray();
            return new(title, SeriesKind.Line, [.. known.Select(k => (double)k.Batch)], [.. known.Select(k => k.Number!.Value)])
            {
                Color = $"series-{index % 8 + 1}",
                Size = 5,
            };
        }
    }

    /// <summary>What all titles have before a comma; null where they have nothing, or are one.</summary>
    private static string? Common(string[] titles)
    {
        var first = titles.Length < 2 ? "" : titles[0].Split(", ")[0];
        return first.Length > 0 && Array.TrueForAll(titles, t => t.StartsWith(first + ", ", StringComparison.Ordinal))
            && titles.Distinct().Count() == titles.Length ? first : null;
    }
}
