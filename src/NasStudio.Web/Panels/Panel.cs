using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>What the panels of the experiment page share: the experiment, the view, and the one selection.</summary>
public abstract class Panel : ComponentBase
{
    private object? _built;

    /// <summary>The experiment.</summary>
    [Parameter, EditorRequired] public ExperimentView View { get; set; } = default!;

    /// <summary>Trials of all runs, in the order of their arrival.</summary>
    [Parameter, EditorRequired] public ImmutableArray<TrialView> Trials { get; set; } = [];

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired] public ViewState State { get; set; } = new();

    /// <summary>Hears what should be shown instead.</summary>
    [Parameter] public EventCallback<ViewState> StateChanged { get; set; }

    /// <summary>The selected trial; null while there is none.</summary>
    [Parameter] public TrialView? Selected { get; set; }

    /// <summary>What the panel draws; built anew only when trials or view have changed.</summary>
    protected ChartSpec? Spec { get; private set; }

    /// <summary>Key of the selected trial.</summary>
    protected string? SelectedKey => Selected?.Key().ToString();

    /// <summary>The first objective's metric.</summary>
    protected Metric First => Metric(View.Problem.Objectives[0].Metric);

    /// <summary>Draws.</summary>
    protected virtual ChartSpec? Build() => null;

    /// <summary>Draws anew, whatever has changed.</summary>
    protected void Redraw() => Spec = Build();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var inputs = (Trials, State with { Selected = null }, View.Runs.Length);
        if (!inputs.Equals(_built))
        {
            (_built, Spec) = (inputs, Build());
        }

        if (Spec is not null && Spec.View.Selected != SelectedKey)
        {
            Spec = Spec with { View = Spec.View with { Selected = SelectedKey } };
        }
    }

    /// <summary>A metric by name; one without title and unit where the evaluator does not list it.</summary>
    protected Metric Metric(string name)
        => View.Metrics.FirstOrDefault(m => m.Name == name) ?? new(name, name, "", Direction.Maximize, MetricRole.Validation);

    /// <summary>Selects the trial of a key.</summary>
    protected Task SelectAsync(string key) => StateChanged.InvokeAsync(State with { Selected = TrialKey.Parse(key) });

    /// <summary>Selects the next (1) or previous (-1) completed trial.</summary>
    protected Task StepAsync(int step)
    {
        TrialView[] completed = [.. Trials.Where(t => t.State == TrialState.Completed)];
        var at = Array.FindIndex(completed, t => t.Key().ToString() == SelectedKey);
        return completed.Length == 0
            ? Task.CompletedTask
            : SelectAsync(completed[((at < 0 ? 0 : at + step) + completed.Length) % completed.Length].Key().ToString());
    }
}
