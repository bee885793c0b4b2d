using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;
using NasStudio.Runs;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Live;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>Experiments side by side, live; without any, the way to choose or start them. What is shown stands in the
/// address.</summary>
public sealed partial class Compare : ComponentBase, IAsyncDisposable
{
    private const string New = "new", Existing = "existing";
    private static readonly (string Key, string Title)[] Choices = [(New, "New comparison"), (Existing, "Existing experiments")];
    private ComparisonState _state = new([]);
    private LiveComparison? _live;
    private ImmutableArray<long> _shown = [];
    private ImmutableArray<ComparisonQuantity> _quantities = [];

    [Inject] private ComparisonService Comparisons { get; set; } = default!;

    [Inject] private LiveFeed Feed { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "ids")] private string? Ids { get; set; }

    [SupplyParameterFromQuery(Name = "show")] private string? ShowText { get; set; }

    [SupplyParameterFromQuery(Name = "log")] private string? Log { get; set; }

    [SupplyParameterFromQuery(Name = "baseline")] private string? Baseline { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? From { get; set; }

    private string Choice => From == Existing ? Existing : New;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _state = ComparisonState.Read(Ids, ShowText, Log, Baseline);
        if (_shown.SequenceEqual(_state.Ids) || !RendererInfo.IsInteractive)
        {
            return;
        }

        await StopAsync();
        _shown = _state.Ids;
        if (!_shown.IsEmpty)
        {
            _live = new LiveComparison(Comparisons.Open(_shown), Feed, _shown.ToHashSet(), Time);
            _live.Start(() =>
            {
                ImmutableArray<ComparisonQuantity> quantities = _live?.Comparison is { } read ? ComparisonQuantity.Of(read) : [];
                return InvokeAsync(() =>
                {
                    _quantities = quantities;
                    StateHasChanged();
                });
            });
        }
    }

    private void Show(ComparisonState state)
    {
        if (state != _state)
        {
            _state = state;
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(state.Query), replace: true);
        }
    }

    private void Choose(string choice) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter("from", choice == New ? null : choice), replace: true);

    private string Download(string file)
        => $"api/v1/comparisons/{file}?ids={ComparisonState.Text(_state.Ids)}"
            + (_state.Baseline is { } baseline ? string.Create(CultureInfo.InvariantCulture, $"&baseline={baseline}") : "");

    private static RunState[] States(Comparison comparison) => [.. comparison.Experiments.SelectMany(e => e.Runs).Select(r => r.State)];

    private string Summary(Comparison comparison)
    {
        if (comparison.Experiments.IsEmpty)
        {
            return "";
        }

        var document = comparison.Experiments[0].Document;
        var goals = comparison.Problem.Objectives.Select(o => $"{(o.Direction == Direction.Maximize ? "maximize" : "minimize")} "
            + Format.InSentence(comparison.Metric(o.Metric).Title));
        var count = comparison.Experiments.Length;
        return $"{count} {(count == 1 ? "strategy" : "strategies")} on "
            + $"{Catalogues.Spaces.Find(document.Space.Kind)?.Title ?? document.Space.Kind}: {string.Join(", ", goals)}; "
            + $"{Format.Count(comparison.Evaluations)} evaluations for each seed";
    }

    private async ValueTask StopAsync()
    {
        if (_live is { } live)
        {
            _live = null;
            await live.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();
}
