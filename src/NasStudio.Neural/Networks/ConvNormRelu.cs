using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// Convolution without bias, batch norm, ReLU. // (B, in, H, W) -> (B, out, H/stride, W/stride)
/// </summary>
public sealed class ConvNormRelu : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;
    private readonly ReLU _relu = nn.ReLU();

    /// <summary>A block with "same" padding.</summary>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <param name="kernel">Side of the kernel; odd.</param>
    /// <param name="stride">Step of the kernel; an odd side is rounded up.</param>
    /// <param name="groups">Into how many groups the channels are split; all of them where it is depthwise.</param>
    public ConvNormRelu(long input, long output, long kernel, long stride = 1, long groups = 1)
        : base(nameof(ConvNormRelu))
    {
        _conv = nn.Conv2d(input, output, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false);
        _norm = nn.BatchNorm2d(output);
        register_module("conv", _conv);
        register_module("norm", _norm);
        register_module("relu", _relu);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var convolved = _conv.call(input);
        using var normed = _norm.call(convolved);
        return _relu.call(normed);
    }
}
