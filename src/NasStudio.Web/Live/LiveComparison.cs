using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;

namespace NasStudio.Web.Live;

/// <summary>Experiments side by side as a page shows them, kept up to date: asked again at most four times a second, off the
/// page's own thread, and only when one of them has changed.</summary>
internal sealed class LiveComparison(ComparisonReader reader, LiveFeed feed, IReadOnlySet<long> ids, TimeProvider time)
    : IAsyncDisposable
{
    private const int BeatsBetweenFullLooks = 8;
    private readonly LookLoop _loop = new();
    private IDisposable? _subscription;
    private int _stale = 1;
    private int _beats;

    /// <summary>The experiments; null until read, or where none of them exists.</summary>
    public Comparison? Comparison { get; private set; }

    /// <summary>Whether a first answer has come.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Why the latest look failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks, then keeps looking until disposed.</summary>
    /// <param name="changed">Called after each look that found something; on a pool thread.</param>
    public void Start(Func<Task> changed)
    {
        _subscription = feed.Subscribe(null, change =>
        {
            if (change.Kind is LiveKind.Trial or LiveKind.State && ids.Contains(change.ExperimentId))
            {
                Interlocked.Exchange(ref _stale, 1);
            }
        });
        _loop.Start(LiveExperiment.Beat, time, async () =>
        {
            if (_beats++ % BeatsBetweenFullLooks == 0 && (Comparison?.IsActive == true || Problem is not null))
            {
                Interlocked.Exchange(ref _stale, 1);        // other processes send no events
            }

            if (Interlocked.Exchange(ref _stale, 0) == 1)
            {
                await LookAsync();
                await changed();
            }
        });
    }

    private async Task LookAsync()
    {
        try
        {
            (Comparison, Problem) = (await reader.ReadAsync(_loop.Stopped), null);
        }
        catch (StorageException fault)
        {
            Problem = fault.Message;
        }

        HasAnswered = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _loop.DisposeAsync();
    }
}
