using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;

namespace NasStudio.NeuralSearch.Tests.AgNet;

[Collection(PretrainedGeneratorTests.Name)]
public sealed class PretrainingTests(PretrainedGenerator pretrained)
{
    private static readonly NasBench201Space Space = new();
    private static readonly GraphEncoding Encoding = AgNetGraphs.For(Space);

    [Fact]
    public void It_makes_most_samples_valid_and_distinct()
    {
        using var fresh = Fresh(PretrainedGenerator.Quick);
        using var trained = Fresh(PretrainedGenerator.Quick);
        Load(pretrained.CacheFolder, trained, []);
        var pretraining = new Pretraining(Encoding, Space, 1000);
        var before = pretraining.Measure(fresh.Generator, fresh.Encoder, new RandomSource(1));
        var after = pretraining.Measure(trained.Generator, trained.Encoder, new RandomSource(1));
        Assert.Equal(0, before.Validity, 0.05);
        Assert.True(after.Validity > 0.8, $"after: {after}");
        Assert.True(after.Uniqueness > 0.5, $"after: {after}");
    }

    [Fact]
    public void A_generator_is_made_once_and_then_read()
    {
        using var folder = new TemporaryFolder();
        var heard = new List<string>();
        using var first = Fresh(Shortest);
        using var second = Fresh(Shortest);
        Load(folder.Path, first, heard, Shortest);
        var said = heard.Count;
        Assert.Contains(heard, line => line.Contains("pre-trained: ", StringComparison.Ordinal));
        Load(folder.Path, second, heard, Shortest);
        Assert.Equal(said, heard.Count);
        Assert.Equal(Weights(first), Weights(second));
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Two_makers_at_once_end_with_equal_weights()
    {
        using var folder = new TemporaryFolder();
        var weights = new float[2][];
        Parallel.For(0, 2, i =>
        {
            using var networks = Fresh(Shortest);
            Load(folder.Path, networks, [], Shortest);
            weights[i] = Weights(networks);
        });
        Assert.Equal(weights[0], weights[1]);
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void It_does_not_depend_on_who_makes_it_or_when()
    {
        using var here = new TemporaryFolder();
        using var there = new TemporaryFolder();
        using var first = Fresh(Shortest);
        using var second = Fresh(Shortest);
        Load(here.Path, first, [], Shortest);
        Load(there.Path, second, [], Shortest);
        Assert.Equal(Weights(first), Weights(second));
    }

    [Fact]
    public void A_cancelled_maker_leaves_no_generator_and_no_lock()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        using var networks = Fresh(Shortest);
        var cache = new PretrainingCache(folder.Path, Space, Encoding, Shortest);
        Assert.Throws<OperationCanceledException>(() => cache.Load(networks, _ => cancelled.Cancel(), cancelled.Token));
        Assert.Empty(Directory.GetDirectories(folder.Path));
        Load(folder.Path, networks, [], Shortest);
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    private static AgNetOptions Shortest { get; } = PretrainedGenerator.Quick with { PretrainingInstances = 1_000 };

    private static AgNetNetworks Fresh(AgNetOptions options)
        => AgNetNetworks.Fresh(Encoding, options, 1, new RandomSource(99));

    private static void Load(string folder, AgNetNetworks networks, List<string> heard, AgNetOptions? options = null)
        => new PretrainingCache(folder, Space, Encoding, options ?? PretrainedGenerator.Quick)
            .Load(networks, heard.Add, default);

    private static float[] Weights(AgNetNetworks networks)
        => [.. networks.Generator.parameters().Concat(networks.Encoder!.parameters()).SelectMany(p => p.Values())];
}
