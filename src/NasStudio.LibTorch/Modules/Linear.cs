using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>y = x Wᵀ + b, for x of shape (*, in).</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] private Parameter? _weight;
    [ComponentName(Name = nameof(bias))] private Parameter? _bias;

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        (out_features, in_features) = (weight.shape[0], weight.shape[1]);
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype)
        : this(NewParameter([outputs, inputs], device, dtype), hasBias ? NewParameter([outputs], device, dtype) : null) =>
        DefaultInitialisation.LinearLike(weight, bias);

    /// <summary>(out, in)</summary>
    public Parameter weight { get => _weight!; set => Own(nameof(weight), ref _weight, value); }

    /// <summary>(out), or null.</summary>
    public Parameter? bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

    /// <summary>Size of the last dimension of the input.</summary>
    public long in_features { get; set; }

    /// <summary>Size of the last dimension of the output.</summary>
    public long out_features { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => F.linear(tensor, weight, bias);
}
