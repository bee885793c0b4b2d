using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>One experiment, live. Which panel, axes and trial are shown stands in the address.</summary>
public sealed partial class Experiment : ComponentBase, IAsyncDisposable
{
    private LiveExperiment _live = default!;
    private ViewState _state = new();
    private ImmutableArray<string> _brushed = [];             // keys of trials, on the map and on the front alike
    private SearchSpace? _space;
    private long _shown = -1;

    [Inject] private IExperimentSource Source { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    /// <summary>Number of the experiment.</summary>
    [Parameter] public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "panel")] private string? Panel { get; set; }

    [SupplyParameterFromQuery(Name = "x")] private string? X { get; set; }

    [SupplyParameterFromQuery(Name = "y")] private string? Y { get; set; }

    [SupplyParameterFromQuery(Name = "map")] private string? Map { get; set; }

    [SupplyParameterFromQuery(Name = "projection")] private string? Projection { get; set; }

    [SupplyParameterFromQuery(Name = "color")] private string? Color { get; set; }

    [SupplyParameterFromQuery(Name = "seed")] private string? Seed { get; set; }

    [SupplyParameterFromQuery(Name = "trial")] private string? TrialText { get; set; }

    [SupplyParameterFromQuery(Name = "motif")] private string? Motif { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] private string? Sort { get; set; }

    private ExperimentView? View => _live.View;

    /// <summary>The trial that was chosen, or else the best so far.</summary>
    private TrialView? Selected => _state.Selected is { } chosen ? _live.Find(chosen) : Best;

    private TrialView? Best
    {
        get
        {
            var first = View!.Problem.Objectives[0];
            var incumbents = View.Runs.Where(r => r.Incumbent is not null)
                .Select(r => _live.Find(new(r.Seed, r.Incumbent!.Value)))
                .Where(t => t?.State == TrialState.Completed);
            return first.Direction == Direction.Maximize
                ? incumbents.MaxBy(t => t!.Metrics[first.Metric])
                : incumbents.MinBy(t => t!.Metrics[first.Metric]);
        }
    }

    /// <summary>Whether the strategy shares weights, expects something of what it proposes, or is shown learning
    /// already.</summary>
    private bool Learns => _state.Panel == ViewState.Learning || _live.Trials.Any(trial => trial.Predicted is not null)
        || Catalogues.Strategies.Find(View!.Document.Strategy.Kind) is { SharesWeights: true };

    private string Summary
    {
        get
        {
            var document = View!.Document;
            var goals = document.Objectives.Select(
                o => $"{(o.Direction == Direction.Maximize ? "maximize" : "minimize")} {Title(o.Metric)}");
            var bounds = document.Constraints.Select(c => (c.Min, c.Max) switch
            {
                ({ } min, { } max) => $"{Title(c.Metric)} from {Value(c.Metric, min)} to {Value(c.Metric, max)}",
                ({ } min, _) => $"{Title(c.Metric)} at least {Value(c.Metric, min)}",
                _ => $"{Title(c.Metric)} at most {Value(c.Metric, c.Max ?? 0)}",
            });
            var strategy = Catalogues.Strategies.Find(document.Strategy.Kind)?.Title ?? document.Strategy.Kind;
            return $"{strategy} on {_space?.Title ?? document.Space.Kind}: "
                + string.Join(", ", goals.Concat(bounds));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _state = ViewState.Read(Panel, X, Y, Map, Projection, Color, Seed, TrialText, Motif, Sort);
        if (_shown == Id)
        {
            return;
        }

        await StopAsync();
        (_shown, _brushed) = (Id, []);
        _live = new LiveExperiment(Source, Id, Time);
        await _live.LookAtViewAsync();
        TakeSpace();
        if (RendererInfo.IsInteractive)
        {
            _live.Start(() => InvokeAsync(() =>
            {
                TakeSpace();
                StateHasChanged();
            }));
        }
    }

    /// <summary>The chart library loads while the trials are being read.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            try
            {
                await Js.InvokeVoidAsync("import", "./_content/NasStudio.Web/chart.js");
            }
            catch (Exception fault) when (fault is JSException or JSDisconnectedException or TaskCanceledException)
            {
                // a chart says so itself when it is drawn
            }
        }
    }

    private void TakeSpace() => _space ??= View is null ? null
        : Catalogues.Spaces.Find(View.Document.Space.Kind)?.Create(View.Document.Space.Options);

    /// <summary>Shows another view; the address follows and can be kept or sent.</summary>
    private void Show(ViewState state)
    {
        if (state != _state)
        {
            _state = state;
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(state.Query), replace: true);
        }
    }

    private Metric? Metric(string name) => View!.Metrics.FirstOrDefault(m => m.Name == name);

    private string Title(string metric) => Metric(metric)?.Title.ToLower(CultureInfo.InvariantCulture) ?? metric;

    private string Value(string metric, double value) => Format.Value(value, Metric(metric));

    private async ValueTask StopAsync()
    {
        _space = null;
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();
}
