using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>The pre-trained generator of NAS-Bench-201 that comes with the program: a latent space worth looking at.</summary>
[Collection(PretrainedGeneratorTests.Name)]
public sealed class ShippedGeneratorTests(PretrainedGenerator pretrained)
{
    [Fact]
    public void The_own_place_of_nearly_every_cell_of_the_space_decodes_to_it()
    {
        using var networks = Load();
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        var (again, all) = (0, pretrained.Space.Enumerate().ToArray());
        foreach (var cells in all.Chunk(1000))
        {
            using var chunk = torch.NewDisposeScope();
            var encoding = AgNetGraphs.For(pretrained.Space);
            var places = networks.Locate(GraphBatch.Of(encoding, [.. cells.Select(encoding.GraphsOf)]))!.Value.Mean;
            var decoded = GraphSampler.MostLikely(encoding, networks.Generator.forward(places));
            again += decoded.Zip(cells, (graphs, cell) => Equals(encoding.Decode(graphs), cell)).Count(same => same);
        }

        Assert.Equal(15_625, all.Length);
        Assert.True(again >= 0.95 * all.Length, $"{again} of {all.Length} cells come back");
    }

    [Fact]
    public void Places_differ_in_what_they_give()
    {
        using var networks = Load();
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        var points = Layers.Normal(new RandomSource(1), 1000, networks.Generator.LatentWidth);
        var nodes = networks.Generator.forward(points).Nodes.softmax(3);                            // (1000, 1, N-1, A)
        var operations = nodes.narrow(2, 0, 6).narrow(3, 2, 5);                                     // the last node is the output
        var deviation = (operations - operations.mean([0], keepdim: true)).square().mean([0]).sqrt().mean().item<float>();

        Assert.True(deviation >= 0.1, $"probabilities of operations differ by {deviation} from place to place");
    }

    [Fact]
    public void After_a_search_the_places_of_what_it_proposed_still_decode_to_it()
    {
        using var strategy = new AgNetStrategy(
            pretrained.Context(1, Problem.Single("convs", Direction.Maximize), 64), new AgNetOptions { Candidates = 200 });
        var trials = new List<Trial>();
        while (trials.Count < 64)
        {
            Trial[] batch = [.. strategy.Ask(64 - trials.Count, default).Select((p, i) => new Trial(
                trials.Count + i, p, TrialState.Completed, 0,
                ImmutableSortedDictionary<string, double>.Empty.Add("convs", ToyMeasures.Count(p.Architecture, "conv"))))];
            strategy.Tell(batch);
            trials.AddRange(batch);
        }

        var own = trials.Count(t => strategy.Decode(t.Proposal.Latent!.Value)?.Architecture == t.Architecture);

        Assert.True(own >= 0.6 * trials.Count, $"{own} of {trials.Count} decode to themselves");
    }

    private AgNetNetworks Load()
    {
        var encoding = AgNetGraphs.For(pretrained.Space);
        var networks = AgNetNetworks.Fresh(encoding, new AgNetOptions(), 1, new RandomSource(0));
        new PretrainingCache(pretrained.CacheFolder, pretrained.Space, encoding, new AgNetOptions())
            .Load(networks, said => Assert.Fail(said), default);
        return networks;
    }
}
