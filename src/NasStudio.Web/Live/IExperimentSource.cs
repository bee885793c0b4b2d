using System.Collections.Immutable;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Supernets;

namespace NasStudio.Web.Live;

/// <summary>Where a page has an experiment from: the queries and the live feed, or what a test puts in their
/// place.</summary>
public interface IExperimentSource
{
    /// <summary>The experiment; null when there is none.</summary>
    Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation);

    /// <summary>Trials of a run that changed after a revision, in the order of their revisions.</summary>
    Task<ImmutableArray<TrialView>> TrialsAsync(long id, long seed, long afterRevision, int limit, CancellationToken cancellation);

    /// <summary>Lines of the log after one, in order.</summary>
    Task<ImmutableArray<LogLine>> LogAsync(long id, long after, int limit, CancellationToken cancellation);

    /// <summary>What the strategy of a run shows of its rounds after a batch, in order.</summary>
    Task<ImmutableArray<RoundView>> RoundsAsync(long id, long seed, int after, CancellationToken cancellation);

    /// <summary>What the strategy of a run has at a place of its latent space.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    /// <exception cref="WrongStateException">Its strategy cannot decode, or has nothing to decode with.</exception>
    /// <exception cref="ArgumentException">It is no place of the latent space.</exception>
    Task<DecodedPlace> DecodeAsync(long id, long seed, ImmutableArray<double> latent, CancellationToken cancellation);

    /// <summary>Creates and starts an experiment that evaluates one architecture as this experiment does; returns its
    /// number.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">The seed of the new one's only run.</param>
    /// <param name="native">The architecture.</param>
    /// <param name="prefix">What the new experiment's name has before this one's.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<long> EvaluateOneAsync(long id, long seed, string native, string prefix, CancellationToken cancellation);

    /// <summary>What the trials of a run teach about an objective: motifs, and what is expected of any
    /// architecture.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">The run.</param>
    /// <param name="objective">Name of the metric.</param>
    /// <param name="progress">Hears what is being done; on any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such run or objective.</exception>
    /// <exception cref="WrongStateException">Nothing can be learned; says why.</exception>
    Task<MotifStudy> StudyAsync(long id, long seed, string objective, Action<string> progress, CancellationToken cancellation);

    /// <summary>Names of the benchmarks that a supernet of a space can be compared with.</summary>
    /// <param name="space">Kind of the space.</param>
    ImmutableArray<string> TablesOf(string space);

    /// <summary>Compares the supernet of a run, as its newest checkpoint has it, with a benchmark's first validation
    /// metric.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">The run.</param>
    /// <param name="table">Name of the benchmark.</param>
    /// <param name="progress">Hears how many architectures are measured, of how many; on any thread.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such run or benchmark.</exception>
    /// <exception cref="WrongStateException">They cannot be compared; says why.</exception>
    Task<SupernetRank> RankAsync(long id, long seed, string table, Action<int, int> progress, CancellationToken cancellation);

    /// <summary>Hears every change until disposed.</summary>
    IDisposable Subscribe(long id, Action<LiveEvent> listener);
}
