using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

[Collection(PretrainedGeneratorTests.Name)]
public sealed class CandidatePoolTests(PretrainedGenerator pretrained)
{
    [Fact]
    public void Mutants_are_at_most_two_changes_away_from_what_was_evaluated_by_weight()
    {
        var encoding = AgNetGraphs.For(pretrained.Space);
        using var scope = torch.NewDisposeScope();
        using var networks = AgNetNetworks.Fresh(encoding, PretrainedGenerator.Quick, 1, new RandomSource(1));
        var random = new RandomSource(2);
        Architecture[] evaluated = [.. Enumerable.Range(0, 4).Select(_ => pretrained.Space.Sample(random))];
        var near = pretrained.Space.Neighbours(evaluated[2]).SelectMany(pretrained.Space.Neighbours)
            .Concat(pretrained.Space.Neighbours(evaluated[2])).ToHashSet();
        var taken = near.Take(50).Append(evaluated[2]).ToHashSet();

        var mutants = new CandidatePool(encoding, networks, PretrainedGenerator.Quick)
            .Mutants(pretrained.Space, evaluated, [0, 0, 1, 0], 60, a => !taken.Contains(a), random);

        Assert.Equal(60, mutants.Select(m => m.Architecture).Distinct().Count());
        Assert.All(mutants, m => Assert.True(near.Contains(m.Architecture) && !taken.Contains(m.Architecture)));
        Assert.All(mutants, m => Assert.Equal(networks.Generator.LatentWidth, m.Latent.Length));
    }

    [Fact]
    public void Where_no_mutant_is_free_there_is_none()
    {
        var encoding = AgNetGraphs.For(pretrained.Space);
        using var networks = AgNetNetworks.Fresh(encoding, PretrainedGenerator.Quick, 1, new RandomSource(1));
        var random = new RandomSource(2);
        Assert.Empty(new CandidatePool(encoding, networks, PretrainedGenerator.Quick)
            .Mutants(pretrained.Space, [pretrained.Space.Sample(random)], [1], 10, _ => false, random));
    }
}
