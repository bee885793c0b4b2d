using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>
/// Reads experiment files strictly: all faults at once, each with its place, its value and what is allowed.
/// </summary>
public sealed class ExperimentReader(StudioCatalogues catalogues)
{
    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Longest name of an experiment.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Largest budget of a run.</summary>
    public const int MaxEvaluations = 1_000_000;

    /// <summary>Most runs of an experiment.</summary>
    public const int MaxSeeds = 1_000;

    /// <summary>Largest seed: what every JSON reader takes exactly.</summary>
    public const long MaxSeed = (1L << 53) - 1;

    /// <summary>The document, or every fault of it.</summary>
    public (ExperimentDocument? Document, ImmutableArray<Fault> Faults) Read(string json)
        => StrictJson.Read<ExperimentDocument>(json, MaxBytes, Document);

    /// <summary>The faults of a document that was made in code or in a form; empty when it may be started.</summary>
    public ImmutableArray<Fault> Check(ExperimentDocument document) => Read(ExperimentWriter.Write(document)).Faults;

    /// <summary>The space that a file names, whatever else may be wrong with the file; null with the space's
    /// faults.</summary>
    public (SearchSpace? Space, ImmutableArray<Fault> Faults) ReadSpace(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var faults = new List<Fault>();
        try
        {
            using var parsed = JsonDocument.Parse(json, StrictJson.Options);
            var choice = JsonFields.Of(parsed.RootElement, "$", faults) is { } root
                ? new KindReader(faults).Read(root, "space", catalogues.Spaces, nested: false).Choice
                : null;
            return faults.Count == 0 ? (catalogues.Spaces.Create(choice!), []) : (null, [.. faults]);
        }
        catch (JsonException)
        {
            return (null, []);                                // the file has no space to find fault with
        }
    }

    /// <summary>What the evaluator that a file names measures, whatever else may be wrong with the file; nothing where that
    /// is unknown.</summary>
    public ImmutableArray<Metric> ReadMetrics(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var faults = new List<Fault>();
        try
        {
            using var parsed = JsonDocument.Parse(json, StrictJson.Options);
            return JsonFields.Of(parsed.RootElement, "$", faults) is { } root
                && new KindReader(faults).Read(root, "evaluator", catalogues.Evaluators, nested: false)
                    is ({ } entry, { } evaluator)
                ? entry.Metrics(evaluator.Options) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private ExperimentDocument? Document(JsonElement json, List<Fault> faults)
    {
        if (JsonFields.Of(json, "$", faults) is not { } root)
        {
            return null;
        }

        if (root.Text("schema", $"\"{ExperimentDocument.Schema}\"") is { } schema
            && schema != ExperimentDocument.Schema)
        {
            faults.Add(new Fault("$.schema", $"\"{schema}\"",
                $"is another schema; allowed is \"{ExperimentDocument.Schema}\""));
        }

        var name = root.Text("name", "a text");
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength))
        {
            faults.Add(new Fault("$.name", JsonFields.Quote(root.Optional("name")!.Value),
                $"must have 1 to {MaxNameLength} characters"));
        }

        var kinds = new KindReader(faults);
        var (_, space) = kinds.Read(root, "space", catalogues.Spaces, nested: false);
        var (evaluatorEntry, evaluator) = kinds.Read(root, "evaluator", catalogues.Evaluators, nested: false);
        var (strategyEntry, strategy) = kinds.Read(root, "strategy", catalogues.Strategies, nested: true);
        var offer = evaluator is null ? null : Offer(evaluatorEntry!, evaluator, space, catalogues.Spaces, faults);
        var problem = new ProblemReader(faults, evaluator?.Kind, offer?.Metrics);
        var objectives = problem.Objectives(root);
        var constraints = problem.Constraints(root);
        if (strategyEntry is { NeedsFidelity: true } && offer is not null && !objectives.IsEmpty
            && offer.Fidelity?.Invoke(new Problem(objectives, constraints)) is null)
        {
            faults.Add(new Fault("$.strategy.kind", $"\"{strategyEntry.Kind}\"",
                "needs an evaluator that can measure at cheaper levels (fewer epochs, for instance), and this one "
                + "measures in full only; allowed are " + string.Join(", ", catalogues.Strategies.Entries
                    .Where(entry => !entry.NeedsFidelity).Select(entry => entry.Kind))));
        }

        if (strategyEntry is not null && space is not null && !faults.Exists(fault =>
            fault.Path.StartsWith("$.space", StringComparison.Ordinal)
            || fault.Path.StartsWith("$.strategy", StringComparison.Ordinal)))
        {
            faults.AddRange(strategyEntry.Check(
                strategy!.Options, catalogues.Spaces.Create(space), catalogues.Spaces)
                .Select(fault => fault with { Path = $"$.strategy.options{fault.Path[1..]}" }));
        }

        var evaluations = Evaluations(root, faults);
        if (strategyEntry is not null && !faults.Exists(fault => fault.Path.StartsWith("$.strategy", StringComparison.Ordinal)))
        {
            faults.AddRange(new WeightSharingCheck(catalogues).Faults(
                strategyEntry, strategy!.Options, space,
                space is null || faults.Exists(fault => fault.Path.StartsWith("$.space", StringComparison.Ordinal))
                    ? null : catalogues.Spaces.Create(space), evaluator, evaluations));
        }

        var seeds = Seeds(root, faults, MaxSeeds);
        root.RefuseUnknown();
        return faults.Count > 0 || name is null || space is null || evaluator is null || strategy is null
            || evaluations is null
            ? null
            : new ExperimentDocument(name, space, evaluator, strategy, objectives, constraints, evaluations.Value,
                seeds);
    }

