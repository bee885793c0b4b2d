using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Persistence;

/// <summary>
/// Reads the experiment file out of its row. It was checked when it was stored; one that no longer passes (its strategy
/// has been renamed since, say) is read without the catalogues, so that it can still be shown.
/// </summary>
internal static class StoredDocument
{
    public static ExperimentDocument Read(ExperimentRow row, StudioCatalogues catalogues)
        => new ExperimentReader(catalogues).Read(row.Document).Document ?? Lenient(row.Document);

    /// <summary>What an experiment measures: as it was when it began, else as its evaluator says now.</summary>
    public static ImmutableArray<Metric> Metrics(
        ExperimentRow row, ExperimentDocument document, StudioCatalogues catalogues)
        => row.Metrics
            ?? catalogues.Evaluators.Find(document.Evaluator.Kind)?.Metrics(document.Evaluator.Options) ?? [];

    private static ExperimentDocument Lenient(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return new ExperimentDocument(
            root.GetProperty("name").GetString()!, Flat(root.GetProperty("space")), Flat(root.GetProperty("evaluator")),
            Nested(root.GetProperty("strategy")),
            [.. root.GetProperty("objectives").EnumerateArray().Select(o => new Objective(
                o.GetProperty("metric").GetString()!,
                Enum.Parse<Direction>(o.GetProperty("direction").GetString()!, true)))],
            [.. root.GetProperty("constraints").EnumerateArray().Select(c => new Constraint(
                c.GetProperty("metric").GetString()!, Bound(c, "min"), Bound(c, "max")))],
            root.GetProperty("budget").GetProperty("evaluations").GetInt32(),
            [.. root.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt64())]);
    }

    private static KindChoice Flat(JsonElement json) => new(json.GetProperty("kind").GetString()!, Options(json));

    private static KindChoice Nested(JsonElement json) => new(
        json.GetProperty("kind").GetString()!,
        json.TryGetProperty("options", out var options) ? Options(options) : OptionValues.Defaults);

    private static OptionValues Options(JsonElement json) => json.EnumerateObject().Where(field => field.Name != "kind")
        .Aggregate(OptionValues.Defaults, (options, field) => options.With(field.Name, field.Value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => field.Value.GetBoolean(),
            JsonValueKind.String => field.Value.GetString()!,
            JsonValueKind.Object or JsonValueKind.Array => JsonText.Of(field.Value),
            _ => field.Value.TryGetInt64(out var integer) ? integer : field.Value.GetDouble(),
        }));

    private static double? Bound(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
