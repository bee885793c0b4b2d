using System.Collections.Immutable;
using NasStudio.Runs.Live;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Supernets;
using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Live;

/// <summary>Has nothing of any experiment: a test overrides what its page asks for.</summary>
public abstract class EmptySource : IExperimentSource
{
    /// <inheritdoc/>
    public virtual Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<ImmutableArray<TrialView>> TrialsAsync(
        long id, long seed, long afterRevision, int limit, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<ImmutableArray<LogLine>> LogAsync(long id, long after, int limit, CancellationToken cancellation)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<ImmutableArray<RoundView>> RoundsAsync(long id, long seed, int after, CancellationToken cancellation)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<DecodedPlace> DecodeAsync(long id, long seed, ImmutableArray<double> latent, CancellationToken cancellation)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<long> EvaluateOneAsync(long id, long seed, string native, string prefix, CancellationToken cancellation)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<MotifStudy> StudyAsync(
        long id, long seed, string objective, Action<string> progress, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual ImmutableArray<string> TablesOf(string space) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual Task<SupernetRank> RankAsync(
        long id, long seed, string table, Action<int, int> progress, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public virtual IDisposable Subscribe(long id, Action<LiveEvent> listener) => throw new NotSupportedException();
}
