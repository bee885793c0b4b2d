using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Importers;

/// <summary>The metrics that published files hold, spelled alike whatever file they come from.</summary>
internal static class Columns
{
    public static Metric Accuracy(string name, string title, MetricRole role)
        => new(name, title, "%", Direction.Maximize, role);

    public static Metric Cost(string name, string title, string unit)
        => new(name, title, unit, Direction.Minimize, MetricRole.Cost);

    /// <summary>The data set's name as it stands in a metric's name: "imagenet16_120".</summary>
    public static string DataSet(string name) => name.ToLowerInvariant().Replace('-', '_');
}
