using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;
using NasStudio.Web.Live;
using NasStudio.Web.Motifs;

namespace NasStudio.Web.Panels;

/// <summary>What the trials of a run teach about the pieces of architectures. A run at work is learned anew when it has a
/// tenth more trials, and once more at its end.</summary>
public sealed partial class MotifsPanel : Panel, IDisposable
{
    private const double Growth = 1.1;
    private CancellationTokenSource _asking = new();
    private (long Seed, string Objective, int Trials)? _asked;
    private MotifStudy? _study;
    private string? _doing;                                   // null while nothing is being learned
    private string? _problem;

    [Inject] private IExperimentSource Source { get; set; } = default!;

    /// <summary>The space of the experiment; null when the studio does not know it.</summary>
    [Parameter] public SearchSpace? Space { get; set; }

    private ImmutableArray<Metric> Objectives => [.. View.Problem.Objectives.Select(o => Metric(o.Metric))];

    private Metric Objective => Objectives.FirstOrDefault(o => o.Name == State.Y) ?? First;

    private MotifScore Score => MotifScore.Find(State.Sort);

    private int Completed => Trials.Count(t => t.Seed == Seed && t is { State: TrialState.Completed, Fidelity: null });

    private bool IsTooFew => Completed < MotifQueries.FewestTrials;

    /// <summary>The motif that is looked at: the one in the address, else the best.</summary>
    private StudiedMotif? Chosen => _study?.Motifs.FirstOrDefault(m => m.Name == State.Motif) ?? _study?.Motifs.FirstOrDefault();

    private string Standing
    {
        get
        {
            var (study, trials) = (_study!, Format.Count(_study!.Trials));
            var from = study.Learned == study.Trials ? $"the run's {trials} completed trials"
                : $"{Format.Count(study.Learned)} of the run's {trials} completed trials, evenly chosen";
            return $"Learned from {from}: {Format.InSentence(study.Metric.Title)}, by a Gaussian process that sees {study.Depth} "
                + $"step{(study.Depth == 1 ? "" : "s")} from each operation."
                + (_doing is null ? "" : $" {_doing}, to bring this up to date.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asking.Cancel();
        _asking.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var (seed, objective, trials) = (Seed, Objective.Name, Completed);
        var isSame = _asked is { } asked && (asked.Seed, asked.Objective) == (seed, objective);
        var isActive = View.Runs.First(r => r.Seed == seed).State.IsActive();
        if (IsTooFew || (isSame && (_asked!.Value.Trials == trials
            || (isActive && (_doing is not null || trials < Growth * _asked.Value.Trials)))))
        {
            return;
        }

        if (!isSame)
        {
            (_study, _problem) = (null, null);
        }

        _asked = (seed, objective, trials);
        var token = AskAnew();
        _doing = "Waiting for other models";
        try
        {
            var study = await Source.StudyAsync(View.Id, seed, objective, Tell(token), token);
            if (!token.IsCancellationRequested)
            {
                (_study, _doing, _problem) = (study, null, null);
            }
        }
        catch (OperationCanceledException)
        {
            // another run or objective is looked at, or nobody looks any more
        }
        catch (Exception fault) when (fault is WrongStateException or NotFoundException or StorageException)
        {
            if (!token.IsCancellationRequested)
            {
                (_problem, _doing) = (fault.Message, null);
            }
        }
    }

    private static string? SortOf(string? key) => key == MotifScore.Effect.Key ? null : key;

    private Task ChooseAsync(StudiedMotif motif) => StateChanged.InvokeAsync(State with { Motif = motif.Name });

    /// <summary>Shows what is being done, as long as it is for what is asked now.</summary>
    private Action<string> Tell(CancellationToken token) => text => _ = InvokeAsync(() =>
    {
        if (!token.IsCancellationRequested && _doing is not null)
        {
            _doing = text;
            StateHasChanged();
        }
    });

    private CancellationToken AskAnew()
    {
        _asking.Cancel();
        _asking.Dispose();
        _asking = new();
        return _asking.Token;
    }
}
