using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>Architectures as points of a plane.</summary>
public sealed partial class SpacePanel : Panel, IDisposable
{
    private readonly RoundPlayer _player = new(withAll: true);
    private CancellationTokenSource _work = new();
    private (bool OfLatent, long? Seed) _mapped;
    private SpaceMap? _map;
    private NeighbourMap? _near;
    private ImmutableArray<TrialView> _own = [];              // of which the map is
    private IReadOnlyList<PlacedTrial> _placed = [];
    private ImmutableArray<SpaceColor> _colors = [];
    private ImmutableArray<double>? _place;                   // a latent vector that was asked for
    private bool _byNeighbours;

    /// <summary>The space of the experiment; null when the studio does not know it.</summary>
    [Parameter] public SearchSpace? Space { get; set; }

    private bool HasLatent => Trials.Any(t => t.Latent is not null);

    private bool OfLatent => HasLatent && State.Map != "encoding";

    private bool TakesPlaces => OfLatent && !_byNeighbours;

    private EventCallback<ChartPlace> OnPlace
        => TakesPlaces ? EventCallback.Factory.Create<ChartPlace>(this, TakePlace) : default;

    private SpaceColor Color => _colors.FirstOrDefault(c => c.Name == State.Color) ?? SpaceColor.Measured(First);

    // A generator need not have learned to keep like architectures together.
    private string NearPoints => OfLatent
        ? "lie near in the latent space, which says how the generator sees them" : "are similar architectures";

    private string Note
    {
        get
        {
            var what = OfLatent ? "the latent vectors the generator drew from" : "the one-hot encodings of the cells";
            if (!_byNeighbours)
            {
                return $"The two principal components of {what}; the plane shows "
                    + (100 * _map!.ExplainedShare).ToString("0", CultureInfo.InvariantCulture)
                    + $" % of their variance. Near points {NearPoints}."
                    + (TakesPlaces ? " Click an empty place to see what the generator makes of it." : "");
            }

            var all = _own.Count(t => _map!.Vector(t) is not null);
            return $"By t-SNE of {what}: near points {NearPoints}; how far groups lie apart means little."
                + (_placed.Count == all ? "" : string.Create(
                    CultureInfo.InvariantCulture,
                    $" Of {all:N0} architectures {_placed.Count:N0} are shown: the {NeighbourMap.Most / 3} best by ")
                    + $"{Format.InSentence(First.Title)} and an even sample of the others.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.Cancel();
        _work.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var (near, cancellation) = (_near, _work.Token);
        try
        {
            while (State.Projection == ViewState.TSne && near is not null
                && await near.FindAsync(_own, Worth, Tell, cancellation))
            {
                Redraw();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // another map is shown, or none
        }
    }

    /// <inheritdoc/>
    protected override ChartSpec? Build()
    {
        _colors = SpaceColor.Choices(View.Metrics, Trials);
        if (Space is null)
        {
            return null;
        }

        // Latent vectors of several runs are of several generators: a map of them shows one run.
        var wanted = (OfLatent, OfLatent ? Seed : (long?)null);
        if (_map is null || _mapped != wanted)
        {
            Begin(wanted, Space);
        }

        _own = _mapped.Seed is { } seed ? [.. Trials.Where(t => t.Seed == seed)] : Trials;
        _player.Rounds = [.. _own.Select(t => t.Batch).Distinct().Order()];
        _byNeighbours = State.Projection == ViewState.TSne && _near!.HasPlaces;
        _placed = _byNeighbours ? _near!.Place(_own) : _map!.Place(_own);
        var axis = _byNeighbours ? "dimension of t-SNE" : "principal component";
        var spec = SpaceChart.Build(
            View, _placed, $"First {axis}", $"Second {axis}", Color, _player.Round, SelectedKey);
        return TakesPlaces && _place is { } latent
            ? spec with { View = spec.View with { Place = _map!.Project(latent) } } : spec;
    }

    private void Begin((bool OfLatent, long? Seed) wanted, SearchSpace space)
    {
        _work.Cancel();
        _work.Dispose();
        (_work, _mapped, _place) = (new(), wanted, null);
        _map = new SpaceMap(space, wanted.OfLatent);
        _near = new NeighbourMap(_map);
        _player.Follow();
    }

    private double? Worth(TrialView trial)
    {
        var objective = View.Problem.Objectives[0];
        var value = trial.IsFeasible && trial.Fidelity is null ? SpaceColor.Measured(First).Of(trial) : null;
        return objective.Direction == Direction.Maximize ? value : -value;
    }

    private void Tell() => _ = InvokeAsync(StateHasChanged);

    private void TakePlace(ChartPlace place)
    {
        _place = _map!.Unproject(place);
        Redraw();
    }

    private void ClosePlace()
    {
        _place = null;
        Redraw();
    }
}
