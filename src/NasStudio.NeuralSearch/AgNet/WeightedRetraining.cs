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
/// <param name="Prediction">Squared error of the networks of the surrogate, in standard deviations of the metrics; null where it has
/// none.</param>
internal readonly record struct RetrainingLoss(double Reconstruction, double? Prediction);

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

    /// <summary>Trains for so many epochs; an epoch draws as many items as there are.</summary>
    /// <returns>The weighted losses of the last epoch.</returns>
    public RetrainingLoss Train(EvaluatedSet evaluated, RandomSource random, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var items = new WeightedDraw(evaluated.Weights);
        var weights = tensor(
            evaluated.Weights.Select(w => options.WeightedLoss ? (float)w : 1).ToArray(), [evaluated.Weights.Length]);  // (n)
        var known = Rehearses ? WithRandomOnes(evaluated, random.Fork("rehearsal")) : evaluated;
        var none = new RetrainingLoss(0, options.HasNetwork ? 0 : null);
        var mean = none;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            mean = none;
            var order = evaluated.Weights.Select(_ => (long)items.Next(random)).ToArray();
            foreach (var batch in order.Chunk(options.MiniBatch))
            {
                cancellation.ThrowIfCancellationRequested();
                var loss = Step(known, weights, batch, random);
                var share = (double)batch.Length / order.Length;
                mean = new(mean.Reconstruction + share * loss.Reconstruction, mean.Prediction + share * loss.Prediction);
            }
        }

        return mean;
    }

    private bool Rehearses => options.Rehearsal > 0 && options.Latent == LatentMode.Paired && options.Search == LatentSearch.Retrained;

    /// <summary>Behind what was evaluated, random architectures for the generator alone. // (n + 512)</summary>
    private EvaluatedSet WithRandomOnes(EvaluatedSet evaluated, RandomSource random)
    {
        var graphs = GraphBatch.Sample(encoding, space, RehearsedInRound, random);
        return evaluated with
        {
            Graphs = evaluated.Graphs.Join(graphs),
            Latents = evaluated.Latents!.Value.Join(networks.Locate(graphs)!.Value),
        };
    }

    private RetrainingLoss Step(EvaluatedSet known, Tensor weights, long[] batch, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (loss, parts) = Loss(known, weights, batch, random);
        networks.Optimiser.zero_grad();
        loss.backward();
        networks.Optimiser.step();
        return parts;
    }

    private (Tensor Loss, RetrainingLoss Parts) Loss(EvaluatedSet known, Tensor weights, long[] batch, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (count, extra) = (batch.Length, Rehearses ? (int)Math.Round(options.Rehearsal * batch.Length) : 0);
        var rehearsed = Enumerable.Range(0, extra).Select(_ => (long)known.Weights.Length + random.NextInt(RehearsedInRound));
        var all = tensor([.. batch, .. rehearsed], [count + extra]);                                // (B + R)
        var graphs = known.Graphs.Rows(all);
        var noise = Layers.Normal(random, count + extra, networks.Generator.LatentWidth);           // (B + R, Z)
        // the first rows come from anywhere, the rest from their own places: random ones last
        var points = known.Latents?.Rows(all).Draw(noise, options.PriorShare * count / (count + extra), spread: 1) ?? noise;
        GraphLogits logits;
        using (options.Search == LatentSearch.Retrained ? null : no_grad())       // a frozen generator needs no gradient
        {
            logits = networks.Generator.forward(points);
        }

        var losses = graphs.ReconstructionLoss(logits, options.NodeWeightOn(space.Kind));                // (B + R)
        var rows = all.narrow(0, 0, count);                                                         // (B)
        var share = weights.index_select(0, rows);
        var generating = (share * losses.narrow(0, 0, count)).mean();
        var kept = losses.narrow(0, count, extra).sum() / count;
        if (!options.HasNetwork)
        {
            return ((generating + kept).MoveToOuterDisposeScope(), new RetrainingLoss(generating.item<float>(), null));
        }

        logits = options.SurrogateGradient ? logits : new GraphLogits(logits.Nodes.detach(), logits.Edges.detach());
        var seen = known.Latents?.Rows(rows) is { } places
            ? AgNetNetworks.Features(known.Graphs.Rows(rows), places.Mean) : AgNetNetworks.Features(logits);
        var targets = known.Targets.index_select(0, rows);                                          // (B, M)
        var error = (networks.Surrogate.forward(seen) - targets).square().mean([0, 2]);             // (E, B, M) -> (B)
        var predicting = (share * error).mean();
        var loss = (1 - options.SurrogateShare) * (generating + kept) + options.SurrogateShare * predicting;
        return (loss.MoveToOuterDisposeScope(), new RetrainingLoss(generating.item<float>(), predicting.item<float>()));
    }
}
