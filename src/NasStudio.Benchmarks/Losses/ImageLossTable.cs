using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasStudio.Benchmarks.Losses;

/// <summary>The validation loss of every image under every architecture of a small space: what a search that judges
/// architectures by mini-batches sees, with nothing to train.</summary>
/// <remarks>File (gzip): a line of JSON (schema <see cref="Schema"/>; architectures, their metrics, where all came from),
/// then for each architecture the loss of each image in thousandths, 16 bits each, the lower byte first. Losses beyond
/// 65.535 are cut off there. Immutable and safe for concurrent use.</remarks>
public sealed class ImageLossTable
{
    /// <summary>Name of the file's schema.</summary>
    public const string Schema = "nasstudio/image-losses/v1";

    /// <summary>Ending of its files.</summary>
    public const string Extension = ".losses.gz";

    private const double Step = 1e-3;
    private const int MaxHeaderBytes = 16 << 20, MaxLosses = 1 << 28;
    private readonly ushort[] _losses;          // (architectures, images)

    /// <summary>A table.</summary>
    /// <param name="about">Where it came from: name, title, licence, space, recipe.</param>
    /// <param name="architectures">Native strings, no two equal.</param>
    /// <param name="metrics">Values of each architecture by name of the metric. // (architectures) each</param>
    /// <param name="losses">In thousandths, architecture by architecture. // (architectures, images)</param>
    /// <exception cref="ArgumentException">The counts disagree.</exception>
    public ImageLossTable(
        JsonObject about, ImmutableArray<string> architectures,
        ImmutableSortedDictionary<string, ImmutableArray<double>> metrics, ushort[] losses)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(losses);
        if (architectures.IsDefaultOrEmpty || architectures.Distinct().Count() != architectures.Length
            || losses.Length == 0 || losses.Length % architectures.Length != 0
            || metrics.Values.Any(column => column.Length != architectures.Length))
        {
            throw new ArgumentException("Architectures, metrics and losses are not of the same number.", nameof(losses));
        }

        (About, Architectures, Metrics, _losses) = (about, architectures, metrics, losses);
    }

    /// <summary>Where it came from.</summary>
    public JsonObject About { get; }

    /// <summary>Native strings.</summary>
    public ImmutableArray<string> Architectures { get; }

    /// <summary>Values of each architecture by name of the metric. // (architectures) each</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<double>> Metrics { get; }

    /// <summary>How many images there are.</summary>
    public int Images => _losses.Length / Architectures.Length;

    /// <summary>A loss as it is kept.</summary>
    public static ushort Quantise(double loss) => (ushort)Math.Clamp(Math.Round(loss / Step), 0, ushort.MaxValue);

    /// <summary>Mean loss of an architecture over all images.</summary>
    /// <param name="architecture">Its number.</param>
    public double Loss(int architecture)
    {
        var sum = 0L;
        foreach (var loss in Row(architecture))
        {
            sum += loss;
        }

        return Step * sum / Images;
    }

    /// <summary>Mean loss of an architecture over some images.</summary>
    /// <param name="architecture">Its number.</param>
    /// <param name="images">Numbers of the images; at least one.</param>
    public double Loss(int architecture, ReadOnlySpan<int> images)
    {
        var row = Row(architecture);
        var sum = 0L;
        foreach (var image in images)
        {
            sum += row[image];
        }

        return Step * sum / images.Length;
    }

    /// <summary>Writes the file, by rename.</summary>
    public void Write(string path)
    {
        var header = (JsonObject)About.DeepClone();
        header["schema"] = Schema;
        header["images"] = Images;
        header["architectures"] = new JsonArray([.. Architectures.Select(native => (JsonNode)native)]);
        header["metrics"] = new JsonObject(Metrics.Select(metric => KeyValuePair.Create(
            metric.Key, (JsonNode?)new JsonArray([.. metric.Value.Select(value => (JsonNode)value)]))));
        using (var file = new GZipStream(File.Create(path + ".part"), CompressionLevel.SmallestSize))
        {
            file.Write(Encoding.UTF8.GetBytes(header.ToJsonString() + "\n"));
            var bytes = new byte[2 * _losses.Length];
            for (var i = 0; i < _losses.Length; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), _losses[i]);
            }

            file.Write(bytes);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BenchmarkException">It is no such file, or it is damaged.</exception>
    public static ImageLossTable Read(string path)
    {
        try
        {
            using var file = new BufferedStream(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            var header = JsonNode.Parse(Line(file)) as JsonObject;
            if (header?["schema"]?.GetValue<string>() != Schema)
            {
                throw new BenchmarkException($"{path}: this is no table of image losses (schema \"{Schema}\").");
            }

            ImmutableArray<string> architectures =
                [.. header["architectures"]!.AsArray().Select(native => native!.GetValue<string>())];
            var metrics = header["metrics"]!.AsObject().ToImmutableSortedDictionary(
                metric => metric.Key, metric => metric.Value!.AsArray().Select(value => value!.GetValue<double>()).ToImmutableArray());
            var count = (long)header["images"]!.GetValue<int>() * architectures.Length;
            if (count is < 1 or > MaxLosses)
            {
                throw new BenchmarkException($"{path}: {count} losses; allowed are 1 to {MaxLosses}.");
            }

            var bytes = new byte[2 * count];
            file.ReadExactly(bytes);
            var losses = new ushort[count];
            for (var i = 0; i < losses.Length; i++)
            {
                losses[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
            }

            foreach (var name in (string[])["schema", "images", "architectures", "metrics"])
            {
                header.Remove(name);
            }

            return file.ReadByte() < 0 ? new ImageLossTable(header, architectures, metrics, losses)
                : throw new BenchmarkException($"{path}: there is something behind the last loss.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException or EndOfStreamException
            or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new BenchmarkException($"{path}: the file is damaged: {problem.Message}", problem);
        }
    }

    private static byte[] Line(Stream file)
    {
        var line = new MemoryStream();
        for (var next = file.ReadByte(); next != '\n'; next = file.ReadByte())
        {
            if (next < 0 || line.Length == MaxHeaderBytes)
            {
                throw new InvalidDataException("The first line does not end.");
            }

            line.WriteByte((byte)next);
        }

        return line.ToArray();
    }

    private ReadOnlySpan<ushort> Row(int architecture) => _losses.AsSpan(architecture * Images, Images);
}
