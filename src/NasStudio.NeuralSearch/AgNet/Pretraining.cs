using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>How good a generator is before any search.</summary>
/// <param name="Validity">Share of graphs drawn from the prior N(0, I) that are architectures.</param>
/// <param name="Uniqueness">Share of those that are distinct.</param>
/// <param name="Novelty">Share of the distinct ones that it was not trained on.</param>
/// <param name="Reconstruction">Share of random architectures that the encoder's mean decodes to again; null
/// without an encoder.</param>
public sealed record PretrainingQuality(double Validity, double Uniqueness, double Novelty, double? Reconstruction)
{
    /// <summary>For people.</summary>
    public override string ToString()
        => FormattableString.Invariant($"{100 * Validity:0.0} % of samples valid, ")
            + FormattableString.Invariant($"{100 * Uniqueness:0.0} % of those distinct, {100 * Novelty:0.0} % of these new")
            + (Reconstruction is { } share ? FormattableString.Invariant($", {100 * share:0.0} % reconstructed") : "");
}

/// <summary>
/// Teaches a generator what the architectures of a space look like, from random architectures alone; nothing is
/// evaluated.
/// </summary>
/// <remarks>
/// AG-Net (Lukasik et al., ECCV 2022), section 3.1. With an encoder the two are a variational auto-encoder (Kingma and
/// Welling, ICLR 2014) with L = L_G + beta KL; without, noise and target are unrelated, as published.
/// Deviation: batches of 64 at a step size of 3e-3 that falls to zero over the second half, instead of 2.5 million
/// instances at 2e-4, so that it takes one to two minutes on one core (five on NAS-Bench-NLP).
/// </remarks>
/// <param name="encoding">Shapes the networks.</param>
/// <param name="space">Its random architectures are learned from.</param>
/// <param name="instances">How many.</param>
/// <param name="nodeWeight">What operations count in the loss.</param>
internal sealed class Pretraining(GraphEncoding encoding, SearchSpace space, int instances, double nodeWeight = 1)
{
    private const int BatchSize = 64;
    private const double LearningRate = 3e-3;
    private const double DivergenceWeight = 0.005;             // beta: near-lossless codes that still fill the prior
    private const int QualitySample = 1000;
    private const int StepsBetweenReports = 250;

    private readonly HashSet<Architecture> _known = [];

    /// <summary>Trains both networks in place.</summary>
    /// <param name="generator">G.</param>
    /// <param name="encoder">Its encoder; null for unpaired noise.</param>
    /// <param name="random">Every draw.</param>
    /// <param name="report">Hears the progress.</param>
    /// <param name="cancellation">Stops within a step.</param>
    /// <returns>The mean loss of the last steps.</returns>
    public double Train(
        Generator generator, LatentEncoder? encoder, RandomSource random, Action<string> report,
        CancellationToken cancellation)
    {
        var steps = Math.Max(1, instances / BatchSize);
        using var optimiser = optim.Adam(
            generator.parameters().Concat(encoder?.parameters() ?? []), LearningRate, beta1: 0.5, beta2: 0.999);
        var recent = 0.0;
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var group in optimiser.ParamGroups)
            {
                group.LearningRate = LearningRate * Math.Min(1, 2.0 * (steps - step) / steps);
            }

            var loss = Step(generator, encoder, optimiser, random.Fork("step", step));
            recent = step == 0 ? loss : 0.95 * recent + 0.05 * loss;
            if ((step + 1) % StepsBetweenReports == 0)
            {
                report(FormattableString.Invariant(
                    $"pre-training the generator: {100.0 * (step + 1) / steps:0} %, loss {recent:0.000}"));
            }
        }

        return recent;
    }

    /// <summary>Measures a generator on fresh draws.</summary>
    public PretrainingQuality Measure(Generator generator, LatentEncoder? encoder, RandomSource random)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var noise = Layers.Normal(random.Fork("noise"), QualitySample, generator.LatentWidth);
        var drawn = GraphSampler.Draw(encoding, generator.forward(noise), random.Fork("graphs"))
            .Select(graphs => encoding.Decode(graphs)).OfType<Architecture>().ToArray();
        double? reconstruction = null;
        if (encoder is not null)
        {
            var (_, graphs, batch) = Instances(random.Fork("architectures"), QualitySample);
            var again = GraphSampler.MostLikely(encoding, generator.forward(encoder.forward(batch.OneHot).Mean));
            reconstruction = graphs.Zip(again, (g, a) => encoding.Decode(g) == encoding.Decode(a) ? 1.0 : 0).Average();
        }

        Architecture[] distinct = [.. drawn.Distinct()];
        return new PretrainingQuality(
            drawn.Length / (double)QualitySample, distinct.Length / (double)Math.Max(1, drawn.Length),
            distinct.Count(a => !_known.Contains(a)) / (double)Math.Max(1, distinct.Length), reconstruction);
    }

    private float Step(Generator generator, LatentEncoder? encoder, Adam optimiser, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(generator, encoder, random);
        optimiser.zero_grad();
        loss.backward();
        optimiser.step();
        return loss.item<float>();
    }

    /// <summary>
    /// Mean loss of fresh random architectures; the intermediate tensors are freed before the backward pass.
    /// </summary>
    private Tensor Loss(Generator generator, LatentEncoder? encoder, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (architectures, _, batch) = Instances(random, BatchSize);
        _known.UnionWith(architectures);
        var noise = Layers.Normal(random, BatchSize, generator.LatentWidth);                        // (B, Z)
        if (encoder is null)
        {
            return batch.ReconstructionLoss(generator.forward(noise), nodeWeight).mean().MoveToOuterDisposeScope();
        }

        var latent = encoder.forward(batch.OneHot);
        var reconstruction = batch.ReconstructionLoss(generator.forward(latent.Draw(noise)), nodeWeight);   // (B)
        return (reconstruction + DivergenceWeight * latent.Divergence()).mean().MoveToOuterDisposeScope();
    }

    private (Architecture[] Architectures, ImmutableArray<GraphCode>[] Graphs, GraphBatch Batch) Instances(
        RandomSource random, int count)
    {
        Architecture[] architectures = [.. Enumerable.Range(0, count).Select(_ => space.Sample(random))];
        ImmutableArray<GraphCode>[] graphs = [.. architectures.Select(encoding.GraphsOf)];
        return (architectures, graphs, GraphBatch.Of(encoding, graphs));
    }
}
