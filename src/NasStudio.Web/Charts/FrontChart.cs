using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Charts;

/// <summary>Every completed trial on two metrics, with the front of the feasible ones as a staircase.</summary>
public static class FrontChart
{
    /// <summary>Builds the chart.</summary>
    /// <param name="experiment">Its metrics and problem.</param>
    /// <param name="trials">Trials of all runs, in the order of their arrival.</param>
    /// <param name="x">Metric across.</param>
    /// <param name="y">Metric up.</param>
    /// <param name="selected">Key of the selected trial.</param>
    public static ChartSpec Build(
        ExperimentView experiment, IReadOnlyList<TrialView> trials, Metric x, Metric y, string? selected)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(trials);
        TrialView[] measured = [.. trials.Where(t => t.State == TrialState.Completed && IsFinite(t, x) && IsFinite(t, y))];
        TrialView[] cheaper = [.. measured.Where(t => t.Fidelity is not null)];
        TrialView[] feasible = [.. measured.Where(t => t.IsFeasible && t.Fidelity is null)];
        TrialView[] infeasible = [.. measured.Where(t => !t.IsFeasible && t.Fidelity is null)];
        IReadOnlyList<ChartSeries> modes = [.. Modes(experiment, trials, x, y)];
        HashSet<TrialView> front = HasFront(x, y) ? [.. Front(feasible, x, y)] : [];
        var label = $"{y.Title} against {x.Title}: {measured.Length} trials, {front.Count} on the front, "
            + $"{infeasible.Length} infeasible";
        return new(label, new(x.Title, x.Unit), new(y.Title, y.Unit),
        [
            Series("Infeasible", infeasible) with { Color = "infeasible", Symbol = "x-thin", Size = 8 },
            .. cheaper.Length == 0 ? Array.Empty<ChartSeries>()
                : [Series("Cheaper evaluations", cheaper) with { Color = "muted", Size = 4, Opacity = .4 }],
            Series(front.Count > 0 ? "Dominated" : "Trials", feasible.Where(t => !front.Contains(t)))
                with { Color = "muted", Size = 7, Opacity = .75 },
            Series("Pareto front", Staircase(front, x)) with { Kind = SeriesKind.Steps, Color = "front", Size = 10, Symbol = "diamond" },
            .. modes,
        ])
        {
            View = modes.Count > 0 ? new(selected) : new(
                selected, AxisRange.WithoutOutliers(measured.Select(t => t.Metrics[x.Name])),
                AxisRange.WithoutOutliers(measured.Select(t => t.Metrics[y.Name]))),
        };

        ChartSeries Series(string name, IEnumerable<TrialView> points)
        {
            TrialView[] list = [.. points];
            return new(name, SeriesKind.Points, [.. list.Select(t => t.Metrics[x.Name])], [.. list.Select(t => t.Metrics[y.Name])])
            {
                Keys = [.. list.Select(t => t.Key().ToString())],
                Hover = [.. list.Select(t => TrialText.Hover(
                    t, experiment.Metrics, [x.Name, y.Name, experiment.Problem.Objectives[0].Metric], experiment.Fidelity))],
            };
        }
    }

    /// <summary>What the distributions of searches that share weights stand for now: what it reaches with the supernet's
    /// weights. The search's own estimate, so never on the front; a click selects the trial that it was trained as.</summary>
    private static IEnumerable<ChartSeries> Modes(
        ExperimentView experiment, IReadOnlyList<TrialView> trials, Metric x, Metric y)
    {
        if (!experiment.Runs.Any(run => run.Rounds is { Newest.Distributions.IsEmpty: false }))
        {
            return [];
        }

        var modes = experiment.Runs.SelectMany(run => run.Rounds?.Newest.Distributions.Select(d => (run.Seed, Found: d)) ?? [])
            .Where(mode => mode.Found.Mode.Values.ContainsKey(x.Name) && mode.Found.Mode.Values.ContainsKey(y.Name))
            .OrderBy(mode => mode.Found.Mode.Values[x.Name]).ToArray();
        return
        [
            new("In the supernet", SeriesKind.Points, [.. modes.Select(m => m.Found.Mode.Values[x.Name])],
                [.. modes.Select(m => m.Found.Mode.Values[y.Name])])
            {
                Color = "series-2",
                Symbol = "circle-open",
                Size = 11,
                Keys = [.. modes.Select(m => trials.FirstOrDefault(
                    t => t.Seed == m.Seed && t.Native == m.Found.Mode.Architecture)?.Key().ToString() ?? "")],
                Hover = [.. modes.Select(m => TrialText.Hover(m.Seed, m.Found, experiment.Metrics))],
            },
        ];
    }

    /// <summary>Whether a front is drawn: not where a test metric would be chosen on, nor of a metric against
    /// itself.</summary>
    public static bool HasFront(Metric x, Metric y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return x.Role != MetricRole.Test && y.Role != MetricRole.Test && x.Name != y.Name;
    }

    private static IEnumerable<TrialView> Front(TrialView[] trials, Metric x, Metric y)
        => ParetoFront.Of([.. trials.Select(t => new[] { Minimised(t, x), Minimised(t, y) })]).Select(i => trials[i]);

    /// <summary>From the best across to the worst: a step then keeps the height reached until the next point reaches
    /// more.</summary>
    private static IEnumerable<TrialView> Staircase(IEnumerable<TrialView> front, Metric x)
        => front.OrderBy(t => Minimised(t, x)).ThenBy(t => t.Seed).ThenBy(t => t.Number);

    private static double Minimised(TrialView trial, Metric metric)
        => metric.Direction == Direction.Minimize ? trial.Metrics[metric.Name] : -trial.Metrics[metric.Name];

    private static bool IsFinite(TrialView trial, Metric metric)
        => trial.Metrics.TryGetValue(metric.Name, out var value) && double.IsFinite(value);
}
