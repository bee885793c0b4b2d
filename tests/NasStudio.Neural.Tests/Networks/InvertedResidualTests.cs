using NasStudio.Core.Randomness;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Networks;

public sealed class InvertedResidualTests
{
    [Fact]
    public void The_input_is_added_where_the_shape_stays()
    {
        using var scope = NewDisposeScope();
        using var silent = Silent(new InvertedResidual(2, 2, expansion: 3, kernel: 3, stride: 1));
        var input = Draws.Normal(new RandomSource(1), 2, 2, 5, 5);

        Assert.True(silent.call(input).Equals(input));
    }

    [Theory]
    [InlineData(2, 2, 2, 3)]
    [InlineData(2, 4, 1, 5)]
    public void The_input_is_not_added_where_the_shape_changes(int input, int output, int stride, int side)
    {
        using var scope = NewDisposeScope();
        using var silent = Silent(new InvertedResidual(input, output, expansion: 3, kernel: 5, stride));

        var result = silent.call(Draws.Normal(new RandomSource(1), 2, input, 5, 5));

        Assert.Equal([2, output, side, side], result.shape);
        Assert.Equal(0, result.abs().sum().item<float>());
    }

    /// <summary>Its last batch norm gives nothing.</summary>
    private static InvertedResidual Silent(InvertedResidual layer)
    {
        using var noGradient = no_grad();
        layer.modules().OfType<BatchNorm2d>().Last().weight!.zero_();
        return layer;
    }
}
