using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Objectives;

namespace NasStudio.Runs.Experiments;

/// <summary>Reads objectives and constraints and checks them against what the evaluator measures.</summary>
/// <param name="faults">Takes every fault.</param>
/// <param name="evaluator">Kind of the evaluator; null when the file names none that exists.</param>
/// <param name="metrics">What the evaluator measures; null when that is unknown, and metrics cannot be checked.</param>
internal sealed class ProblemReader(List<Fault> faults, string? evaluator, ImmutableArray<Metric>? metrics)
{
    public ImmutableArray<Objective> Objectives(JsonFields root)
    {
        const string Allowed = "an array of at least one { \"metric\": ..., \"direction\": ... }";
        var items = root.Array("objectives", Allowed, required: true);
        if (root.Optional("objectives") is { ValueKind: JsonValueKind.Array } && items.Count == 0)
        {
            faults.Add(new Fault("$.objectives", "[]", $"must be {Allowed}"));
        }

        var objectives = ImmutableArray.CreateBuilder<Objective>();
        foreach (var (json, path) in items)
        {
            if (JsonFields.Of(json, path, faults) is not { } fields)
            {
                continue;
            }

            var metric = Metric(fields, "an objective");
            var direction = fields.Text("direction", "\"minimize\" or \"maximize\"");
            if (direction is not (null or "minimize" or "maximize"))
            {
                faults.Add(new Fault(fields.Under("direction"), $"\"{direction}\"",
                    "must be \"minimize\" or \"maximize\""));
            }

            fields.RefuseUnknown();
            if (metric is not null && objectives.Any(o => o.Metric == metric))
            {
                faults.Add(new Fault(fields.Under("metric"), $"\"{metric}\"",
                    "is an objective already; each metric may stand once"));
            }
            else if (metric is not null && direction is not null)
            {
                objectives.Add(
                    new Objective(metric, direction == "maximize" ? Direction.Maximize : Direction.Minimize));
            }
        }

        return objectives.ToImmutable();
    }

    public ImmutableArray<Constraint> Constraints(JsonFields root)
    {
        var constraints = ImmutableArray.CreateBuilder<Constraint>();
        foreach (var (json, path) in root.Array("constraints",
            "an array of { \"metric\": ..., \"min\": ..., \"max\": ... }", required: false))
        {
            if (JsonFields.Of(json, path, faults) is not { } fields)
            {
                continue;
            }

            var before = faults.Count;
            var metric = Metric(fields, "a constraint");
            var (min, max) = (fields.Number("min"), fields.Number("max"));
            fields.RefuseUnknown();
            if (faults.Count > before)
            {
                continue;
            }

            if (metric is not null && constraints.Any(c => c.Metric == metric))
            {
                faults.Add(new Fault(fields.Under("metric"), $"\"{metric}\"",
                    "has a constraint already; give min and max in one"));
            }
            else if (Impossible(metric!, min, max) is { } message)
            {
                faults.Add(new Fault(path, JsonFields.Quote(json), message));
            }
            else
            {
                constraints.Add(new Constraint(metric!, min, max));
            }
        }

        return constraints.ToImmutable();
    }

    private string? Metric(JsonFields fields, string use)
    {
        var all = metrics ?? [];
        var searchable = string.Join(", ", all.Where(m => m.Role != MetricRole.Test).Select(m => m.Name));
        var name = fields.Text("metric", searchable.Length > 0 ? $"one of {searchable}" : "a metric of the evaluator");
        if (name is null || metrics is null)
        {
            return name;
        }

        var metric = all.FirstOrDefault(m => m.Name == name);
        var message = metric switch
        {
            null => $"is not measured by the evaluator '{evaluator}'; allowed are {searchable}",
            { Role: MetricRole.Test } =>
                $"is a test metric: it is reported for what validation chose and may not be {use}; "
                    + $"allowed are {searchable}",
            _ => null,
        };
        if (message is null)
        {
            return name;
        }

        faults.Add(new Fault(fields.Under("metric"), $"\"{name}\"", message));
        return null;
    }

    private string? Impossible(string name, double? min, double? max)
    {
        var metric = metrics?.FirstOrDefault(m => m.Name == name);
        // Percentages lie between 0 and 100; every cost (size, operations, time) is at least 0.
        double? floor = metric is { Unit: "%" } or { Role: MetricRole.Cost } ? 0 : null;
        double? ceiling = metric is { Unit: "%" } ? 100 : null;
        return (min, max) switch
        {
            (null, null) => "bounds nothing; give \"min\", \"max\" or both",
            _ when min > max => "cannot be kept: min is greater than max; allowed is min of at most max",
            _ when min > ceiling
                => $"cannot be kept: {name} is at most {ceiling} {metric!.Unit}; allowed is a min of at most {ceiling}",
            _ when max < floor => $"cannot be kept: {name} is at least {floor}; allowed is a max of at least {floor}",
            _ => null,
        };
    }
}
