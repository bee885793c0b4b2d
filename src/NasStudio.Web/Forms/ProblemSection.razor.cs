using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;

namespace NasStudio.Web.Forms;

/// <summary>The rows of objectives and constraints of the form.</summary>
public sealed partial class ProblemSection : ComponentBase
{
    /// <summary>The form.</summary>
    [Parameter, EditorRequired] public ExperimentForm Form { get; set; } = default!;

    /// <summary>What the chosen evaluator measures.</summary>
    [Parameter, EditorRequired] public ImmutableArray<Metric> Metrics { get; set; }

    /// <summary>Faults found so far.</summary>
    [Parameter] public FaultList Faults { get; set; } = FaultList.None;

    /// <summary>Hears that something changed.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    private ImmutableArray<Metric> Searchable => [.. Metrics.Where(m => m.Role != MetricRole.Test)];

    private string Unit(string metric)
        => Metrics.FirstOrDefault(m => m.Name == metric) is { Unit.Length: > 0 } known ? $" ({known.Unit})" : "";

    private Task SetAsync(Action change)
    {
        change();
        return Changed.InvokeAsync();
    }

    private Task SetMetricAsync(ObjectiveFields objective, string metric) => SetAsync(() =>
    {
        objective.Metric = metric;
        objective.Direction = Metrics.FirstOrDefault(m => m.Name == metric)?.Direction ?? objective.Direction;
    });

    private Task SetDirectionAsync(ObjectiveFields objective, ChangeEventArgs e)
        => SetAsync(() => objective.Direction = Enum.Parse<Direction>(e.Value?.ToString() ?? nameof(Direction.Maximize)));

    private Task RemoveAsync(Func<bool> remove) => SetAsync(() => remove());

    private Task AddObjectiveAsync() => SetAsync(() =>
    {
        var next = Searchable.FirstOrDefault(m => Form.Objectives.All(o => o.Metric != m.Name));
        Form.Objectives.Add(new ObjectiveFields { Metric = next?.Name ?? "", Direction = next?.Direction ?? Direction.Maximize });
    });

    private Task AddConstraintAsync()
        => SetAsync(() => Form.Constraints.Add(new ConstraintFields { Metric = Searchable.LastOrDefault()?.Name ?? "" }));
}
