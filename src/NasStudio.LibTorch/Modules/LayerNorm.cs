using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>Normalisation over the last dimensions of each sample.</summary>
/// <remarks>J. L. Ba, J. R. Kiros, G. E. Hinton, Layer Normalization, 2016, equation 4.</remarks>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))] private Parameter? _bias;
    [ComponentName(Name = nameof(weight))] private Parameter? _weight;

    internal LayerNorm(long[] shape, double eps, bool affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        (normalized_shape, this.eps, elementwise_affine) = (shape, eps, affine);
        if (affine) weight = NewParameter(shape, device, dtype);
        if (affine && bias) this.bias = NewParameter(shape, device, dtype);
        reset_parameters();
    }

    /// <summary>Scale per element, of <see cref="normalized_shape"/>.</summary>
    public Parameter weight { get => _weight!; set => Own(nameof(weight), ref _weight, value); }

    /// <summary>Shift per element, of <see cref="normalized_shape"/>, or null.</summary>
    public Parameter? bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

    /// <summary>The last dimensions of the input, normalised together.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Whether scale and shift are learned.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>Scale 1, shift 0.</summary>
    public void reset_parameters()
    {
        if (_weight is not null) nn.init.ones_(_weight);
        if (_bias is not null) nn.init.zeros_(_bias);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => F.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
}
