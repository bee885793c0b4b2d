using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Networks;

public sealed class DartsCellModuleTests
{
    private static readonly DartsCell Skips = new(
    [
        new(DartsOperation.SkipConnect, 0), new(DartsOperation.SkipConnect, 1),
        new(DartsOperation.MaxPool3x3, 0), new(DartsOperation.SkipConnect, 2),
        new(DartsOperation.AvgPool3x3, 1), new(DartsOperation.SkipConnect, 3),
        new(DartsOperation.SkipConnect, 0), new(DartsOperation.SkipConnect, 4),
    ]);

    [Fact]
    public void Each_node_is_the_sum_of_its_two_edges_and_the_output_concatenates_the_nodes()
    {
        using var scope = NewDisposeScope();
        using var cell = new DartsCellModule(Skips, 3, 3, 3, reduces: false, followsReduction: false);
        HandChannelsOn(cell);
        var (first, second) = (Draws.Normal(new RandomSource(1), 2, 3, 5, 5), Draws.Normal(new RandomSource(2), 2, 3, 5, 5));
        var (a, b) = (nn.functional.relu(first), nn.functional.relu(second));

        var node2 = a + b;
        var node3 = nn.functional.max_pool2d(a, 3, stride: 1, padding: 1) + node2;
        var node4 = nn.functional.avg_pool2d(b, 3, stride: 1, padding: 1, count_include_pad: false) + node3;
        var difference = cell.call(first, second) - cat([node2, node3, node4, a + node4], 1);

        Assert.InRange(difference.abs().max().item<float>(), 0, 1e-3);   // batch norm's epsilon
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(7, 4)]
    public void A_factorised_reduction_takes_pixels_of_both_diagonals(int side, int half)
    {
        using var scope = NewDisposeScope();
        using var layer = new FactorizedReduction(1, 2);
        HandChannelsOn(layer);
        var pixels = arange(1, side * side + 1, dtype: float32).reshape(1, 1, side, side);

        var output = layer.call(pixels).round().data<float>().ToArray();

        Assert.Equal(2 * half * half, output.Length);
        Assert.Equal([1, 3], output[..2]);                             // even rows and columns
        Assert.Equal(side + 2, output[half * half]);                   // odd ones: the second of the second row
        Assert.Equal(side % 2 == 0 ? side * side : 0, output[^1]);     // outside there are zeros
    }

    [Fact]
    public void An_edge_that_halves_leaves_no_more_than_it_should()
    {
        using var scope = NewDisposeScope();
        using var cell = new DartsCellModule(Skips, 4, 8, 4, reduces: true, followsReduction: true);

        var output = cell.call(zeros(2, 4, 12, 12), zeros(2, 8, 6, 6));

        Assert.Equal([2, 16, 3, 3], output.shape);
    }

    /// <summary>1x1 convolutions hand each channel on, batch norms do nothing.</summary>
    private static void HandChannelsOn(nn.Module module)
    {
        using var noGradient = no_grad();
        foreach (var conv in module.modules().OfType<Conv2d>())
            conv.weight!.copy_(eye(conv.weight!.shape[0], conv.weight.shape[1]).reshape(conv.weight.shape));
        module.eval();
    }
}
