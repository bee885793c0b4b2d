using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Tables;

/// <summary>
/// The levels at which a table holds what a problem searches on: val_acc_12 and val_acc_200 are the levels 12 and 200
/// of val_acc.
/// </summary>
internal sealed class MetricLevels
{
    private readonly ImmutableDictionary<(string Metric, double Level), int> _columns;

    private MetricLevels(
        ImmutableArray<double> levels, ImmutableDictionary<(string Metric, double Level), int> columns)
        => (Levels, _columns) = (levels, columns);

    /// <summary>Ascending; the last one is the level of the metrics that are searched on.</summary>
    public ImmutableArray<double> Levels { get; }

    /// <summary>The levels of a problem; null where there is only one, or a metric it searches on lacks
    /// them.</summary>
    /// <remarks>Costs are the same at every level. A constraint is searched on like an objective.</remarks>
    public static MetricLevels? Of(ImmutableArray<Metric> metrics, Problem problem)
    {
        var parted = metrics.Select(metric => Part(metric.Name)).ToList();
        var wanted = problem.Metrics
            .Select(name => metrics.Select(m => m.Name).ToList().IndexOf(name))
            .Where(i => i >= 0 && metrics[i].Role != MetricRole.Cost).ToList();
        if (wanted.Count == 0 || wanted.Any(i => parted[i] is null || parted[i]!.Value.Level != parted[wanted[0]]?.Level))
        {
            return null;
        }

        var full = parted[wanted[0]]!.Value.Level;
        var levels = wanted
            .Select(i => parted.OfType<(string Family, double Level)>()
                .Where(p => p.Family == parted[i]!.Value.Family && p.Level <= full).Select(p => p.Level).ToHashSet())
            .Aggregate((all, some) => [.. all.Intersect(some)]);
        return levels.Count < 2 ? null : new MetricLevels(
            [.. levels.Order()],
            (from metric in metrics.Select((m, i) => (m.Name, Part: parted[i]))
             from column in parted.Index()
             where metric.Part?.Level == full && column.Item?.Family == metric.Part?.Family
                 && levels.Contains(column.Item!.Value.Level)
             select KeyValuePair.Create((metric.Name, column.Item!.Value.Level), column.Index)).ToImmutableDictionary());
    }

    /// <summary>The column that holds a metric at a level; null where only its own does.</summary>
    public int? Column(string metric, double level)
        => _columns.TryGetValue((metric, level), out var column) ? column : null;

    private static (string Family, double Level)? Part(string name)
    {
        var cut = name.LastIndexOf('_');
        return cut > 0 && int.TryParse(name[(cut + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level > 0 ? (name[..cut], level) : null;
    }
}
