using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Tests.DataSets;
using NasStudio.Neural.Training;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Networks;

public sealed class NasBench201NetworkTests
{
    private const string AllSkips = "|skip_connect~0|+|none~0|none~1|+|skip_connect~0|skip_connect~1|none~2|";
    private const string Disconnected = "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|";
    private const string AllConvolutions = "|nor_conv_3x3~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|nor_conv_1x1~0|nor_conv_3x3~1|nor_conv_1x1~2|";
    private static readonly NasBench201Size Tiny = new(Channels: 4, CellsPerStage: 1, Classes: 10, ImageSize: 8,
        ImageChannels: 1);

    [Fact]
    public void Parameters_of_the_published_network_are_the_published_ones()
    {
        using var first = new NasBench201Network(NasBench201Cell.Parse(
            "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|"),
                new NasBench201Size());
        using var largest = new NasBench201Network(NasBench201Cell.Parse(
            "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|"),
                new NasBench201Size());

        Assert.Equal(129_306, ParameterCount(first));                  // cells 0 and 6111 of the benchmark, CIFAR-10
        Assert.Equal(1_531_546, ParameterCount(largest));
    }

    [Fact]
    public void Parameters_equal_the_formula()
    {
        var space = new NasBench201Space();
        var random = new RandomSource(1);
        NasBench201Size[] sizes = [Tiny, new(3, 2, 7, 28, 3), new(6, 1, 100, 32, 3)];
        for (var i = 0; i < 60; i++)
        {
            var cell = space.Cell(space.Sample(random));
            var size = sizes[i % sizes.Length];
            using var network = new NasBench201Network(cell, size);
            Assert.Equal(size.Of(cell).Parameters, ParameterCount(network));
        }
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(7, 1)]
    [InlineData(13, 3)]
    [InlineData(28, 1)]
    public void Every_image_becomes_one_logit_for_each_class(int side, int channels)
    {
        using var scope = NewDisposeScope();
        foreach (var native in new[] { AllSkips, Disconnected, AllConvolutions })
        {
            using var network = Build(native, Tiny with { ImageSize = side, ImageChannels = channels, Classes = 7 });
            Assert.Equal([5, 7], network.call(Images(5, channels, side)).shape);
        }
    }

    [Fact]
    public void A_skip_adds_what_it_carries_and_leaves_its_input_alone()
    {
        using var scope = NewDisposeScope();
        var input = Images(2, 4, 8);
        using var twice = new NasBench201CellModule(NasBench201Cell.Parse(AllSkips), 4);
        using var once = new NasBench201CellModule(NasBench201Cell.Parse("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|"), 4);

        Assert.True(twice.call(input).Equals(input + input));
        once.call(input).Dispose();
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void Pooling_does_not_count_what_lies_outside_the_image()
    {
        using var scope = NewDisposeScope();
        using var cell = new NasBench201CellModule(NasBench201Cell.Parse("|none~0|+|none~0|none~1|+|avg_pool_3x3~0|none~1|none~2|"), 1);

        var corner = cell.call(tensor([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f], [1, 1, 3, 3]));

        // corner: mean of 1, 2, 4, 5
        Assert.Equal([3f, 3.5f, 4f, 4.5f, 5f, 5.5f, 6f, 6.5f, 7f], corner.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void A_disconnected_cell_gives_zeros()
    {
        using var scope = NewDisposeScope();
        using var cell = new NasBench201CellModule(NasBench201Cell.Parse("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2|"), 4);

        var output = cell.call(Images(2, 4, 8));

        Assert.Equal([2, 4, 8, 8], output.shape);
        Assert.Equal(0, output.abs().sum().item<float>());
    }

    [Fact]
    public void Gradient_reaches_every_parameter_that_leads_to_the_output()
    {
        using var scope = NewDisposeScope();
        using var network = Build(AllConvolutions, Tiny);

        network.call(Images(8, 1, 8)).square().mean().backward();

        foreach (var (name, parameter) in network.named_parameters())
            Assert.True(parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0,
                $"no gradient in {name}");
    }

    [Fact]
    public void Weights_survive_save_and_load()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = Build(AllConvolutions, Tiny, seed: 1);
        using var other = Build(AllConvolutions, Tiny, seed: 2);
        var images = Images(3, 1, 8);
        network.call(images);                                          // moves the running statistics as well
        network.eval();
        other.eval();
        Assert.False(other.call(images).Equals(network.call(images)));

        var path = Path.Combine(folder.Path, "weights.dat");
        network.save(path);
        other.load(path);

        Assert.True(other.call(images).Equals(network.call(images)));
    }

    [Fact]
    public void The_layout_in_memory_changes_no_result()
    {
        using var scope = NewDisposeScope();
        using var network = Build(AllConvolutions, Tiny);
        network.eval();
        var images = Images(4, 1, 8);
        var channelsLast = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        var difference = (network.call(images) - network.call(channelsLast)).abs().max().item<float>();

        Assert.InRange(difference, 0, 1e-5);
    }

    private static NasBench201Network Build(string native, NasBench201Size size, long seed = 0)
    {
        var network = new NasBench201Network(NasBench201Cell.Parse(native), size);
        Seeding.Fill(network, new RandomSource(seed));
        return network;
    }

    private static long ParameterCount(nn.Module network) => network.parameters().Sum(parameter => parameter.numel());

    private static Tensor Images(long count, long channels, long side)
    {
        var random = new RandomSource(9);
        var values = Enumerable.Range(0,
            (int)(count * channels * side * side)).Select(_ => (float)random.NextGaussian()).ToArray();
        return tensor(values, [count, channels, side, side]);
    }
}
