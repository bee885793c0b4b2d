using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>What a strategy learned, round by round.</summary>
public sealed partial class LearningPanel : Panel, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly RoundPlayer _player = new();             // over the rounds in which something was learned
    private ImmutableArray<RoundView> _rounds = [];
    private ImmutableArray<TrialView> _judged = [];
    private ImmutableArray<(string Caption, ChartSpec Spec)> _numbers = [];
    private Metric[] _choices = [];
    private (long Seed, int Trials, int Rounds) _looked = (-1, -1, -1);

    [Inject] private IExperimentSource Source { get; set; } = default!;

    /// <summary>Draws architectures; null when the studio does not know the space.</summary>
    [Parameter] public SearchSpace? Space { get; set; }

    private ImmutableArray<TrialView> Own => [.. Trials.Where(trial => trial.Seed == Seed)];

    /// <summary>How far the search of the shown run is, where it shares weights.</summary>
    private SearchRounds? Rounds => View.Runs.First(run => run.Seed == Seed).Rounds;

    private bool SharesWeights => View.Runs.Any(run => run.Rounds is not null);

    private ImmutableArray<DistributionInsight> Distributions => Rounds?.Newest.Distributions ?? [];

    private Metric Shown => _choices.FirstOrDefault(m => m.Name == State.Y) ?? _choices.FirstOrDefault(m => m.Name == First.Name)
        ?? _choices.FirstOrDefault() ?? First;

    private int Batch => _player.Round ?? 0;

    private RoundView? Round => _rounds.FirstOrDefault(r => r.Batch == Batch) ?? _rounds.LastOrDefault(r => r.Batch < Batch);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var now = (Seed, Own.Length, Rounds?.Done ?? 0);
        if (now == _looked)
        {
            return;
        }

        var known = now.Seed == _looked.Seed ? _rounds : [];
        if (now.Seed != _looked.Seed)
        {
            _player.Follow();
        }

        _looked = now;
        try
        {
            var more = await Source.RoundsAsync(View.Id, Seed, known.IsEmpty ? -1 : known[^1].Batch, _closed.Token);
            _rounds = known.AddRange(more);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _numbers =
        [
            .. _rounds.SelectMany(r => r.Insight.Numbers).Select(n => n.Unit).Distinct()
                .Select(unit => Captioned(LearningChart.Numbers(_rounds, unit))),
        ];
        Redraw();
    }

    /// <inheritdoc/>
    protected override ChartSpec? Build()
    {
        _choices = [.. View.Metrics.Where(m => Trials.Any(t => t.Predicted?.ContainsKey(m.Name) == true))];
        _judged = LearningChart.Judged(Own, Shown.Name);
        _player.Rounds = [.. _rounds.Select(r => r.Batch).Concat(_judged.Select(t => t.Batch)).Distinct().Order()];
        return _judged.IsEmpty ? null
            : LearningChart.Predictions(View, _judged, Shown, _player.Round, SelectedKey);
    }

    /// <summary>A chart whose caption says what it shows: the axis, which is short, has the unit alone.</summary>
    private static (string, ChartSpec) Captioned(ChartSpec spec) => spec.Y.Unit.Length > 0
        ? (spec.Y.Title, spec with { Y = spec.Y with { Title = spec.Y.Unit, Unit = "" } })
        : (string.Join(", ", spec.Series.Select(series => series.Name)), spec);

    private static string Correlation(IEnumerable<TrialView> judged, string metric)
        => LearningChart.Order([.. judged], metric) is { } order ? order.ToString("0.00", CultureInfo.InvariantCulture) : "too few trials";

    private string Correlation(IEnumerable<TrialView> judged) => Correlation(judged, Shown.Name);
}
