using System.Collections.Concurrent;

namespace NasStudio.Runs.Live;

/// <summary>What has changed.</summary>
public enum LiveKind
{
    /// <summary>The state of the experiment or of a run.</summary>
    State,

    /// <summary>A trial (stored: ask for what is newer than the revision you have).</summary>
    Trial,

    /// <summary>A round of a search that shares weights (stored: ask for the rounds after the last one you have).</summary>
    Round,

    /// <summary>Progress within an evaluation, or the strategy's activity (kept in memory only).</summary>
    Progress,

    /// <summary>A line of the log.</summary>
    Log,
}

/// <summary>Something about an experiment has changed; the listener asks the queries what.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Kind">What has changed.</param>
/// <param name="Seed">Of which run; null for the experiment as a whole.</param>
/// <param name="Number">Of which trial; null where it is no trial's.</param>
public readonly record struct LiveEvent(long ExperimentId, LiveKind Kind, long? Seed = null, int? Number = null);

/// <summary>Tells listeners in this process what has changed. Safe for concurrent use.</summary>
public sealed class LiveFeed
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    /// <summary>
    /// Hears every change of an experiment (or of all, with null) until disposed. Listeners are called on the thread
    /// that made the change: they return at once and do not throw.
    /// </summary>
    public IDisposable Subscribe(long? experimentId, Action<LiveEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var subscription = new Subscription(this, experimentId, listener);
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    internal void Publish(LiveEvent change)
    {
        foreach (var (subscription, _) in _subscriptions)
        {
            if (subscription.ExperimentId is null || subscription.ExperimentId == change.ExperimentId)
            {
                subscription.Listener(change);
            }
        }
    }

    private sealed class Subscription(LiveFeed feed, long? experimentId, Action<LiveEvent> listener) : IDisposable
    {
        public long? ExperimentId { get; } = experimentId;

        public Action<LiveEvent> Listener { get; } = listener;

        public void Dispose() => feed._subscriptions.TryRemove(this, out _);
    }
}
