using TorchSharp;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasStudio.LibTorch.Tests.Functional;

public sealed class NormalisationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Batch_norm_in_training_uses_the_batch_and_moves_the_running_statistics()
    {
        using var layer = nn.BatchNorm1d(1, eps: 0, momentum: 0.1, dtype: ScalarType.Float64);
        var x = Of([4, 1], 1, 2, 3, 6);   // mean 3, variance 3.5, unbiased 14/3
        AssertEqual([-2 / Math.Sqrt(3.5), -1 / Math.Sqrt(3.5), 0, 3 / Math.Sqrt(3.5)], layer.call(x));
        AssertEqual([0.3], layer.running_mean!);
        AssertEqual([0.9 + 0.1 * 14 / 3], layer.running_var!);
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Batch_norm_in_evaluation_uses_the_running_statistics()
    {
        using var layer = nn.BatchNorm1d(1, eps: 0, dtype: ScalarType.Float64);
        layer.running_mean = Of([1], 2);
        layer.running_var = Of([1], 4);
        layer.eval();
        AssertEqual([-0.5, 2], layer.call(Of([2, 1], 1, 6)));
        Assert.Equal(0, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void A_null_momentum_averages_all_batches()
    {
        using var layer = nn.BatchNorm1d(1, dtype: ScalarType.Float64);
        layer.momentum = null;
        foreach (var start in new[] { 0.0, 10.0, 20.0 }) layer.call(Of([2, 1], start, start + 2));
        AssertEqual([11], layer.running_mean!);
    }

    [Fact]
    public void Without_running_statistics_the_batch_is_always_used()
    {
        using var layer = nn.BatchNorm2d(1, eps: 0, affine: false, track_running_stats: false, dtype: ScalarType.Float64);
        Assert.Null(layer.running_mean);
        Assert.Empty(layer.state_dict());
        layer.eval();
        AssertEqual([-1, 1], layer.call(Of([1, 1, 1, 2], 3, 7)));
    }

    [Fact]
    public void Running_statistics_can_be_taken_away()
    {
        using var layer = nn.BatchNorm2d(1, eps: 0, dtype: ScalarType.Float64);
        layer.running_mean = null;
        layer.running_var = null;
        layer.eval();
        AssertEqual([-1, 1], layer.call(Of([1, 1, 1, 2], 3, 7)));
    }

    [Fact]
    public void Batch_norm_has_the_gradients_of_its_differences()
    {
        var x = Gradients.SpreadVariable(3, 2, 2, 2);
        var w = Gradients.SpreadVariable(2);
        var b = Gradients.SpreadVariable(2);
        var mean = Of([2], 0.1, -0.2);
        var variance = Of([2], 0.7, 1.3);
        Gradients.Check(() => F.batch_norm(x, null, null, w, b, training: true).pow(3).sum(), x, w, b);
        Gradients.Check(() => F.batch_norm(x, mean, variance, w, b, training: false).pow(3).sum(), x, w, b);
    }

    [Fact]
    public void Layer_norm_normalises_each_sample()
    {
        using var layer = nn.LayerNorm(2, eps: 0, dtype: ScalarType.Float64);
        AssertEqual([-1, 1, 1, -1], layer.call(Of([2, 2], 1, 3, 10, 4)));
        var x = Gradients.SpreadVariable(2, 3);
        var w = Gradients.SpreadVariable(3);
        Gradients.Check(() => F.layer_norm(x, [3], w).pow(3).sum(), x, w);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_does_nothing_in_evaluation()
    {
        using var layer = nn.Dropout(0.25);
        var x = ones(10_000, dtype: ScalarType.Float64);
        var values = Doubles(layer.call(x));
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - 4.0 / 3) < 1e-12));
        Assert.InRange(values.Count(value => value == 0), 2200, 2800);   // 2500 ± 7 deviations
        layer.eval();
        Assert.All(Doubles(layer.call(x)), value => Assert.Equal(1, value));
    }
}
