using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>What colours the points of a map.</summary>
public sealed class SpaceColor
{
    private readonly Func<TrialView, double?> _of;

    private SpaceColor(
        string name, string title, Func<TrialView, double?> of, string known = "All", Metric? metric = null)
        => (Name, Title, _of, Known, Metric) = (name, title, of, known, metric);

    /// <summary>Name in addresses.</summary>
    public string Name { get; }

    /// <summary>Title with the unit.</summary>
    public string Title { get; }

    /// <summary>What the points are that have a value: "Measured".</summary>
    public string Known { get; }

    /// <summary>The metric that is measured or predicted; null for none.</summary>
    public Metric? Metric { get; }

    /// <summary>The value of a trial; null where it has none.</summary>
    public double? Of(TrialView trial) => _of(trial) is { } value && double.IsFinite(value) ? value : null;

    /// <summary>What there is to choose from: when trials were asked, and every metric measured or predicted.</summary>
    public static ImmutableArray<SpaceColor> Choices(
        ImmutableArray<Metric> metrics, IReadOnlyCollection<TrialView> trials) =>
    [
        .. metrics.Select(Measured),
        .. metrics.Where(m => trials.Any(t => t.Predicted?.ContainsKey(m.Name) == true)).Select(Predicted),
        new("iteration", "Iteration", trial => trial.Number),
        new("round", "Round", trial => trial.Batch),
    ];

    /// <summary>A metric as it was measured.</summary>
    public static SpaceColor Measured(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new(metric.Name, new ChartAxis(metric.Title, metric.Unit).Text,
            trial => trial.State == TrialState.Completed ? Value(trial.Metrics, metric) : null, "Measured", metric);
    }

    /// <summary>A metric as the strategy expected it before it was measured.</summary>
    public static SpaceColor Predicted(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new($"predicted:{metric.Name}",
            new ChartAxis($"Predicted {Format.InSentence(metric.Title)}", metric.Unit).Text, trial => Value(trial.Predicted, metric), "Predicted", metric);
    }

    private static double? Value(ImmutableSortedDictionary<string, double>? values, Metric metric)
        => values?.TryGetValue(metric.Name, out var value) == true ? value : null;
}
