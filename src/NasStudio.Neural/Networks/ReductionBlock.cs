using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// NAS-Bench-201's residual block between two stages: two 3x3 convolutions, the first with stride 2, beside average
/// pooling and a 1x1 convolution. // (B, C, H, W) -> (B, 2C, H/2, W/2), odd sides rounded up
/// </summary>
public sealed class ReductionBlock : nn.Module<Tensor, Tensor>
{
    private readonly ReluConvNorm _first, _second;
    private readonly Conv2d _shortcut;

    /// <summary>A block that doubles the channels.</summary>
    public ReductionBlock(long channels) : base(nameof(ReductionBlock))
    {
        _first = new ReluConvNorm(channels, 2 * channels, kernel: 3, stride: 2);
        _second = new ReluConvNorm(2 * channels, 2 * channels, kernel: 3);
        _shortcut = nn.Conv2d(channels, 2 * channels, 1, bias: false);
        register_module("first", _first);
        register_module("second", _second);
        register_module("shortcut", _shortcut);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var halved = _first.call(input);                                            // (B, 2C, H/2, W/2)
        using var convolved = _second.call(halved);
        using var pooled = nn.functional.avg_pool2d(input, 2, stride: 2, ceil_mode: true);   // (B, C, H/2, W/2)
        using var carried = _shortcut.call(pooled);
        return convolved + carried;
    }
}
