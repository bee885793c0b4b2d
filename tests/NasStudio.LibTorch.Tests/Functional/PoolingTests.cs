using TorchSharp;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasStudio.LibTorch.Tests.Functional;

public sealed class PoolingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Max_pooling_takes_the_largest()
    {
        var x = Of([1, 1, 2, 4], 1, 5, 2, 0, 3, 4, 8, 7);
        AssertEqual([5, 8], F.max_pool2d(x, 2));
        AssertEqual([5, 8, 8], F.max_pool2d(x, 2, stride: 1));
        AssertEqual([5, 8], nn.MaxPool2d((2, 2)).call(x));
    }

    [Fact]
    public void Average_pooling_counts_the_padding_only_where_told()
    {
        var x = Of([1, 1, 2, 2], 1, 2, 3, 4);
        AssertEqual([2.5], F.avg_pool2d(x, 2));
        AssertEqual([1 / 4.0, 2 / 4.0, 3 / 4.0, 4 / 4.0], F.avg_pool2d(x, 2, padding: 1));
        AssertEqual([1, 2, 3, 4], F.avg_pool2d(x, 2, padding: 1, count_include_pad: false));
        AssertEqual([10], F.avg_pool2d(x, 2, divisor_override: 1));
        AssertEqual([2.5], nn.AvgPool2d(2).call(x));
    }

    [Fact]
    public void Adaptive_pooling_gives_the_size_asked_for()
    {
        var x = Of([1, 1, 2, 4], 1, 2, 3, 4, 5, 6, 7, 8);
        AssertEqual([4.5], F.adaptive_avg_pool2d(x, 1));
        AssertEqual([3.5, 5.5], nn.AdaptiveAvgPool2d((1, 2)).call(x));
    }

    [Fact]
    public void Pools_have_the_gradients_of_their_differences()
    {
        var x = Gradients.SpreadVariable(1, 2, 4, 4);
        Gradients.Check(() => F.max_pool2d(x, 3, stride: 2, padding: 1).square().sum(), x);
        Gradients.Check(() => F.avg_pool2d(x, 3, stride: 1, padding: 1, count_include_pad: false).square().sum(), x);
        Gradients.Check(() => F.adaptive_avg_pool2d(x, (3, 2)).square().sum(), x);
    }

    [Fact]
    public void Padding_and_resampling_put_values_where_they_belong()
    {
        var row = Of([1, 1, 2], 1, 2);
        AssertEqual([9, 1, 2, 9], F.pad(row, (1, 1), value: 9));
        AssertEqual([2, 1, 2, 1], F.pad(row, (1, 1), PaddingModes.Reflect));
        AssertEqual([1, 1, 2, 2], F.pad(row, (1, 1), PaddingModes.Replicate));
        AssertEqual([2, 1, 2, 1], F.pad(row, (1, 1), PaddingModes.Circular));
        var x = Of([1, 1, 1, 2], 1, 2);
        AssertEqual([1, 1, 2, 2], F.interpolate(x, size: [1, 4]));
        AssertEqual([1, 4.0 / 3, 5.0 / 3, 2], F.interpolate(x, size: [1, 4], mode: InterpolationMode.Bilinear, align_corners: true));
        AssertEqual([0, 1, 0, 1, 0, 0], F.one_hot(tensor(new long[] { 1, 0 }), 3));
    }
}
