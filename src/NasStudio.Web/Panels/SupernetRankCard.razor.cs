using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Supernets;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>Compares the supernet of a run with a benchmark, on request.</summary>
public sealed partial class SupernetRankCard : ComponentBase, IDisposable
{
    private ImmutableArray<string> _tables = [];
    private string? _chosen;
    private CancellationTokenSource? _asking;                 // null while nothing is measured
    private (long Id, long Seed) _of;
    private int _measured;
    private int _all = 1;
    private long _since;                                      // when the first began to be measured
    private SupernetRank? _rank;
    private string? _problem;

    [Inject] private IExperimentSource Source { get; set; } = default!;

    /// <summary>The experiment.</summary>
    [Parameter, EditorRequired] public ExperimentView View { get; set; } = default!;

    /// <summary>Seed of the run.</summary>
    [Parameter, EditorRequired] public long Seed { get; set; }

    private string Table => _chosen is { } name && _tables.Contains(name) ? name : _tables[0];

    private string Doing => _measured == 0 ? "Reading the supernet and its images"
        : $"{_measured} of {_all} architectures measured, about {Format.Duration(Stopwatch.GetElapsedTime(_since) * (_all - _measured) / _measured)} left";

    /// <inheritdoc/>
    public void Dispose() => Stop();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_of == (View.Id, Seed)) return;
        Stop();
        _of = (View.Id, Seed);
        (_rank, _problem) = (null, null);
        _tables = Source.TablesOf(View.Document.Space.Kind);
    }

    private async Task RankAsync()
    {
        using var asking = new CancellationTokenSource();
        (_asking, _rank, _problem, _measured, _all) = (asking, null, null, 0, 1);
        var token = asking.Token;
        try
        {
            var rank = await Source.RankAsync(View.Id, Seed, Table, Tell, token);
            if (!token.IsCancellationRequested) _rank = rank;
        }
        catch (OperationCanceledException)
        {
            // stopped, or another run is looked at, or nobody looks any more
        }
        catch (Exception fault) when (fault is WrongStateException or NotFoundException or StorageException)
        {
            if (!token.IsCancellationRequested) _problem = fault.Message;
        }
        finally
        {
            if (_asking == asking) _asking = null;
        }

        void Tell(int done, int all) => _ = InvokeAsync(() =>
        {
            if (token.IsCancellationRequested) return;
            if (done == 0) _since = Stopwatch.GetTimestamp();
            (_measured, _all) = (done, all);
            StateHasChanged();
        });
    }

    private void Stop()
    {
        _asking?.Cancel();
        _asking = null;
    }

    /// <summary>Two decimals, without a minus before nothing.</summary>
    private static string Text(double? value)
        => value is { } known ? (Math.Round(known, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture) : "not known";
}
