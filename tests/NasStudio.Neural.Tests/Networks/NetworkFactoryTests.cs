using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using NasStudio.Testing;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Networks;

public sealed class NetworkFactoryTests
{
    private static readonly SearchSpace[] Trainable =
        [new NasBench201Space(), new NasBench101Space(), new NasBenchMacroSpace(), new DartsSpace(), Chains(5)];

    public static TheoryData<SearchSpace> Spaces { get; } = [.. Trainable];

    [Fact]
    public void Every_space_that_is_said_to_be_trainable_is_tested_here()
        => Assert.Equal(NetworkFactory.Spaces.AsEnumerable().Order(), Trainable.Select(space => space.Kind).Order());

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_network_has_as_many_parameters_as_the_space_counts_without_building_it(SearchSpace space)
    {
        var random = new RandomSource(1);
        NetworkSize[] sizes = [new(4, 1, new ImageShape(1, 8, 8), 10), new(6, 2, new ImageShape(3, 9, 9), 3)];
        for (var i = 0; i < 24; i++)
        {
            var architecture = space.Sample(random);
            var factory = NetworkFactory.For(space, sizes[i % sizes.Length]);
            using var network = factory.Build(architecture);
            Assert.Equal(factory.SizeOf(architecture).Parameters,
                network.parameters().Sum(parameter => parameter.numel()));
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Every_image_becomes_one_logit_for_each_class_whatever_its_size(SearchSpace space)
    {
        using var scope = NewDisposeScope();
        var random = new RandomSource(2);
        foreach (var side in new[] { 3, 8, 13 })
        {
            var factory = NetworkFactory.For(
                space, new NetworkSize(NetworkFactory.LeastChannels(space), 1, new ImageShape(2, side, side), 5));
            using var network = factory.Build(space.Sample(random));
            Assert.Equal([3, 5], network.call(Draws.Normal(random, 3, 2, side, side)).shape);
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Gradient_reaches_weights_from_the_first_to_the_last_layer(SearchSpace space)
    {
        using var scope = NewDisposeScope();
        var random = new RandomSource(3);
        var factory = NetworkFactory.For(space, new NetworkSize(4, 1, new ImageShape(1, 8, 8), 10));
        using var network = factory.Build(Connected(space, random));
        Seeding.Fill(network, random);

        network.call(Draws.Normal(random, 8, 1, 8, 8)).square().mean().backward();

        var weights = network.named_parameters().Where(p => p.name.EndsWith("weight", StringComparison.Ordinal));
        foreach (var (name, weight) in new[] { weights.First(), weights.Last() })
            Assert.True(weight.grad is { } gradient && gradient.abs().sum().item<float>() > 0, name);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_few_steps_fit_one_batch(SearchSpace space)
    {
        var random = new RandomSource(4);
        var factory = NetworkFactory.For(space, new NetworkSize(4, 1, new ImageShape(1, 8, 8), 2));
        using var network = factory.Build(Connected(space, random));
        Seeding.Fill(network, random);
        using var scope = NewDisposeScope();
        var images = Draws.Normal(random, 8, 1, 8, 8);
        var labels = tensor([0L, 1, 0, 1, 1, 0, 1, 0]);
        var optimizer = optim.Adam(network.parameters(), lr: 0.02);

        var losses = new List<float>();
        for (var step = 0; step < 40; step++)
        {
            var loss = nn.functional.cross_entropy(network.call(images), labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.5 * losses[0], string.Join(' ', losses));
    }

    [Fact]
    public void Another_space_is_refused_with_those_that_are_allowed()
        => Assert.Contains("nas-bench-201, nas-bench-101", Assert.Throws<ArgumentException>(
            () => NetworkFactory.For(new TinySpace(), new NetworkSize(4, 1, new ImageShape(1, 8, 8), 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Too_few_channels_for_a_space_are_refused()
        => Assert.Contains("at least 4 channels", Assert.Throws<ArgumentOutOfRangeException>(
            () => NetworkFactory.For(new NasBench101Space(), new NetworkSize(3, 1, new ImageShape(1, 8, 8), 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_space_of_ones_own_whose_values_are_no_blocks_is_refused_with_those_that_are()
    {
        var space = new ChoiceSpace(new ChoiceDefinition([new ChoiceVariable("depth", ["skip", "2", "4"])], []));
        var fault = Assert.Throws<ArgumentException>(() => NetworkFactory.For(space, new NetworkSize(4, 1, new ImageShape(1, 8, 8), 2)));
        Assert.Contains("the value '2' of 'depth'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("skip, conv-3x3, conv-5x5, separable-3x3", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Four channels, grey 8x8 images, two classes, blocks conv-3x3 | conv-5x5 | separable-3x3 in stages of 4, 8 and 16 channels.
    /// Stem 36 + 8; conv-3x3 144 + 8; widen 32 + 16; conv-5x5 1600 + 16; widen 128 + 32; separable 144 + 32 + 256 + 32; linear 34.
    /// </summary>
    [Fact]
    public void A_chain_has_the_parameters_that_one_counts_by_hand()
    {
        var space = Chains(3);
        var size = new NetworkSize(4, 1, new ImageShape(1, 8, 8), 2);
        var (parameters, accumulates) = NetworkFactory.For(space, size)
            .SizeOf(space.Parse("b0=conv-3x3;b1=conv-5x5;b2=separable-3x3"));
        Assert.Equal(44 + 152 + 48 + 1616 + 160 + 464 + 34, parameters);
        Assert.Equal((36 + 144) * 64 + (32 + 1600) * 16 + (128 + 144 + 256) * 4 + 32, accumulates);
    }

    private static ChoiceSpace Chains(int blocks) => new(new ChoiceDefinition(
        [.. Enumerable.Range(0, blocks).Select(i => new ChoiceVariable($"b{i}", BlockOperations.Names))], []));

    private static Architecture Connected(SearchSpace space, RandomSource random)
        => Enumerable.Range(0, 100).Select(_ => space.Sample(random)).First(space.IsConnected);
}