    /// <summary>What the evaluator can do; null, with its faults, where its options or the space forbid it.</summary>
    private static EvaluatorOffer? Offer(
        EvaluatorEntry entry, KindChoice evaluator, KindChoice? space, SpaceCatalogue spaces, List<Fault> faults)
    {
        var wrong = new List<Fault>();
        var offer = entry.Ask(evaluator.Options, wrong);
        if (!faults.Exists(fault => fault.Path.StartsWith("$.evaluator", StringComparison.Ordinal)))
        {
            faults.AddRange(wrong.Select(fault => fault with { Path = $"$.evaluator{fault.Path[1..]}" }));
        }

        if (offer is { Spaces.IsEmpty: false } && space is not null && !offer.Spaces.Contains(space.Kind))
        {
            var benchmark = evaluator.Options["benchmark"] is string name ? $" with the benchmark '{name}'" : "";
            faults.Add(new Fault("$.space.kind", $"\"{space.Kind}\"",
                $"is no space of the evaluator '{entry.Kind}'{benchmark}; allowed is {string.Join(", ", offer.Spaces)}"));
        }
        else if (offer?.Space is { } definition && space is not null && space != definition)
        {
            faults.Add(new Fault("$.space", $"\"{space.Kind}\"",
                $"has other options than the space of the benchmark '{evaluator.Options["benchmark"]}'"));
        }

        else if (offer?.SpaceFault is { } fault && space is not null
            && !faults.Exists(known => known.Path.StartsWith("$.space", StringComparison.Ordinal))
            && fault(spaces.Create(space)) is { } reason)
        {
            faults.Add(new Fault("$.space", $"\"{space.Kind}\"", $"is nothing for the evaluator '{entry.Kind}': {reason}"));
        }

        return offer;
    }

    private static int? Evaluations(JsonFields root, List<Fault> faults)
    {
        const string Allowed = "a whole number from 1 to 1000000";
        if (root.Object("budget") is not { } budget)
        {
            return null;
        }

        var json = budget.Required("evaluations", Allowed);
        budget.RefuseUnknown();
        if (json is null || JsonFields.AsInteger(json.Value) is { } number and >= 1 and <= MaxEvaluations)
        {
            return json is null ? null : (int)JsonFields.AsInteger(json.Value)!;
        }

        faults.Add(new Fault("$.budget.evaluations", JsonFields.Quote(json.Value), $"must be {Allowed}"));
        return null;
    }

    /// <summary>The field "seeds": at least one, no two equal.</summary>
    internal static ImmutableArray<long> Seeds(JsonFields root, List<Fault> faults, int most)
    {
        var allowed = $"an array of 1 to {most} different whole numbers from 0 to {MaxSeed}";
        var items = root.Array("seeds", allowed, required: true);
        if (root.Optional("seeds") is { ValueKind: JsonValueKind.Array } array && (items.Count == 0 || items.Count > most))
        {
            faults.Add(new Fault("$.seeds", JsonFields.Quote(array), $"must be {allowed}"));
        }

        var seeds = ImmutableArray.CreateBuilder<long>();
        foreach (var (json, path) in items)
        {
            if (JsonFields.AsInteger(json) is not ({ } seed and >= 0 and <= MaxSeed))
            {
                faults.Add(new Fault(path, JsonFields.Quote(json), $"must be a whole number from 0 to {MaxSeed}"));
            }
            else if (seeds.IndexOf(seed) is var first and >= 0)
            {
                var where = first.ToString(CultureInfo.InvariantCulture);
                faults.Add(new Fault(path, JsonFields.Quote(json),
                    $"is the seed of $.seeds[{where}] already; each seed may stand once"));
            }
            else
            {
                seeds.Add(seed);
            }
        }

        return seeds.ToImmutable();
    }
}
