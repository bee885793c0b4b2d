using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// DARTS's halving of height and width that looks at every fourth pixel twice over: ReLU, two 1x1 convolutions with
/// stride 2, the second one pixel further right and down, each for half of the channels, batch norm. // (B, in, H, W)
/// -> (B, out, H/2, W/2), odd sides rounded up
/// </summary>
/// <remarks>FactorizedReduce of the authors' code (Liu, Simonyan and Yang 2019). Beyond it, an odd side is allowed:
/// what lies outside is zero.</remarks>
public sealed class FactorizedReduction : nn.Module<Tensor, Tensor>
{
    private readonly ReLU _relu = nn.ReLU();
    private readonly Conv2d _even, _odd;
    private readonly BatchNorm2d _norm;

    /// <summary>A layer.</summary>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out; even.</param>
    public FactorizedReduction(long input, long output) : base(nameof(FactorizedReduction))
    {
        _even = nn.Conv2d(input, output / 2, 1, stride: 2, bias: false);
        _odd = nn.Conv2d(input, output / 2, 1, stride: 2, bias: false);
        _norm = nn.BatchNorm2d(output);
        register_module("relu", _relu);
        register_module("even", _even);
        register_module("odd", _odd);
        register_module("norm", _norm);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var active = _relu.call(input);
        var (height, width) = (active.shape[2], active.shape[3]);
        var shifted = nn.functional.pad(active, [0, 1, 0, 1]).narrow(2, 1, height).narrow(3, 1, width);
        return _norm.call(cat([_even.call(active), _odd.call(shifted)], 1)).MoveToOuterDisposeScope();
    }
}
