using System.Collections.Immutable;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>Best so far against evaluations: a line per seed, and over several seeds their mean with a band of one
/// standard deviation.</summary>
public static class CurveChart
{
    private const int Palette = 8;

    /// <summary>Builds the chart.</summary>
    /// <param name="experiment">Its problem and runs.</param>
    /// <param name="trials">Trials of all runs.</param>
    /// <param name="shown">
    /// What is drawn: the first objective's metric, or a test metric, which is reported for the trial that validation
    /// chose.
    /// </param>
    /// <param name="selected">Key of the selected trial.</param>
    public static ChartSpec Build(ExperimentView experiment, IReadOnlyList<TrialView> trials, Metric shown, string? selected)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(shown);
        ImmutableArray<Curve> curves = [.. experiment.Runs.Select(run => CurveOf(experiment, trials, run.Seed, shown))
            .Where(curve => curve.Points.Length > 0)];
        var band = curves.Length > 1 ? Band(curves, shown) : [];
        var chooser = experiment.Metrics.FirstOrDefault(m => m.Name == experiment.Problem.Objectives[0].Metric)?.Title ?? "";
        return new($"{shown.Title} of the best trial so far by {chooser}, {curves.Length} seeds",
            new("Evaluations"), new(shown.Title == chooser ? $"Best {Format.InSentence(chooser)}" : $"{shown.Title} of the best by {Format.InSentence(chooser)}", shown.Unit),
            [.. band, .. curves.Select((curve, i) => Line(curve, i, shown, experiment)), .. Mean(curves)])
        { View = new(selected) };
    }

    private sealed record Curve(long Seed, ImmutableArray<(double Evaluations, int Number, double Value)> Points);

    private static Curve CurveOf(ExperimentView experiment, IReadOnlyList<TrialView> trials, long seed, Metric shown)
    {
        var ordered = trials.Where(t => t.Seed == seed).OrderBy(t => t.Number).Select(t => t.ToTrial(experiment.Document.Space.Kind));
        return new(seed, [.. BestSoFar.Curve(experiment.Problem, ordered, experiment.Fidelity)
            .Where(p => p.Incumbent.Metrics.ContainsKey(shown.Name))
            .Select(p => (p.Evaluations, p.Incumbent.Number, p.Incumbent.Metrics[shown.Name]))]);
    }

    private static ChartSeries Line(Curve curve, int index, Metric shown, ExperimentView experiment) => new(
        $"Seed {curve.Seed}", SeriesKind.Steps,
        [.. curve.Points.Select(p => p.Evaluations)], [.. curve.Points.Select(p => p.Value)])
    {
        Color = $"series-{index % Palette + 1}",
        Size = 0,
        Opacity = experiment.Runs.Length > 1 ? .75 : 1,
        Keys = [.. curve.Points.Select(p => $"{curve.Seed}.{p.Number}")],
        Hover = [.. curve.Points.Select(p => $"<b>Seed {curve.Seed}</b>, {Live.Format.Number(p.Evaluations)} evaluations<br>best is trial {p.Number}: "
            + Live.Format.Value(p.Value, shown))],
    };

    /// <summary>Mean of the seeds wherever all of them have a value.</summary>
    private static IEnumerable<ChartSeries> Mean(ImmutableArray<Curve> curves)
    {
        if (curves.Length < 2)
        {
            yield break;
        }

        var (evaluations, mean, _) = Moments(curves);
        yield return new("Mean", SeriesKind.Steps, evaluations, mean) { Color = "mean", Size = 0 };
    }

    private static ImmutableArray<ChartSeries> Band(ImmutableArray<Curve> curves, Metric shown)
    {
        var (evaluations, mean, deviation) = Moments(curves);
        var top = shown.Unit == "%" ? 100 : double.PositiveInfinity;
        return
        [
            new("Lower", SeriesKind.Band, evaluations, [.. mean.Zip(deviation, (m, d) => m - d)])
            {
                Opacity = 0, InLegend = false, Color = "mean",
            },
            new("± 1 standard deviation", SeriesKind.Band, evaluations, [.. mean.Zip(deviation, (m, d) => Math.Min(m + d, top))])
            {
                Color = "mean",
            },
        ];
    }

    private static (ImmutableArray<double> Evaluations, ImmutableArray<double> Mean, ImmutableArray<double> Deviation) Moments(
        ImmutableArray<Curve> curves)
    {
        var first = (int)Math.Ceiling(curves.Max(c => c.Points[0].Evaluations));
        var last = (int)curves.Min(c => c.Points[^1].Evaluations);
        var rows = Enumerable.Range(first, Math.Max(0, last - first + 1))
            .Select(n => (N: n, Values: curves.Select(c => Reached(c, n)).ToArray())).ToArray();
        return (
            [.. rows.Select(r => (double)r.N)], [.. rows.Select(r => r.Values.Average())],
            [.. rows.Select(r => Deviation(r.Values))]);
    }

    private static double Reached(Curve curve, int evaluations)
    {
        var (low, high) = (0, curve.Points.Length - 1);       // the last point at or before that many evaluations
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = curve.Points[middle].Evaluations <= evaluations ? (middle, high) : (low, middle - 1);
        }

        return curve.Points[low].Value;
    }

    /// <summary>Of a sample: divided by one less than the number of values.</summary>
    private static double Deviation(double[] values)
        => Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1));
}
