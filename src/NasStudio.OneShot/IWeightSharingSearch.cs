using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;

namespace NasStudio.OneShot;

/// <summary>
/// A search in which every architecture uses the weights of one supernet. It trains, round by round, and ends by naming
/// architectures, which are then trained on their own.
/// </summary>
/// <remarks>
/// A round is a fixed number of steps, never a length of time: equal context, rounds and threads give bitwise equal states
/// on the CPU, wherever the search was saved and loaded between two rounds. Bound to one thread at a time.
/// </remarks>
public interface IWeightSharingSearch : IDisposable
{
    /// <summary>Rounds that are done.</summary>
    int Round { get; }

    /// <summary>Rounds of the whole search; it may end sooner.</summary>
    int Rounds { get; }

    /// <summary>Whether there is nothing left to do but to name the winners.</summary>
    bool IsFinished { get; }

    /// <summary>Does one round and says what it showed.</summary>
    /// <param name="cancellation">Stops within a step; the search is then thrown away.</param>
    /// <exception cref="InvalidOperationException">It is finished.</exception>
    /// <exception cref="EvaluationFailedException">It cannot go on (the loss is no number); says why.</exception>
    RoundInsight Advance(CancellationToken cancellation);

    /// <summary>Writes weights, optimisers, distributions and generators into an existing empty folder.</summary>
    void Save(string folder);

    /// <summary>Takes a saved state over; called on a new search of the same context.</summary>
    void Load(string folder);

    /// <summary>The architectures it ends with, in the order of their targets. Of a finished search.</summary>
    /// <param name="cancellation">Stops a long computation.</param>
    /// <exception cref="InvalidOperationException">It is not finished.</exception>
    IReadOnlyList<Proposal> Winners(CancellationToken cancellation);
}

/// <summary>What a weight-sharing search is built from, besides its options.</summary>
/// <param name="Space">The space to search.</param>
/// <param name="Problem">What the winners are measured by when they are trained on their own.</param>
/// <param name="Random">The run's seed for the search; fork it, never draw from it.</param>
/// <param name="Training">Data set, network size and schedule of the training that follows; the supernet has the same
/// data and the same size.</param>
/// <param name="DataSets">Where the data set is.</param>
/// <param name="Device">"auto", "cpu" or "cuda:n".</param>
/// <param name="Report">Hears what a long computation is doing, in words for people.</param>
public sealed record WeightSharingContext(
    SearchSpace Space, Problem Problem, RandomSource Random, TrainOptions Training, DataSetLocator DataSets, string Device,
    Action<string> Report);
