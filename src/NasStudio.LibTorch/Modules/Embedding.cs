using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors looked up by index: int64 of any shape (*) in, (*, dims) out.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] private Parameter? _weight;
    private readonly long? _paddingIndex;
    private readonly bool _scaleGradByFreq;

    internal Embedding(Parameter weight, long? paddingIndex, bool scaleGradByFreq) : base(nameof(Embedding))
    {
        var count = weight.shape[0];
        if (paddingIndex is { } index && (index < -count || index >= count))
            throw new ArgumentOutOfRangeException(
                nameof(paddingIndex), index, $"padding_idx must be in [{-count}, {count - 1}].");
        _paddingIndex = paddingIndex < 0 ? paddingIndex + count : paddingIndex;
        _scaleGradByFreq = scaleGradByFreq;
        this.weight = weight;
    }

    internal Embedding(long count, long dims, long? paddingIndex, bool scaleGradByFreq, Device? device, ScalarType? dtype)
        : this(NewParameter([count, dims], device, dtype), paddingIndex, scaleGradByFreq)
    {
        nn.init.normal_(weight);
        if (_paddingIndex is not { } index) return;
        using var noGrad = no_grad();
        using var row = weight[index];
        row.zero_();
    }

    /// <summary>(count, dims)</summary>
    public Parameter weight { get => _weight!; set => Own(nameof(weight), ref _weight, value); }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        NativeMethods.nst_nn_embedding(weight, input, _paddingIndex ?? -1, _scaleGradByFreq ? 1 : 0);
}
