using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// NAS-Bench-Macro's MBConv layer: 1x1 convolution that widens, depthwise convolution, 1x1 convolution that narrows
/// and has no ReLU; the input is added where the shape stays. // (B, in, H, W) -> (B, out, H/stride, W/stride)
/// </summary>
/// <remarks>Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018, with ReLU for
/// ReLU6.</remarks>
public sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    private readonly ConvNormRelu _widen, _depthwise;
    private readonly Conv2d _narrow;
    private readonly BatchNorm2d _norm;
    private readonly bool _addsInput;

    /// <summary>A layer.</summary>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <param name="expansion">How many times wider it is inside.</param>
    /// <param name="kernel">Side of the depthwise kernel; odd.</param>
    /// <param name="stride">Its step; an odd side is rounded up.</param>
    public InvertedResidual(long input, long output, long expansion, long kernel, long stride)
        : base(nameof(InvertedResidual))
    {
        var hidden = expansion * input;
        register_module("widen", _widen = new ConvNormRelu(input, hidden, kernel: 1));
        register_module("depthwise", _depthwise = new ConvNormRelu(hidden, hidden, kernel, stride, groups: hidden));
        register_module("narrow", _narrow = nn.Conv2d(hidden, output, 1, bias: false));
        register_module("norm", _norm = nn.BatchNorm2d(output));
        _addsInput = stride == 1 && input == output;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var output = _norm.call(_narrow.call(_depthwise.call(_widen.call(input))));
        return (_addsInput ? output + input : output).MoveToOuterDisposeScope();
    }
}
