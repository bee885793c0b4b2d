using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Results;

/// <summary>The parts of the result file.</summary>
internal static class ResultJson
{
    public static void Run(
        Utf8JsonWriter json, ExperimentView experiment, RunView run, IReadOnlyList<TrialRow> trials, RunCurve curve,
        ImmutableArray<MotifStudy> motifs)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", run.Seed);
        json.WriteString("state", Name(run.State));
        json.WriteNumber("strategyVersion", run.StrategyVersion);
        json.WriteNumber("evaluatorVersion", run.EvaluatorVersion);
        if (run.Error is not null)
        {
            json.WriteString("error", run.Error);
        }

        json.WriteStartArray("trials");
        foreach (var trial in trials)
        {
            Trial(json, trial);
        }

        json.WriteEndArray();
        json.WriteStartArray("front");
        foreach (var trial in trials.Where(t => t.IsPareto))
        {
            json.WriteNumberValue(trial.Number);
        }

        json.WriteEndArray();
        json.WritePropertyName("incumbent");
        if (run.Incumbent is { } incumbent)
        {
            json.WriteNumberValue(incumbent);
        }
        else
        {
            json.WriteNullValue();
        }

        Curve(json, curve);
        if (!motifs.IsEmpty)
        {
            MotifJson.Write(json, motifs);
        }

        if (run.Rounds is { } rounds)
        {
            DistributionJson.Write(json, rounds, trials);
        }

        json.WriteNumber("strategySeconds", Math.Round(run.StrategySeconds, 3));
        json.WriteNumber("evaluationSeconds", Math.Round(run.EvaluationSeconds, 3));
        json.WriteNumber("wallSeconds", Math.Round(run.WallSeconds, 3));
        json.WriteEndObject();
    }

    /// <summary>A metric with its unit, direction and role; with a value where one was measured.</summary>
    public static void Metric(Utf8JsonWriter json, Metric metric, double? value)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        if (value is { } measured)
        {
            json.WriteNumber("value", measured);
        }

        json.WriteString("title", metric.Title);
        json.WriteString("unit", metric.Unit);
        json.WriteString("direction", Name(metric.Direction));
        json.WriteString("role", Name(metric.Role));
        json.WriteBoolean("deterministic", metric.IsDeterministic);
        json.WriteEndObject();
    }

    /// <summary>What evaluations are measured in, and how much the full one is.</summary>
    public static void Fidelity(Utf8JsonWriter json, FidelityScale fidelity)
    {
        json.WriteStartObject("fidelity");
        json.WriteString("name", fidelity.Name);
        json.WriteNumber("full", fidelity.Full);
        json.WriteEndObject();
    }

    public static string Name<T>(T value) where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Trial(Utf8JsonWriter json, TrialRow trial)
    {
        json.WriteStartObject();
        json.WriteNumber("number", trial.Number);
        json.WriteNumber("batch", trial.Batch);
        json.WriteString("architecture", trial.Native);
        json.WriteString("isomorphismClass", trial.IsomorphismClass);
        json.WriteString("functionalId", trial.FunctionalId);
        json.WriteString("origin", trial.Origin);
        json.WriteNumber("evaluationSeed", trial.EvaluationSeed);
        if (trial.Fidelity is { } level)
        {
            json.WriteNumber("fidelity", level);
        }

        json.WriteString("state", Name(trial.State));
        json.WriteStartObject("metrics");
        if (trial.State == TrialState.Completed)
        {
            Values(json, trial.Metrics);
        }

        json.WriteEndObject();
        if (trial.Predicted is { } predicted)
        {
            json.WriteStartObject("predicted");
            Values(json, predicted.Where(p => double.IsFinite(p.Value)));
            json.WriteEndObject();
        }

        if (trial.Latent is { } latent)
        {
            json.WriteStartArray("latent");
            foreach (var coordinate in latent)
            {
                json.WriteNumberValue(coordinate);
            }

            json.WriteEndArray();
        }

        if (trial.Error is { } error)
        {
            json.WriteString("error", error);
        }

        json.WriteString("askedAt", trial.AskedAt);
        if (trial.ToldAt is { } told)
        {
            json.WriteString("toldAt", told);
        }

        json.WriteBoolean("isPareto", trial.IsPareto);
        json.WriteBoolean("isFeasible", trial.IsFeasible);
        json.WriteEndObject();
    }

    private static void Curve(Utf8JsonWriter json, RunCurve curve)
    {
        json.WriteStartArray("curve");
        foreach (var point in curve.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("evaluations", point.Evaluations);
            json.WriteNumber("trial", point.Number);
            json.WriteNumber("value", point.Value);
            json.WriteStartObject("reported");
            Values(json, point.Reported);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Values(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, double>> values)
    {
        foreach (var (name, value) in values)
        {
            json.WriteNumber(name, value);
        }
    }
}
