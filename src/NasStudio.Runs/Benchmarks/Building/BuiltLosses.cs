using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NasStudio.Benchmarks.Losses;
using NasStudio.Core.Architectures;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>Makes a table of image losses of a built benchmark: the mean over the seeds of each image's loss, and of each
/// metric.</summary>
internal static class BuiltLosses
{
    private const int Decimals = 6;

    /// <summary>The losses of one measurement as the journal keeps them.</summary>
    public static byte[] Pack(float[] losses)
    {
        var bytes = new byte[2 * losses.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), ImageLossTable.Quantise(losses[i]));
        }

        return bytes;
    }

    /// <summary>The table.</summary>
    /// <exception cref="BuildException">A measurement failed: such a table has no gaps.</exception>
    public static ImageLossTable Of(BuiltBenchmark built)
    {
        var about = new JsonObject
        {
            ["name"] = built.Recipe.Name,
            ["title"] = built.Recipe.Title,
            ["licence"] = built.Recipe.Licence,
            ["recipe"] = built.Header["recipe"]!.DeepClone(),
            ["environment"] = built.Header["environment"]!.DeepClone(),
            ["reliability"] = new JsonObject(built.Reliabilities.Select(one => KeyValuePair.Create(one.Metric, (JsonNode?)new JsonObject
            {
                ["twoSeeds"] = Math.Round(one.SeedCorrelation, 3),
                ["storedMeans"] = Math.Round(one.Reliability, 3),
                ["deviation"] = Math.Round(one.Noise, 4),
            }))),
        };
        return new ImageLossTable(
            about, [.. built.Representatives.Select(architecture => architecture.Native)],
            built.Recipe.Metrics.ToImmutableSortedDictionary(metric => metric, metric => built.Representatives
                .Select(architecture => Math.Round(built.Values(architecture, metric).Average(), Decimals)).ToImmutableArray()),
            [.. built.Representatives.SelectMany(architecture => Mean(built, architecture))]);
    }

    private static IEnumerable<ushort> Mean(BuiltBenchmark built, Architecture architecture)
    {
        byte[][] rows = [.. built.ImageLosses(architecture)];
        if (rows.Length < built.Recipe.Seeds.Length || rows.Any(row => row.Length != rows[0].Length))
        {
            throw new BuildException($"There are no image losses of {architecture.Native}: a measurement of it failed.");
        }

        return Enumerable.Range(0, rows[0].Length / 2).Select(image => (ushort)Math.Round(
            rows.Average(row => BinaryPrimitives.ReadUInt16LittleEndian(row.AsSpan(2 * image)))));
    }
}
