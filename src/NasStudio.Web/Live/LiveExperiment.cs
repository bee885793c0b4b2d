using System.Collections.Immutable;
using NasStudio.Runs;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;

namespace NasStudio.Web.Live;

/// <summary>
/// An experiment as a page shows it, kept up to date. Events only mark what is stale; one loop asks for what changed,
/// at most four times a second, off the page's own thread.
/// </summary>
public sealed class LiveExperiment(IExperimentSource source, long id, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private const int PageSize = 2000, LogLimit = 2000, BeatsBetweenFullLooks = 8;
    private readonly LookLoop _loop = new();
    private readonly Dictionary<TrialKey, int> _places = [];
    private readonly List<TrialView> _trials = [];
    private readonly Dictionary<long, long> _revisions = [];
    private IDisposable? _subscription;
    private int _stale;
    private int _beats;

    [Flags]
    private enum Part { None = 0, View = 1, Trials = 2, Log = 4, All = 7 }

    /// <summary>The experiment; null until loaded, or when there is none.</summary>
    public ExperimentView? View { get; private set; }

    /// <summary>Trials of all runs, in the order of their first appearance.</summary>
    public ImmutableArray<TrialView> Trials { get; private set; } = [];

    /// <summary>The log, oldest line first.</summary>
    public ImmutableArray<LogLine> Log { get; private set; } = [];

    /// <summary>Whether a first answer has come: without a <see cref="View"/> there is no such experiment.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Whether trials and log have been read as well.</summary>
    public bool HasTrials { get; private set; }

    /// <summary>Why the latest look failed, in words; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The trial with a key; null where there is none.</summary>
    public TrialView? Find(TrialKey? key)
        => key is { } known && _places.TryGetValue(known, out var place) && place < Trials.Length ? Trials[place] : null;

    /// <summary>Loads everything, then keeps looking until disposed.</summary>
    /// <param name="changed">Called after each look that found something; on a pool thread.</param>
    public void Start(Func<Task> changed)
    {
        _subscription = source.Subscribe(id, Mark);
        _stale = (int)Part.All;
        _loop.Start(Beat, time, () => LookAgainAsync(changed));
    }

    /// <summary>Has the next look ask for everything that may have changed.</summary>
    public void Refresh() => Interlocked.Or(ref _stale, (int)Part.All);

    /// <summary>Reads the experiment without its trials: enough for a first picture.</summary>
    public Task LookAtViewAsync() => LookAsync(Part.View);

    /// <summary>One look: asks for what is marked as stale. False when nothing was.</summary>
    public async Task<bool> LookAsync()
    {
        var stale = (Part)Interlocked.Exchange(ref _stale, 0);
        if (stale == Part.None)
        {
            return false;
        }

        await LookAsync(stale);
        return true;
    }

    private async Task LookAsync(Part stale)
    {
        try
        {
            View = await source.GetAsync(id, _loop.Stopped);
            if (View is not null && stale.HasFlag(Part.Trials))
            {
                await LoadTrialsAsync(View);
            }

            if (View is not null && stale.HasFlag(Part.Log))
            {
                await LoadLogAsync();
            }

            Problem = null;
            HasTrials |= stale.HasFlag(Part.Trials);
        }
        catch (Exception fault) when (fault is StorageException or IOException or TimeoutException)
        {
            Problem = fault.Message;
            Interlocked.Or(ref _stale, (int)stale);
        }

        HasAnswered = true;
    }

    private async Task LookAgainAsync(Func<Task> changed)
    {
        if (_beats++ % BeatsBetweenFullLooks == 0 && (View?.State.IsActive() == true || Problem is not null))
        {
            Refresh();                              // time to come moves on, and other processes send no events
        }

        if (await LookAsync())
        {
            await changed();
        }
    }

    private async Task LoadTrialsAsync(ExperimentView view)
    {
        var changed = false;
        foreach (var run in view.Runs)
        {
            ImmutableArray<TrialView> page;
            do
            {
                page = await source.TrialsAsync(id, run.Seed, _revisions.GetValueOrDefault(run.Seed), PageSize, _loop.Stopped);
                foreach (var trial in page)
                {
                    Put(trial);
                    _revisions[run.Seed] = Math.Max(_revisions.GetValueOrDefault(run.Seed), trial.Revision);
                    changed = true;
                }
            }
            while (page.Length >= PageSize);
        }

        if (changed)
        {
            Trials = [.. _trials];
        }
    }

    private void Put(TrialView trial)
    {
        if (_places.TryGetValue(trial.Key(), out var place))
        {
            _trials[place] = trial;
            return;
        }

        _places[trial.Key()] = _trials.Count;
        _trials.Add(trial);
    }

    private async Task LoadLogAsync()
    {
        var lines = await source.LogAsync(id, Log.IsEmpty ? 0 : Log[^1].Id, LogLimit, _loop.Stopped);
        Log = [.. Log.Concat(lines).TakeLast(LogLimit)];
    }

    private void Mark(LiveEvent change) => Interlocked.Or(ref _stale, (int)(change.Kind switch
    {
        LiveKind.Trial => Part.View | Part.Trials,
        LiveKind.Log => Part.Log,
        LiveKind.State => Part.All,
        _ => Part.View,
    }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _loop.DisposeAsync();
    }
}
