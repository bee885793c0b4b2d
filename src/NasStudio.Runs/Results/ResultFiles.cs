using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Results;

/// <summary>Writes what an experiment found: the result file, one architecture, the table of trials.</summary>
/// <remarks>Streams: no more than one run is held in memory. Each method throws <see cref="NotFoundException"/> for
/// unknown numbers.</remarks>
public sealed class ResultFiles
{
    /// <summary>Name of the result file's schema.</summary>
    public const string ResultSchema = "nasstudio/result/v1";

    /// <summary>Name of the architecture file's schema.</summary>
    public const string ArchitectureSchema = "nasstudio/architecture/v1";

    // Native strings hold '|' and '~', which need no escaping in a file that is no part of a page.
    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StudioDatabase _database;
    private readonly ExperimentQueries _queries;
    private readonly StudioCatalogues _catalogues;
    private readonly StudioOptions _options;
    private readonly MotifQueries _motifs;

    internal ResultFiles(
        StudioDatabase database, ExperimentQueries queries, StudioCatalogues catalogues, StudioOptions options,
        MotifQueries motifs)
        => (_database, _queries, _catalogues, _options, _motifs) = (database, queries, catalogues, options, motifs);

    /// <summary>The result file of an experiment in any state.</summary>
    public async Task WriteResultAsync(long id, Stream stream, CancellationToken cancellation = default)
    {
        var experiment = await GetAsync(id, cancellation);
        await using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteString("schema", ResultSchema);
        json.WritePropertyName("experiment");
        ExperimentWriter.ToJson(experiment.Document).WriteTo(json);
        json.WritePropertyName("environment");
        HostFacts.ToJson(_options).WriteTo(json);
        json.WriteStartArray("metrics");
        foreach (var metric in experiment.Metrics)
        {
            ResultJson.Metric(json, metric, null);
        }

        json.WriteEndArray();
        if (experiment.Fidelity is { } fidelity)
        {
            ResultJson.Fidelity(json, fidelity);
        }

        if (LearnsMotifs(experiment))
        {
            MotifJson.WriteDefinitions(json);
        }

        json.WriteStartArray("runs");
        foreach (var run in experiment.Runs)
        {
            var trials = await TrialsAsync(run.Id, cancellation);
            var motifs = await MotifsAsync(experiment, run, cancellation);
            ResultJson.Run(json, experiment, run, trials, Curve(experiment, run, trials), motifs);
            await json.FlushAsync(cancellation);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The file of one trial's architecture.</summary>
    public async Task WriteArchitectureAsync(
        long id, long seed, int number, Stream stream, CancellationToken cancellation = default)
    {
        var experiment = await GetAsync(id, cancellation);
        var trial = await _queries.TrialAsync(id, seed, number, cancellation)
            ?? throw new NotFoundException($"Experiment {id} has no trial {number} in a run of seed {seed}.");
        var space = _catalogues.Spaces.Create(experiment.Document.Space);
        await using var json = new Utf8JsonWriter(stream, Indented);
        ArchitectureJson.Write(json, experiment, trial, space);
    }

    /// <summary>
    /// All trials as a table: RFC 4180, one line each, a column for each metric; absent values are empty.
    /// </summary>
    public async Task WriteTrialsCsvAsync(long id, Stream stream, CancellationToken cancellation = default)
    {
        var experiment = await GetAsync(id, cancellation);
        ImmutableArray<string> metrics = [.. experiment.Metrics.Select(m => m.Name)];
        await using var writer =
            new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(CsvLine.Of([
            "seed", "number", "architecture", "isomorphismClass", "functionalId", "origin", "state", "evaluationSeed",
            "fidelity", .. metrics, "isPareto", "isFeasible", "error", "askedAt", "toldAt"]));
        foreach (var run in experiment.Runs)
        {
            foreach (var t in await TrialsAsync(run.Id, cancellation))
            {
                await writer.WriteLineAsync(CsvLine.Of([
                    Text(run.Seed), Text(t.Number), t.Native, t.IsomorphismClass, t.FunctionalId, t.Origin,
                    ResultJson.Name(t.State), Text(t.EvaluationSeed),
                    t.Fidelity is { } level ? Text(level) : "",
                    .. metrics.Select(m => t.ValueOf(m) is { } value ? Text(value) : ""),
                    t.IsPareto ? "true" : "false", t.IsFeasible ? "true" : "false", t.Error ?? "",
                    t.AskedAt.ToString("O", CultureInfo.InvariantCulture),
                    t.ToldAt?.ToString("O", CultureInfo.InvariantCulture) ?? ""]));
            }

            await writer.FlushAsync(cancellation);
        }
    }

    private async Task<ExperimentView> GetAsync(long id, CancellationToken cancellation)
    {
        var experiment = await _queries.GetAsync(id, cancellation)
            ?? throw new NotFoundException($"There is no experiment {id}.");
        return experiment with { Document = ExperimentWriter.WithDefaults(experiment.Document, _catalogues) };
    }

    private Task<List<TrialRow>> TrialsAsync(long runId, CancellationToken cancellation) => _database.ReadAsync(
        context => context.Trials.Where(t => t.RunId == runId).OrderBy(t => t.Number).ToListAsync(cancellation),
        cancellation);

    private static bool LearnsMotifs(ExperimentView experiment) => experiment.Document.Strategy.Kind == StrategyCatalogue.NasBowl;

    /// <summary>What a run of NAS-BOWL teaches of motifs, by objective; nothing of other runs, and of one with too few
    /// trials.</summary>
    private async Task<ImmutableArray<MotifStudy>> MotifsAsync(
        ExperimentView experiment, RunView run, CancellationToken cancellation)
    {
        var studies = ImmutableArray.CreateBuilder<MotifStudy>();
        foreach (var objective in LearnsMotifs(experiment) ? experiment.Problem.Objectives : [])
        {
            try
            {
                studies.Add(await _motifs.StudyAsync(experiment.Id, run.Seed, objective.Metric, null, cancellation));
            }
            catch (WrongStateException)
            {
                // the page of motifs says why there are none
            }
        }

        return studies.ToImmutable();
    }

    private static RunCurve Curve(ExperimentView experiment, RunView run, List<TrialRow> trials) => SearchCurve.Of(
        run.Seed, experiment.Problem, experiment.Metrics, experiment.Fidelity,
        trials.Select(t => t.ToTrial(experiment.Document.Space.Kind)));

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
