using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Trees;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>What a surrogate's file says of it, without its trees.</summary>
/// <param name="Title">Name for people.</param>
/// <param name="Space">Kind of its space.</param>
/// <param name="Encoding">The encoding that its trees see.</param>
/// <param name="Origin">Where the numbers come from that it was fitted to.</param>
/// <param name="Licence">Their licence.</param>
/// <param name="Metrics">Its metrics, labelled as predictions, with what cross-validation found (null for a model made
/// elsewhere).</param>
public sealed record SurrogateFacts(
    string Title, string Space, string Encoding, string Origin, string Licence,
    ImmutableArray<(Metric Metric, SurrogateQuality? Quality)> Metrics);

/// <summary>Surrogates as files: JSON, schema nasstudio/surrogate/v1, with XGBoost's own form of the trees in
/// it.</summary>
public static class SurrogateFile
{
    /// <summary>What the names of such files end with.</summary>
    public const string Extension = ".surrogate.json";

    private const string Schema = "nasstudio/surrogate/v1";
    private const long MostBytes = 512L << 20;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 40, AllowDuplicateProperties = false };

    /// <summary>Writes a surrogate; a file that is there is replaced in one step.</summary>
    public static void Save(SurrogateBenchmark surrogate, string path)
    {
        ArgumentNullException.ThrowIfNull(surrogate);
        var root = new JsonObject
        {
            ["schema"] = Schema,
            ["title"] = surrogate.Title,
            ["space"] = surrogate.Space.Kind,
            ["encoding"] = surrogate.Features.Kind,
            ["origin"] = surrogate.Origin,
            ["licence"] = surrogate.Licence,
            ["metrics"] = new JsonArray([.. surrogate.Predicted.Select(Written)]),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var partial = $"{path}.partial";
        try
        {
            using (var file = new FileStream(partial, FileMode.Create))
            {
                using var writer = new Utf8JsonWriter(file);
                root.WriteTo(writer);
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>What a file says of its surrogate.</summary>
    /// <exception cref="BenchmarkException">It is none, or damaged.</exception>
    public static SurrogateFacts ReadFacts(string path) => Read(path, Facts);

    /// <summary>The surrogate of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findSpace">The space of a kind; null where there is none.</param>
    /// <exception cref="BenchmarkException">It is none, or damaged, or its space is unknown.</exception>
    public static SurrogateBenchmark Open(string path, Func<string, SearchSpace?> findSpace)
    {
        ArgumentNullException.ThrowIfNull(findSpace);
        return Read(path, root =>
        {
            var facts = Facts(root);
            var space = findSpace(facts.Space) ?? throw new BenchmarkException(
                $"The surrogate {path} is of the space '{facts.Space}', which is unknown here.");
            var features = new SurrogateFeatures(space, facts.Encoding);
            var metrics = root.GetProperty("metrics").EnumerateArray()
                .Select(ReadMetric).ToImmutableArray();
            return new SurrogateBenchmark(space, features, metrics, facts.Origin)
            {
                Title = facts.Title,
                Licence = facts.Licence,
            };
        });
    }

    private static T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
            {
                throw new BenchmarkException(
                    $"The surrogate {path} has {file.Length:N0} bytes; allowed: up to {MostBytes:N0}.");
            }

            using var document = JsonDocument.Parse(file, Strict);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or XgBoostException or IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The file {path} is no surrogate or a damaged one: {e.Message}", e);
        }
    }

    private static SurrogateFacts Facts(JsonElement root)
    {
        if (root.GetProperty("schema").GetString() is var schema && schema != Schema)
        {
            throw new FormatException($"its schema is '{schema}' (allowed: {Schema})");
        }

        var metrics = root.GetProperty("metrics").EnumerateArray()
            .Select(metric => (SurrogateBenchmark.Labelled(ReadName(metric)), ReadQuality(metric))).ToImmutableArray();
        return metrics.IsEmpty
            ? throw new FormatException("it has no metric")
            : new SurrogateFacts(
                Text(root, "title"), Text(root, "space"), Text(root, "encoding"), Text(root, "origin"),
                Text(root, "licence"), metrics);
    }

    private static JsonObject Written(SurrogateMetric one) => new()
    {
        ["name"] = one.Metric.Name,
        ["title"] = one.Metric.Title,
        ["unit"] = one.Metric.Unit,
        ["direction"] = one.Metric.Direction.ToString(),
        ["role"] = one.Metric.Role.ToString(),
        ["quality"] = one.Quality is { } quality ? JsonSerializer.SerializeToNode(quality) : null,
        ["mean"] = one.Mean,
        ["deviation"] = one.Deviation,
        ["trees"] = JsonNode.Parse(one.Trees.SaveJson()),
    };

    private static SurrogateMetric ReadMetric(JsonElement metric)
    {
        var mean = Number(metric, "mean");
        var deviation = Number(metric, "deviation");
        var trees = GradientBoostedTrees.LoadJson(
            System.Text.Encoding.UTF8.GetBytes(metric.GetProperty("trees").GetRawText()));
        return new SurrogateMetric(ReadName(metric), ReadQuality(metric), mean, deviation, trees);
    }

    private static Metric ReadName(JsonElement metric) => new(
        Text(metric, "name"), Text(metric, "title"), Text(metric, "unit"), Choice<Direction>(metric, "direction"),
        Choice<MetricRole>(metric, "role"));

    private static SurrogateQuality? ReadQuality(JsonElement metric)
        => metric.GetProperty("quality").Deserialize<SurrogateQuality>();

    private static string Text(JsonElement parent, string key)
        => parent.GetProperty(key).GetString() ?? throw new FormatException($"{key} is null (allowed: a text)");

    private static double Number(JsonElement parent, string key)
        => parent.GetProperty(key).GetDouble() is var number && double.IsFinite(number)
            ? number
            : throw new FormatException($"{key} is not finite");

    private static T Choice<T>(JsonElement parent, string key) where T : struct, Enum
        => Enum.TryParse<T>(Text(parent, key), out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException(
                $"{key} is '{Text(parent, key)}' (allowed: {string.Join(", ", Enum.GetNames<T>())})");
}
