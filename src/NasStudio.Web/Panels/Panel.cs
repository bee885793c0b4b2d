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

    /// <summary>Keys of the trials that are brushed: they stand out on every chart. Empty for none.</summary>
    [Parameter] public ImmutableArray<string> Brushed { get; set; } = [];

    /// <summary>Hears what is brushed instead.</summary>
    [Parameter] public EventCallback<ImmutableArray<string>> BrushedChanged { get; set; }

    /// <summary>What the panel draws; built anew only when trials, rounds or view have changed.</summary>
    protected ChartSpec? Spec { get; private set; }

    /// <summary>Key of the selected trial.</summary>
    protected string? SelectedKey => Selected?.Key().ToString();

    /// <summary>The first objective's metric.</summary>
    protected Metric First => Metric(View.Problem.Objectives[0].Metric);

    /// <summary>The run that is shown where one alone can be.</summary>
    protected long Seed
        => State.Seed is { } chosen && View.Runs.Any(run => run.Seed == chosen) ? chosen : View.Runs[0].Seed;

    /// <summary>Draws.</summary>
    protected virtual ChartSpec? Build() => null;

    /// <summary>Draws anew, whatever has changed.</summary>
    protected void Redraw() => Spec = Marked(Build());

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var inputs = (Trials, State with { Selected = null }, View.Runs.Length, View.Runs.Sum(run => run.Rounds?.Done ?? 0));
        if (!inputs.Equals(_built))
        {
            (_built, Spec) = (inputs, Build());
        }

        Spec = Marked(Spec);
    }

    /// <summary>The chart with what is selected and brushed now; itself where that is so already.</summary>
    private ChartSpec? Marked(ChartSpec? spec)
        => spec is null || (spec.View.Selected == SelectedKey && spec.View.Brushed == Brushed)
            ? spec
            : spec with { View = spec.View with { Selected = SelectedKey, Brushed = Brushed } };

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
