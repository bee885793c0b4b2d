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
    [Theory]
    [InlineData(LatentMode.Paired)]
    [InlineData(LatentMode.Faithful)]
    public void What_is_drawn_moves_towards_the_good_architectures(LatentMode latent)
    {
        var options = PretrainedGenerator.Quick with
        {
            Latent = latent,
            Epochs = 30,
            Candidates = 100,
            PretrainingInstances = 25_600,
        };
        var encoding = AgNetGraphs.For(pretrained.Space);
        using var scope = torch.NewDisposeScope();
        using var networks = AgNetNetworks.Fresh(encoding, options, 1, new RandomSource(1));
        new PretrainingCache(pretrained.CacheFolder, pretrained.Space, encoding, options)
            .Load(networks, _ => { }, default);

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
        var set = new EvaluatedSet(
            graphs, networks.Locate(graphs), MetricScaling.Of(trials, ["nones"]).Standardise(trials),
            RankWeights.Weigh(order, 0.01));
        var alike = set with { Weights = [.. evaluated.Select(_ => 1.0)] };

        // Drawn around all evaluated architectures alike, before and after: only the generator changes.
        var before = Nones(alike);
        new WeightedRetraining(networks, options, options.EpochsOn("nas-bench-201"), Anything).Train(set, random.Fork("retraining"), default);
        var after = Nones(alike);
        Assert.True(after < before - 0.1, $"mean number of 'none' went from {before} to {after}");

        GraphBatch Anything(int count, RandomSource from) => GraphBatch.Of(
            encoding, [.. Enumerable.Range(0, count).Select(_ => encoding.GraphsOf(pretrained.Space.Sample(from)))]);

        double Nones(EvaluatedSet around) => new CandidatePool(encoding, networks, options)
            .Draw(around, new HashSet<Architecture>(), new RandomSource(3), default).Candidates
            .Average(c => ToyMeasures.Count(c.Architecture, "none"));
    }
}
