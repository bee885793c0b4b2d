using NasStudio.Benchmarks.Formats;

namespace NasStudio.Benchmarks.Tests.Importers;

/// <summary>The small genuine files beside the tests; make_fixtures.py made them.</summary>
internal static class Fixture
{
    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Importers", "Fixtures");

    public static string Path(string name) => System.IO.Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static BenchmarkSource Open(string name)
        => BenchmarkFormats.Recognise(Path(name)).Open(Path(name), new BenchmarkReadOptions());

    /// <summary>A metric's values, row by row.</summary>
    public static double[] Column(this BenchmarkSource source, string metric)
    {
        var index = source.Metrics.Select(m => m.Name).ToList().IndexOf(metric);
        Assert.True(index >= 0, $"no {metric} in {string.Join(", ", source.Metrics.Select(m => m.Name))}");
        return [.. source.Rows.Select(row => row.Values[index])];
    }
}
