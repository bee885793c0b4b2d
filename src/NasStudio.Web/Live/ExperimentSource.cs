using System.Collections.Immutable;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Supernets;

namespace NasStudio.Web.Live;

/// <summary>The queries and the live feed of this process.</summary>
internal sealed class ExperimentSource(
    ExperimentQueries queries, LatentProbe probe, ExperimentService experiments, MotifQueries motifs, SupernetRanking ranking,
    LiveFeed feed) : IExperimentSource
{
    public Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation) => queries.GetAsync(id, cancellation);

    public Task<ImmutableArray<TrialView>> TrialsAsync(
        long id, long seed, long afterRevision, int limit, CancellationToken cancellation)
        => queries.TrialsAsync(id, seed, afterRevision, limit, cancellation);

    public Task<ImmutableArray<LogLine>> LogAsync(long id, long after, int limit, CancellationToken cancellation)
        => queries.LogAsync(id, after, limit, cancellation);

    public Task<ImmutableArray<RoundView>> RoundsAsync(long id, long seed, int after, CancellationToken cancellation)
        => queries.RoundsAsync(id, seed, after, cancellation);

    public Task<DecodedPlace> DecodeAsync(long id, long seed, ImmutableArray<double> latent, CancellationToken cancellation)
        => probe.DecodeAsync(id, seed, latent, cancellation);

    public Task<long> EvaluateOneAsync(long id, long seed, string native, string prefix, CancellationToken cancellation)
        => experiments.EvaluateOneAsync(id, seed, native, prefix, cancellation);

    public Task<MotifStudy> StudyAsync(
        long id, long seed, string objective, Action<string> progress, CancellationToken cancellation)
        => motifs.StudyAsync(id, seed, objective, progress, cancellation);

    public ImmutableArray<string> TablesOf(string space) => ranking.TablesOf(space);

    public Task<SupernetRank> RankAsync(long id, long seed, string table, Action<int, int> progress, CancellationToken cancellation)
        => ranking.RankAsync(id, seed, table, new RankingOptions(), progress, cancellation);

    public IDisposable Subscribe(long id, Action<LiveEvent> listener) => feed.Subscribe(id, listener);
}
