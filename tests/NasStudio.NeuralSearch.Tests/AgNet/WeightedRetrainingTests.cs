using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Testing;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

[Collection(PretrainedGeneratorTests.Name)]
public sealed class WeightedRetrainingTests(PretrainedGenerator pretrained)
{
    private const int Seeds = 3;

    [Theory]
    [InlineData(LatentMode.Paired)]
    [InlineData(LatentMode.Faithful)]
    public void What_is_drawn_moves_towards_the_good_architectures(LatentMode latent)
    {
        // Drawn from the prior, before and after: only the generator changes, not where it is asked.
        var options = PretrainedGenerator.Quick with
        {
            Latent = latent,
            Candidates = 100,
            PretrainingInstances = 25_600,
            PriorShare = 1,
        };
        var encoding = AgNetGraphs.For(pretrained.Space);
        var (before, after) = (0.0, 0.0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var scope = torch.NewDisposeScope();
            using var networks = AgNetNetworks.Fresh(encoding, options, 1, new RandomSource(1));
            new PretrainingCache(pretrained.CacheFolder, pretrained.Space, encoding, options).Load(networks, _ => { }, default);
            var (random, set) = (new RandomSource(seed), Evaluated(networks, encoding));
            before += Nones(networks, set) / Seeds;
            // as long as four rounds; with the share of places that the search trains with
            new WeightedRetraining(encoding, pretrained.Space, networks, options with { PriorShare = PretrainedGenerator.Quick.PriorShare }, 120)
                .Train(set, random.Fork("retraining"), default);
            after += Nones(networks, set) / Seeds;
        }

        Assert.True(after < before - 0.1, $"mean number of 'none' went from {before} to {after}");

        double Nones(AgNetNetworks networks, EvaluatedSet around) => Enumerable.Range(3, 10).Average(seed
            => new CandidatePool(encoding, networks, options).Draw(around, _ => true, new RandomSource(seed), default).Candidates
                .Average(c => ToyMeasures.Count(c.Architecture, "none")));
    }

    [Fact]
    public void What_is_rehearsed_is_not_forgotten()
    {
        var (alone, rehearsed) = (LossAfter(0), LossAfter(2));

        Assert.True(rehearsed < 0.85 * alone, $"architectures from anywhere: {alone} nats without rehearsal, {rehearsed} with");
    }

    /// <summary>How badly the generator knows architectures from anywhere, after a retraining.</summary>
    private double LossAfter(double rehearsal)
    {
        var options = PretrainedGenerator.Quick with { Rehearsal = rehearsal };
        var encoding = AgNetGraphs.For(pretrained.Space);
        using var scope = torch.NewDisposeScope();
        using var networks = AgNetNetworks.Fresh(encoding, options, 1, new RandomSource(1));
        new PretrainingCache(pretrained.CacheFolder, pretrained.Space, encoding, options).Load(networks, _ => { }, default);
        new WeightedRetraining(encoding, pretrained.Space, networks, options, 30)
            .Train(Evaluated(networks, encoding), new RandomSource(2), default);
        var graphs = GraphBatch.Sample(encoding, pretrained.Space, 500, new RandomSource(4));
        return graphs.ReconstructionLoss(networks.Generator.forward(networks.Locate(graphs)!.Value.Mean)).mean().item<float>();
    }

    /// <summary>Random cells, of which those with few 'none' are good.</summary>
    private EvaluatedSet Evaluated(AgNetNetworks networks, GraphEncoding encoding)
    {
        var random = new RandomSource(2);
        Architecture[] evaluated = [.. Enumerable.Range(0, 64).Select(_ => pretrained.Space.Sample(random)).Distinct()];
        Trial[] trials =
        [
            .. evaluated.Select((a, i) => TestTrials.Completed(i, ("nones", ToyMeasures.Count(a, "none"))) with
            {
                Proposal = new Proposal(a, "test"),
            }),
        ];
        var problem = Problem.Single("nones", Direction.Minimize);
        var graphs = GraphBatch.Of(encoding, [.. evaluated.Select(encoding.GraphsOf)]);
        var order = RankWeights.BestFirst(problem, [.. trials.Select(t => t.Metrics)]);
        return new EvaluatedSet(
            graphs, networks.Locate(graphs), MetricScaling.Of(trials, ["nones"], new HashSet<string>()).Standardise(trials),
            RankWeights.Weigh(order, 0.01));
    }
}
