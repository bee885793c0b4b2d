using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>How a benchmark is made: exactly the recipe file (schema <see cref="Schema"/>).</summary>
/// <param name="Name">Name of the benchmark; its files are called so.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Licence">Under which licence the numbers are given away.</param>
/// <param name="Space">The space, each of whose isomorphism classes is measured.</param>
/// <param name="Evaluator">How each is measured.</param>
/// <param name="Metrics">What is kept of each measurement.</param>
/// <param name="Seeds">Each class is measured once with each; the benchmark holds the mean.</param>
public sealed record BenchmarkRecipe(
    string Name, string Title, string Licence, KindChoice Space, KindChoice Evaluator, ImmutableArray<string> Metrics,
    ImmutableArray<long> Seeds)
{
    /// <summary>Whether the validation loss of every single image is kept too, for searches that judge by
    /// mini-batches.</summary>
    public bool ImageLosses { get; init; }

    /// <summary>Name of the file's schema.</summary>
    public const string Schema = "nasstudio/benchmark-recipe/v1";

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 1 << 16;

    /// <summary>Most seeds.</summary>
    public const int MaxSeeds = 100;

    /// <summary>Reads a recipe strictly: the recipe, or every fault of it.</summary>
    public static (BenchmarkRecipe? Recipe, ImmutableArray<Fault> Faults) Read(string json, StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        return StrictJson.Read<BenchmarkRecipe>(json, MaxBytes, (root, faults) => Read(root, catalogues, faults));
    }

    /// <summary>The recipe with every option spelled out; equal recipes give equal texts.</summary>
    public JsonObject ToJson(StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        var json = new JsonObject
        {
            ["schema"] = Schema,
            ["name"] = Name,
            ["title"] = Title,
            ["licence"] = Licence,
            ["space"] = ExperimentWriter.Flat(ExperimentWriter.WithDefaults(Space, catalogues.Spaces.Find(Space.Kind))),
            ["evaluator"] = ExperimentWriter.Flat(
                ExperimentWriter.WithDefaults(Evaluator, catalogues.Evaluators.Find(Evaluator.Kind))),
            ["metrics"] = new JsonArray([.. Metrics.Select(metric => (JsonNode)metric)]),
            ["seeds"] = new JsonArray([.. Seeds.Select(seed => (JsonNode)seed)]),
        };
        if (ImageLosses)
        {
            json["imageLosses"] = true;                      // else left out, as in recipes older than it
        }

        return json;
    }

    private static BenchmarkRecipe? Read(JsonElement json, StudioCatalogues catalogues, List<Fault> faults)
    {
        if (JsonFields.Of(json, "$", faults) is not { } root)
        {
            return null;
        }

        if (root.Text("schema", $"\"{Schema}\"") is { } schema && schema != Schema)
        {
            faults.Add(new Fault("$.schema", $"\"{schema}\"", $"is another schema; allowed is \"{Schema}\""));
        }

        const string AllowedName = "1 to 64 of a-z, 0-9, '-', '_' and '.', the first a letter or digit";
        var name = root.Text("name", AllowedName);
        if (name is not null && !BenchmarkShelf.IsName(name))
        {
            faults.Add(new Fault("$.name", $"\"{name}\"", $"must be {AllowedName}"));
        }

        var (title, licence) = (root.Text("title", "a text"), root.Text("licence", "a text"));
        var kinds = new KindReader(faults);
        var (_, space) = kinds.Read(root, "space", catalogues.Spaces, nested: false);
        var (entry, evaluator) = kinds.Read(root, "evaluator", catalogues.Evaluators, nested: false);
        var metrics = MetricNames(root, entry is null ? null : Lasting(entry.Metrics(evaluator!.Options)), faults);
        var seeds = ExperimentReader.Seeds(root, faults, MaxSeeds);
        var losses = root.Optional("imageLosses");
        if (losses is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } wrong)
        {
            faults.Add(new Fault("$.imageLosses", JsonFields.Quote(wrong), "must be true or false"));
        }

        root.RefuseUnknown();
        return faults.Count > 0 ? null
            : new BenchmarkRecipe(name!, title!, licence!, space!, evaluator!, metrics, seeds)
            {
                ImageLosses = losses is { ValueKind: JsonValueKind.True },
            };
    }

    /// <summary>What a recipe with this evaluator may keep: no measured time, which belongs to the machine and not to the
    /// architecture.</summary>
    public static ImmutableArray<Metric> MetricsOf(KindChoice evaluator, StudioCatalogues catalogues)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(catalogues);
        return Lasting(catalogues.Evaluators.Find(evaluator.Kind)?.Metrics(evaluator.Options) ?? []);
    }

    private static ImmutableArray<Metric> Lasting(ImmutableArray<Metric> metrics)
        => [.. metrics.Where(metric => metric.IsDeterministic)];

    private static ImmutableArray<string> MetricNames(
        JsonFields root, ImmutableArray<Metric>? evaluator, List<Fault> faults)
    {
        string[] known = [.. (evaluator ?? []).Select(metric => metric.Name)];
        var allowed = $"an array of at least one of {string.Join(", ", known)}";
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var (json, path) in root.Array("metrics", allowed, required: true))
        {
            var metric = json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
            if (evaluator is not null && (!known.Contains(metric) || names.Contains(metric)))
            {
                faults.Add(new Fault(path, JsonFields.Quote(json), $"must be {allowed}, each once"));
            }

            names.Add(metric);
        }

        if (names.Count == 0 && root.Optional("metrics") is { ValueKind: JsonValueKind.Array } empty)
        {
            faults.Add(new Fault("$.metrics", JsonFields.Quote(empty), $"must be {allowed}"));
        }

        return names.ToImmutable();
    }
}
