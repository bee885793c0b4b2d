using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// ReLU, convolution without bias, batch norm: what NAS-Bench-201 calls nor_conv. // (B, in, H, W) -> (B, out,
/// H/stride, W/stride)
/// </summary>
public sealed class ReluConvNorm : nn.Module<Tensor, Tensor>
{
    private readonly ReLU _relu = nn.ReLU();
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;

    /// <summary>A block with "same" padding.</summary>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <param name="kernel">Side of the kernel; odd.</param>
    /// <param name="stride">Step of the kernel; an odd side is rounded up.</param>
    public ReluConvNorm(long input, long output, long kernel, long stride = 1) : base(nameof(ReluConvNorm))
    {
        _conv = nn.Conv2d(input, output, kernel, stride: stride, padding: kernel / 2, bias: false);
        _norm = nn.BatchNorm2d(output);
        register_module("relu", _relu);
        register_module("conv", _conv);
        register_module("norm", _norm);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var active = _relu.call(input);
        using var convolved = _conv.call(active);
        return _norm.call(convolved);
    }
}
