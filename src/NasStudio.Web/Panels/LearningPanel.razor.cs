using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>What a strategy learned, round by round.</summary>
public sealed partial class LearningPanel : Panel, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(700);
    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<RoundView> _rounds = [];
    private ImmutableArray<TrialView> _judged = [];
    private ImmutableArray<ChartSpec> _numbers = [];
    private Metric[] _choices = [];
    private int[] _batches = [];                              // in which something was learned
    private (long Seed, int Trials) _looked = (-1, -1);
    private long? _seed;
    private int? _at;                                         // null follows the newest round
    private ITimer? _playing;

    [Inject] private IExperimentSource Source { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    private long Seed => _seed is { } chosen && View.Runs.Any(run => run.Seed == chosen) ? chosen : View.Runs[0].Seed;

    private ImmutableArray<TrialView> Own => [.. Trials.Where(trial => trial.Seed == Seed)];

    private Metric Shown => _choices.FirstOrDefault(m => m.Name == State.Y) ?? _choices.FirstOrDefault(m => m.Name == First.Name)
        ?? _choices.FirstOrDefault() ?? First;

    private int At => Math.Clamp(_at ?? int.MaxValue, 0, Math.Max(0, _batches.Length - 1));

    private int Batch => _batches.ElementAtOrDefault(At);

    private RoundView? Round => _rounds.FirstOrDefault(r => r.Batch == Batch) ?? _rounds.LastOrDefault(r => r.Batch < Batch);

    /// <inheritdoc/>
    public void Dispose()
    {
        _playing?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var now = (Seed, Own.Length);
        if (now == _looked)
        {
            return;
        }

        var known = now.Seed == _looked.Seed ? _rounds : [];
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
                .Select(unit => LearningChart.Numbers(_rounds, unit)),
        ];
        Redraw();
    }

    /// <inheritdoc/>
    protected override ChartSpec? Build()
    {
        _choices = [.. View.Metrics.Where(m => Trials.Any(t => t.Predicted?.ContainsKey(m.Name) == true))];
        _judged = LearningChart.Judged(Own, Shown.Name);
        _batches = [.. _rounds.Select(r => r.Batch).Concat(_judged.Select(t => t.Batch)).Distinct().Order()];
        return _judged.IsEmpty ? null
            : LearningChart.Predictions(View, _judged, Shown, _batches.Length == 0 ? null : Batch, SelectedKey);
    }

    private static string Correlation(IEnumerable<TrialView> judged, string metric)
        => LearningChart.Order([.. judged], metric) is { } order ? order.ToString("0.00", CultureInfo.InvariantCulture) : "too few trials";

    private string Correlation(IEnumerable<TrialView> judged) => Correlation(judged, Shown.Name);

    private Task TakeSeedAsync(string? text)
    {
        _seed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;
        _at = null;
        return OnParametersSetAsync();
    }

    private void Go(int at)
    {
        _at = at >= _batches.Length - 1 ? null : at;
        Redraw();
    }

    private void Play()
    {
        if (_playing is not null)
        {
            Stop();
            return;
        }

        Go(0);
        _playing = Time.CreateTimer(_ => InvokeAsync(() =>
        {
            var next = At + 1;
            Go(next);
            if (next >= _batches.Length - 1)
            {
                Stop();
            }

            StateHasChanged();
        }), null, Step, Step);
    }

    private void Stop()
    {
        _playing?.Dispose();
        _playing = null;
    }
}
