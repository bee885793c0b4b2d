using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

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

    /// <summary>What the search has computed so far, saved rounds included.</summary>
    SearchCost Spent { get; }

    /// <summary>The distributions as they stand after the latest round, in the order of their targets; empty where the
    /// search has none (uniform paths).</summary>
    ImmutableArray<SearchedDistribution> Distributions { get; }

    /// <summary>Whether something has to be measured, with the machine to itself, before it can go on.</summary>
    bool MeasuresAlone => false;

    /// <summary>Measures that; the caller sees to it that nothing runs beside it. A search that was loaded has it already.</summary>
    /// <param name="cancellation">Stops it; nothing is kept.</param>
    /// <returns>What was measured, for people; null for nothing.</returns>
    string? MeasureAlone(CancellationToken cancellation) => null;

    /// <summary>Does one round and says what it showed; the map "distribution_k" of it has the probabilities of the k-th of
    /// the <see cref="Distributions"/>.</summary>
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

    /// <summary>The network of an architecture with copies of the supernet's weights, on the CPU, for a training that
    /// inherits them; dispose it. // (B, C, H, W) -> (B, classes)</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    nn.Module<Tensor, Tensor> Inherit(Architecture architecture);

    /// <summary>Accuracy of an architecture with the supernet's weights over all validation images, in per cent.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="normPolicy">One of <see cref="Searches.NormPolicies"/>. Recalibrated replaces the stored statistics of batch
    /// norms; the others leave everything as it is.</param>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    double Accuracy(Architecture architecture, string normPolicy);
}

/// <summary>What a weight-sharing search has computed: an evaluation is one architecture (or one mixture of operations) on
/// one batch.</summary>
/// <param name="Forward">Forward passes, those that a backward pass followed among them.</param>
/// <param name="Backward">Backward passes.</param>
public readonly record struct SearchCost(long Forward, long Backward);

/// <summary>A distribution of architectures and what it aims at.</summary>
/// <param name="Name">What tells it from the others, for people: "coefficient 0.1", "at most 20000 parameters".</param>
/// <param name="Coefficient">Weight of the complexity in its objective, as it stands.</param>
/// <param name="Target">The most it may cost, in the unit of the complexity; null where it has no target.</param>
/// <param name="Variables">What an architecture chooses.</param>
/// <param name="Probabilities">Of each variable, of each category; each sums to 1. // (variables)(C)</param>
/// <param name="Mode">The architecture that it stands for: its likeliest, as far as its target and the search allow.</param>
/// <param name="Parameters">Trainable parameters of the mode's own network.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of the mode's own network for one image.</param>
/// <param name="AccuracyPercent">Validation accuracy of the mode with the supernet's weights after the latest round, in
/// per cent; null before the first.</param>
/// <param name="LatencyMs">Latency of the mode for one image, in milliseconds, as the sum of its measured layers; null where they were
/// not measured.</param>
public sealed record SearchedDistribution(
    string Name, double Coefficient, double? Target, ImmutableArray<SupernetVariable> Variables,
    ImmutableArray<ImmutableArray<double>> Probabilities, Architecture Mode, long Parameters, long MultiplyAccumulates,
    double? AccuracyPercent, double? LatencyMs = null)
{
    /// <summary>What is known of the mode before it is trained on its own: its sizes, and the supernet's accuracy for its
    /// own.</summary>
    public ImmutableSortedDictionary<string, double> Predicted()
    {
        var known = ImmutableSortedDictionary<string, double>.Empty
            .Add("params", Parameters).Add("flops", MultiplyAccumulates);
        if (LatencyMs is { } latency) known = known.Add("latency_ms", latency);
        return AccuracyPercent is { } accuracy ? known.Add("val_acc", accuracy) : known;
    }

    /// <summary>The mode, to be trained on its own.</summary>
    public Proposal Proposed() => new(Mode, Name, Predicted: Predicted());
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
