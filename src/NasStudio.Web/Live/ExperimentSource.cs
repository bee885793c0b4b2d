using System.Collections.Immutable;
using NasStudio.Runs.Live;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Live;

/// <summary>The queries and the live feed of this process.</summary>
internal sealed class ExperimentSource(ExperimentQueries queries, LiveFeed feed) : IExperimentSource
{
    public Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation) => queries.GetAsync(id, cancellation);

    public Task<ImmutableArray<TrialView>> TrialsAsync(
        long id, long seed, long afterRevision, int limit, CancellationToken cancellation)
        => queries.TrialsAsync(id, seed, afterRevision, limit, cancellation);

    public Task<ImmutableArray<LogLine>> LogAsync(long id, long after, int limit, CancellationToken cancellation)
        => queries.LogAsync(id, after, limit, cancellation);

    public Task<ImmutableArray<RoundView>> RoundsAsync(long id, long seed, int after, CancellationToken cancellation)
        => queries.RoundsAsync(id, seed, after, cancellation);

    public IDisposable Subscribe(long id, Action<LiveEvent> listener) => feed.Subscribe(id, listener);
}
