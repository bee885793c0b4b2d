using System.Collections.Immutable;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Runs.Queries;

/// <summary>Core's best so far with the test metrics that are reported beside it.</summary>
internal static class SearchCurve
{
    public static RunCurve Of(
        long seed, Problem problem, ImmutableArray<Metric> metrics, FidelityScale? fidelity, IEnumerable<Trial> trials)
    {
        var reported = metrics.Where(m => m.Role == MetricRole.Test).Select(m => m.Name)
            .ToHashSet(StringComparer.Ordinal);
        return new RunCurve(seed, problem.Objectives[0].Metric,
        [
            .. BestSoFar.Curve(problem, trials, fidelity).Select(point => new CurvePoint(
                point.Evaluations, point.Incumbent.Number, point.Value,
                point.Incumbent.Metrics.Where(m => reported.Contains(m.Key)).ToImmutableSortedDictionary())),
        ]);
    }
}
