using System.Collections.Immutable;
using NasStudio.Core.Objectives;

namespace NasStudio.Runs.Comparisons;

/// <summary>What may be drawn of each run over its evaluations.</summary>
/// <param name="Key">Name in addresses and files.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Unit">Its unit; may be empty.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Note">How it is meant, in a sentence.</param>
/// <param name="At">Its value after a number of evaluations; null where a run has none.</param>
public sealed record ComparisonQuantity(
    string Key, string Title, string Unit, Direction Direction, string Note, Func<ComparedRun, double, double?> At)
{
    /// <summary>Key of the best value of the first objective.</summary>
    public const string Best = "best";

    /// <summary>Key of the gap to the known optimum.</summary>
    public const string Regret = "regret";

    /// <summary>Key of the attained hypervolume.</summary>
    public const string HypervolumeKey = "hypervolume";

    /// <summary>What can be drawn of these experiments, the first objective first.</summary>
    public static ImmutableArray<ComparisonQuantity> Of(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (first, direction) = (comparison.First, comparison.Problem.Objectives[0].Direction);
        var name = first.Title.ToLowerInvariant();
        var quantities = ImmutableArray.CreateBuilder<ComparisonQuantity>();
        quantities.Add(new ComparisonQuantity(
            Best, $"Best {name}", first.Unit, direction, $"The best {name} of a feasible architecture so far.",
            (run, n) => run.At(n)?.Value));
        foreach (var metric in comparison.Reported)
        {
            quantities.Add(new ComparisonQuantity(
                metric.Name, $"{metric.Title} of the best", metric.Unit, metric.Direction,
                $"{metric.Title} of the architecture that {name} chose: reported, searched on by nobody.",
                (run, n) => run.At(n) is { } best && best.Incumbent.Metrics.TryGetValue(metric.Name, out var value)
                    ? value : null));
        }

        if (comparison.Optimum is { Value: { } optimum } known)
        {
            var sign = direction == Direction.Maximize ? 1 : -1;
            quantities.Add(new ComparisonQuantity(
                Regret, $"Regret of {name}", first.Unit, Direction.Minimize,
                $"What the best {name} so far falls short of the best there is. {known.Note}",
                (run, n) => run.At(n) is { } best ? Math.Max(0, sign * (optimum - best.Value)) : null));
        }

        if (HypervolumeBox.Of(comparison.Problem, comparison.Experiments.SelectMany(e => e.Runs)) is { } box)
        {
            quantities.Add(new ComparisonQuantity(
                HypervolumeKey, "Attained hypervolume", "", Direction.Maximize,
                "The share of the box between the best values found and one reference point for all, "
                + Reference(comparison, box) + ".",
                (run, n) => run.VolumeAt(n, box)));
        }

        return quantities.ToImmutable();
    }

    private static string Reference(Comparison comparison, HypervolumeBox box) => string.Join(
        ", ", comparison.Problem.Objectives.Zip(box.Reference, (objective, value) => FormattableString.Invariant(
            $"{comparison.Metric(objective.Metric).Title.ToLowerInvariant()} {value:G5} {comparison.Metric(objective.Metric).Unit}")
            .TrimEnd()));
}
