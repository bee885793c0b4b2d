using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Statistics;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>Writes a built benchmark as a table that states everything about itself, as anybody can import it.</summary>
/// <remarks>A line for each isomorphism class: mean over the seeds and, where a metric varies with the seed, its standard
/// deviation, which is only reported. A class of which a measurement failed is left out and counted.</remarks>
internal static class BuiltTable
{
    private const int Decimals = 6;

    /// <summary>Writes the table, by rename.</summary>
    public static void Write(BuiltBenchmark built, ImmutableArray<Metric> metrics, string space, string path)
    {
        using (var writer = new StreamWriter(new GZipStream(File.Create(path + ".part"), CompressionLevel.SmallestSize)))
        {
            writer.NewLine = "\n";
            Write(built, [.. built.Recipe.Metrics.Select(name => metrics.Single(m => m.Name == name))], space, writer);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    private static void Write(BuiltBenchmark built, Metric[] metrics, string space, StreamWriter writer)
    {
        Architecture[] whole = [.. built.Representatives
            .Where(a => metrics.All(metric => built.Values(a, metric.Name).All(double.IsFinite)))];
        var varying = built.Reliabilities.Select(reliability => reliability.Metric).ToHashSet();
        WriteStatements(built, metrics, space, built.Representatives.Length - whole.Length, writer);
        writer.WriteLine(string.Join(',', metrics.SelectMany(
            m => varying.Contains(m.Name) ? new[] { m.Name, Deviation(m) } : [m.Name]).Prepend("architecture")));
        foreach (var architecture in whole)
        {
            writer.WriteLine(string.Join(',', metrics.SelectMany(metric =>
            {
                var values = built.Values(architecture, metric.Name);
                return varying.Contains(metric.Name)
                    ? new[] { Text(values.Average()), Text(Sample.Of(values).Deviation) } : [Text(values.Average())];
            }).Prepend(CsvLine.Quote(architecture.Native))));
        }
    }

    private static void WriteStatements(
        BuiltBenchmark built, Metric[] metrics, string space, int failed, StreamWriter writer)
    {
        var recipe = built.Recipe;
        writer.WriteLine($"# title: {recipe.Title}");
        writer.WriteLine($"# space: {space}");
        writer.WriteLine($"# origin: made with NasStudio, benchmarks build; {built.Representatives.Length} isomorphism "
            + $"classes, each measured with {recipe.Seeds.Length} seeds");
        writer.WriteLine($"# licence: {recipe.Licence}");
        writer.WriteLine("# isomorphic: share");
        foreach (var metric in metrics)
        {
            writer.WriteLine($"# metric {Statement(metric, metric.Name, metric.Title, metric.Role)}");
        }

        foreach (var reliability in built.Reliabilities)
        {
            var metric = metrics.Single(m => m.Name == reliability.Metric);
            var title = $"{metric.Title}, standard deviation over seeds";
            writer.WriteLine($"# metric {Statement(
                metric with { Direction = Direction.Minimize }, Deviation(metric), title, MetricRole.Test)}");
            writer.WriteLine($"# reliability {metric.Name}: {Text(Math.Round(reliability.Reliability, 3))}");
            writer.WriteLine($"# {metric.Name} of two seeds: rank correlation {Text(Math.Round(reliability.SeedCorrelation, 3))}, "
                + $"standard deviation of one architecture {Text(Math.Round(reliability.Noise, 3))}");
        }

        if (failed > 0)
        {
            writer.WriteLine($"# {failed} isomorphism classes could not be measured and are left out");
        }

        writer.WriteLine($"# recipe {built.Header["recipe"]!.ToJsonString()}");
        writer.WriteLine($"# environment {built.Header["environment"]!.ToJsonString()}");
    }

    private static string Statement(Metric metric, string column, string title, MetricRole role)
    {
        var unit = metric.Unit.Length > 0 ? $"unit {metric.Unit}, " : "";
        return $"{column}: {unit}{metric.Direction.ToString().ToLowerInvariant()}, "
            + $"{role.ToString().ToLowerInvariant()}, title \"{title}\"";
    }

    private static string Deviation(Metric metric) => $"{metric.Name}_std";

    private static string Text(double value) => Math.Round(value, Decimals).ToString("R", CultureInfo.InvariantCulture);
}
