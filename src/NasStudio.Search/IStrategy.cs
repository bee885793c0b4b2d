using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>
/// A search method. It proposes architectures and learns from trials; it never evaluates, stores or waits.
/// </summary>
/// <remarks>
/// Replay: a strategy built from the same context and told the same trials proposes the same batch. Ask therefore draws
/// only from <see cref="StrategyContext.Random"/> forked by purpose and by how many trials it was told; it keeps no
/// generator between calls. Each batch is told whole, in trial-number order, before the next is asked. Failed trials
/// are told too. The contract suite StrategyContract holds for every strategy in the catalogue.
/// </remarks>
public interface IStrategy
{
    /// <summary>
    /// The next batch, as many proposals as the method wants at once. Together they cost at most
    /// <paramref name="limit"/> full evaluations, each of them one, or its share where it asks for a lower
    /// <see cref="Proposal.Fidelity"/>. An empty batch says that the method has nothing left to propose, and ends the
    /// run.
    /// </summary>
    /// <param name="limit">Full evaluations that are left, rounded down; positive.</param>
    /// <param name="cancellation">Stops a long computation; the strategy is then thrown away.</param>
    IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation);

    /// <summary>Completed and failed trials of one whole batch, in order of their numbers.</summary>
    void Tell(IReadOnlyList<Trial> batch);
}

/// <summary>
/// A strategy whose state is costly to compute again (network weights). Its state after Ask is saved beside the batch
/// that Ask made; a resumed run is told all earlier batches, loads the newest checkpoint, and goes on.
/// </summary>
public interface ICheckpointedStrategy : IStrategy
{
    /// <summary>Writes the state after the latest Ask into an existing empty folder.</summary>
    void Save(string folder);

    /// <summary>
    /// Takes a saved state over. Called on a new strategy after Tell of every batch before the one that the
    /// checkpoint stands beside; the trials of that batch are told next.
    /// </summary>
    void Load(string folder);
}

/// <summary>A strategy that shows what it learned and where it looks.</summary>
public interface IInsightfulStrategy : IStrategy
{
    /// <summary>Of the latest Ask; null where that learned nothing (random starts).</summary>
    RoundInsight? Insight { get; }
}

/// <summary>A strategy that has an architecture for places of a latent space.</summary>
public interface IDecodingStrategy : ICheckpointedStrategy
{
    /// <summary>
    /// The likeliest architecture of a place, as the strategy stands after its latest Ask or Load; null where there is
    /// none. Draws nothing, changes nothing, and must not run beside another call.
    /// </summary>
    /// <param name="latent">The place, as in <see cref="Proposal.Latent"/>.</param>
    /// <exception cref="ArgumentException">It is no place of the latent space; says what one is.</exception>
    DecodedArchitecture? Decode(ImmutableArray<double> latent);
}

/// <summary>What a strategy has at a place of its latent space.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Predicted">What the strategy expects of it, in the metrics' units; null where it expects nothing.</param>
/// <param name="Latent">The architecture's own place; null where architectures have none of their own.</param>
public sealed record DecodedArchitecture(
    Architecture Architecture, ImmutableSortedDictionary<string, double>? Predicted, ImmutableArray<double>? Latent);

/// <summary>What a strategy is built from, besides its options.</summary>
/// <param name="Space">The space to search.</param>
/// <param name="Problem">Objectives and constraints.</param>
/// <param name="Random">The run's seed for the strategy; fork it, never draw from it.</param>
/// <param name="Budget">Full evaluations of the whole run.</param>
/// <param name="CacheFolder">A folder for things made once and shared by runs (pre-trained generators); exists.</param>
/// <param name="Report">Hears what a long computation is doing, in words for people.</param>
/// <param name="Fidelity">The levels at which proposals may ask to be evaluated; null where every evaluation is a full
/// one.</param>
public sealed record StrategyContext(
    SearchSpace Space, Problem Problem, RandomSource Random, int Budget, string CacheFolder, Action<string> Report,
    FidelityScale? Fidelity = null);
