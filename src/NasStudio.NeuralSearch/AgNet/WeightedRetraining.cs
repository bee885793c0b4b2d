using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What was evaluated so far, as the networks see it.</summary>
/// <param name="Graphs">The n evaluated architectures.</param>
/// <param name="Latents">Their places in the latent space; null when unpaired. // (n, Z) each</param>
/// <param name="Targets">Their standardised metrics. // (n, M)</param>
/// <param name="Weights">Their rank weights. // (n)</param>
internal sealed record EvaluatedSet(GraphBatch Graphs, LatentDistribution? Latents, Tensor Targets, double[] Weights);

/// <summary>What a retraining came to, weighted by rank.</summary>
/// <param name="Reconstruction">L_G.</param>
/// <param name="Prediction">Squared error of the surrogate, in standard deviations of the metrics; 0 with trees.</param>
internal readonly record struct RetrainingLoss(double Reconstruction, double Prediction);

/// <summary>
/// Trains generator and surrogate on the evaluated architectures, the best ones most: the generator comes to draw from
/// where good architectures are.
/// </summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022), section 3.3 and equation 4, after Tripp et al., NeurIPS 2020: items are drawn by
/// weight, with replacement, and the loss of an item is w [(1 - a) L_G + a (P - target)^2].
/// Trees are no part of the loss: then it is w L_G.
/// Deviation: in paired mode a share of the items is decoded from draws of their own latent distributions, so that
/// their regions of the latent space learn to give them; the others, as published, from noise, so that the whole space
/// does.
/// Deviation: rank weights draw the items and do not scale their losses again, unless an option says so; and a paired
/// generator reconstructs random architectures of the space beside the evaluated ones, so that it does not forget it.
/// </remarks>
internal sealed class WeightedRetraining(
    GraphEncoding encoding, SearchSpace space, AgNetNetworks networks, AgNetOptions options, int epochs)
{
    private const int RehearsedInRound = 512;

    private GraphBatch _rehearsed;                   // architectures from anywhere, of which steps draw
    private LatentDistribution? _rehearsedPlaces;

    /// <summary>Trains for so many epochs; an epoch draws as many items as there are.</summary>
    /// <returns>The weighted losses of the last epoch.</returns>
    public RetrainingLoss Train(EvaluatedSet evaluated, RandomSource random, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var items = new WeightedDraw(evaluated.Weights);
        var weights = tensor(
            evaluated.Weights.Select(w => options.WeightedLoss ? (float)w : 1).ToArray(), [evaluated.Weights.Length]);  // (n)
        if (options.Rehearsal > 0)
        {
            _rehearsed = GraphBatch.Sample(encoding, space, RehearsedInRound, random.Fork("rehearsal"));
            _rehearsedPlaces = networks.Locate(_rehearsed);
        }

        var mean = default(RetrainingLoss);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            mean = default;
            var order = evaluated.Weights.Select(_ => (long)items.Next(random)).ToArray();
            foreach (var batch in order.Chunk(options.MiniBatch))
            {
                cancellation.ThrowIfCancellationRequested();
                var loss = Step(evaluated, weights, batch, random);
                var share = (double)batch.Length / order.Length;
                mean = new(mean.Reconstruction + share * loss.Reconstruction, mean.Prediction + share * loss.Prediction);
            }
        }

        return mean;
    }

    private RetrainingLoss Step(EvaluatedSet evaluated, Tensor weights, long[] batch, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (loss, parts) = Loss(evaluated, weights, batch, random);
        networks.Optimiser.zero_grad();
        loss.backward();
        networks.Optimiser.step();
        return parts;
    }

    private (Tensor Loss, RetrainingLoss Parts) Loss(EvaluatedSet evaluated, Tensor weights, long[] batch, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(batch, [batch.Length]);                                                   // (B)
        var graphs = evaluated.Graphs.Rows(rows);
        var noise = Layers.Normal(random, batch.Length, networks.Generator.LatentWidth);                     // (B, Z)
        var latents = evaluated.Latents?.Rows(rows);
        var points = latents?.Draw(noise, options.PriorShare, spread: 1) ?? noise;
        GraphLogits logits;
        using (options.Search == LatentSearch.Retrained ? null : no_grad())       // a frozen generator needs no gradient
        {
            logits = networks.Generator.forward(points);
        }

        var reconstruction = graphs.ReconstructionLoss(logits);                                     // (B)
        var share = weights.index_select(0, rows);
        var kept = Rehearse(batch.Length, random);
        if (options.HasTrees)
        {
            var alone = ((share * reconstruction).mean() + kept).MoveToOuterDisposeScope();
            return (alone, new RetrainingLoss(alone.item<float>(), 0));
        }

        logits = options.SurrogateGradient ? logits : new GraphLogits(logits.Nodes.detach(), logits.Edges.detach());
        var seen = latents is { } places ? AgNetNetworks.Features(graphs, places.Mean) : AgNetNetworks.Features(logits);
        var targets = evaluated.Targets.index_select(0, rows);                                      // (B, M)
        var error = (networks.Surrogate.forward(seen) - targets).square().mean([0, 2]);             // (E, B, M) -> (B)
        var (generating, predicting) = ((share * reconstruction).mean(), (share * error).mean());
        var loss = (1 - options.SurrogateShare) * (generating + kept) + options.SurrogateShare * predicting;
        return (loss.MoveToOuterDisposeScope(), new RetrainingLoss(generating.item<float>(), predicting.item<float>()));
    }

    /// <summary>Loss of architectures from anywhere, each at its own place, for every one of a batch. // ()</summary>
    private Tensor Rehearse(int batch, RandomSource random)
    {
        var count = (int)Math.Round(options.Rehearsal * batch);
        if (count == 0 || _rehearsedPlaces is not { } places)
        {
            return zeros([]);
        }

        using var scope = NewDisposeScope();
        var rows = tensor(Enumerable.Range(0, count).Select(_ => (long)random.NextInt(RehearsedInRound)).ToArray(), [count]);
        var points = places.Rows(rows).Draw(Layers.Normal(random, count, networks.Generator.LatentWidth));
        var loss = _rehearsed.Rows(rows).ReconstructionLoss(networks.Generator.forward(points)).sum() / batch;
        return loss.MoveToOuterDisposeScope();
    }
}
