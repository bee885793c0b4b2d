using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Results;

/// <summary>The file of one architecture.</summary>
internal static class ArchitectureJson
{
    public static void Write(Utf8JsonWriter json, ExperimentView experiment, TrialView trial, SearchSpace space)
    {
        var architecture = space.Parse(trial.Native);
        json.WriteStartObject();
        json.WriteString("schema", ResultFiles.ArchitectureSchema);
        json.WriteString("space", space.Kind);
        json.WriteString("convention", space.Convention);
        json.WriteString("architecture", trial.Native);
        json.WriteString("isomorphismClass", trial.IsomorphismClass);
        json.WriteString("functionalId", trial.FunctionalId);
        Graph(json, "graph", space.Graph(architecture));
        Graph(json, "functionalGraph", space.FunctionalGraph(architecture));
        json.WriteStartArray("metrics");
        foreach (var metric in experiment.Metrics)
        {
            if (trial.Metrics.TryGetValue(metric.Name, out var value))
            {
                ResultJson.Metric(json, metric, value);
            }
        }

        json.WriteEndArray();
        json.WriteStartObject("provenance");
        json.WritePropertyName("experiment");
        ExperimentWriter.ToJson(experiment.Document).WriteTo(json);
        json.WriteNumber("seed", trial.Seed);
        json.WriteNumber("trial", trial.Number);
        json.WriteString("origin", trial.Origin);
        json.WriteNumber("evaluationSeed", trial.EvaluationSeed);
        if (trial.Fidelity is { } level)
        {
            json.WriteNumber("fidelity", level);
        }

        json.WriteString("state", ResultJson.Name(trial.State));
        json.WriteString("askedAt", trial.AskedAt);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Graph(Utf8JsonWriter json, string name, LabelledDag graph)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("nodes");
        foreach (var label in graph.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (var edge in graph.Edges)
        {
            json.WriteStartObject();
            json.WriteNumber("from", edge.From);
            json.WriteNumber("to", edge.To);
            if (edge.Label is { } label)
            {
                json.WriteString("operation", label);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
