using System.Collections.Immutable;
using System.Net;
using System.Text;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Charts;

/// <summary>What charts say of a trial.</summary>
internal static class TrialText
{
    /// <summary>The text beside the pointer of a distribution's likeliest architecture; escaped.</summary>
    public static string Hover(long seed, DistributionInsight distribution, ImmutableArray<Metric> metrics)
        => string.Join("<br>", new[] { $"<b>{WebUtility.HtmlEncode(distribution.Title)}</b>, seed {seed}", "with the supernet's weights" }
            .Concat(metrics.Where(metric => distribution.Mode.Values.ContainsKey(metric.Name)).Select(metric => WebUtility.HtmlEncode(
                $"{metric.Title}: {Format.Value(distribution.Mode.Values[metric.Name], metric)}"))));

    /// <summary>The text beside the pointer: name, objectives and where it came from; escaped.</summary>
    public static string Hover(
        TrialView trial, ImmutableArray<Metric> metrics, IEnumerable<string> shown, FidelityScale? fidelity = null)
    {
        var text = new StringBuilder($"<b>Trial {trial.Number}</b>, seed {trial.Seed}");
        foreach (var metric in metrics.Where(m => shown.Contains(m.Name)))
        {
            var known = string.Join(", ", Known(trial, metric));
            text.Append(known.Length > 0 ? "<br>" + WebUtility.HtmlEncode($"{metric.Title}: {known}") : "");
        }

        if (trial.Fidelity is { } level)
        {
            text.Append("<br>").Append(WebUtility.HtmlEncode(
                fidelity is null ? $"at level {Format.Number(level)}" : $"after {fidelity.Describe(level)}"));
        }

        return text.Append("<br>").Append(WebUtility.HtmlEncode(trial.Origin)).ToString();
    }

    private static IEnumerable<string> Known(TrialView trial, Metric metric)
    {
        if (trial.Metrics.TryGetValue(metric.Name, out var value))
        {
            yield return Format.Value(value, metric);
        }

        if (trial.Predicted?.TryGetValue(metric.Name, out var expected) == true)
        {
            yield return $"expected {Format.Value(expected, metric)}";
        }
    }

    /// <summary>The key of a trial.</summary>
    public static TrialKey Key(this TrialView trial) => new(trial.Seed, trial.Number);

    /// <summary>The trial as Core knows it, for Core's own rules of fronts and incumbents.</summary>
    public static Trial ToTrial(this TrialView trial, string space)
        => new(trial.Number, new(new(space, trial.Native), trial.Origin, Fidelity: trial.Fidelity), trial.State, trial.EvaluationSeed, trial.Metrics, trial.Error);
}
