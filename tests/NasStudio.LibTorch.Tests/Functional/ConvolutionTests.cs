using TorchSharp;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasStudio.LibTorch.Tests.Functional;

public sealed class ConvolutionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Linear_is_x_W_transposed_plus_b() =>
        AssertEqual([1 * 3 + 2 * 4 + 0.5, 1 * 5 + 2 * 6 - 0.5], F.linear(Of([1, 2], 1, 2), Of([2, 2], 3, 4, 5, 6), Of([2], 0.5, -0.5)));

    [Fact]
    public void Conv2d_slides_its_kernel()
    {
        var x = Of([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var w = Of([1, 1, 2, 2], 1, 2, 3, 4);
        AssertEqual([1 + 4 + 12 + 20, 2 + 6 + 15 + 24, 4 + 10 + 21 + 32, 5 + 12 + 24 + 36], F.conv2d(x, w));
        AssertEqual([37], F.conv2d(x, w, strides: [2]));
        AssertEqual([1 + 2 * 3 + 3 * 7 + 4 * 9], F.conv2d(x, w, dilation: [2]));
        Assert.Equal([1, 1, 4, 4], F.conv2d(x, w, padding: [1]).shape);
        AssertEqual([5], F.conv2d(x, w, padding: [1])[0, 0, 0, 0].add(1));
    }

    [Fact]
    public void Grouped_channels_do_not_see_each_other()
    {
        var x = Of([1, 2, 1, 2], 1, 2, 10, 20);
        var w = Of([2, 1, 1, 2], 1, 1, 1, -1);
        AssertEqual([3, -10], F.conv2d(x, w, groups: 2));
    }

    [Fact]
    public void Padding_same_keeps_the_size()
    {
        var x = Gradients.Spread(1, 2, 5, 6);
        var w = Gradients.Spread(2, 2, 3, 3);
        Assert.Equal([1, 2, 5, 6], F.conv2d_padding(x, w, padding: Padding.Same, dilation: [2]).shape);
        Assert.Equal([1, 2, 3, 4], F.conv2d_padding(x, w, padding: Padding.Valid).shape);
        AssertEqual(Doubles(F.conv2d(x, w, padding: [1])), F.conv2d_padding(x, w, padding: Padding.Same));
    }

    [Fact]
    public void Conv1d_slides_its_kernel() =>
        AssertEqual([1 * 1 + 2 * 10, 2 * 1 + 3 * 10], F.conv1d(Of([1, 1, 3], 1, 2, 3), Of([1, 1, 2], 1, 10)));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 2, 2)]
    public void Conv2d_has_the_gradients_of_its_differences(long stride, long dilation, long groups)
    {
        var x = Gradients.SpreadVariable(2, 2, 5, 5);
        var w = Gradients.SpreadVariable(2, 2 / groups, 3, 3);
        var b = Gradients.SpreadVariable(2);
        Gradients.Check(() => F.conv2d(x, w, b, [stride], [1], [dilation], groups).square().sum(), x, w, b);
    }

    [Fact]
    public void A_wrong_shape_is_refused_with_libtorchs_words()
    {
        var e = Assert.ThrowsAny<Exception>(() => F.conv2d(Gradients.Spread(1, 3, 4, 4), Gradients.Spread(1, 2, 3, 3)));
        Assert.Contains("to have 2 channels, but got 3 channels instead", e.Message, StringComparison.Ordinal);
    }
}
