using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights of a stack of recurrent layers, in the order libtorch wants them.</summary>
internal sealed class RecurrentWeights
{
    internal RecurrentWeights(
        nn.Module owner, int gates, long inputSize, long hiddenSize, long layers, bool bias, bool bidirectional, Device? device,
        ScalarType? dtype)
    {
        (HiddenSize, Layers, Bias, Bidirectional) = (hiddenSize, layers, bias, bidirectional);
        var rows = gates * hiddenSize;
        for (var layer = 0; layer < layers; layer++)
        {
            var inputs = layer == 0 ? inputSize : hiddenSize * Directions;
            foreach (var suffix in bidirectional ? [$"l{layer}", $"l{layer}_reverse"] : new[] { $"l{layer}" })
            {
                Add($"weight_ih_{suffix}", [rows, inputs]);
                Add($"weight_hh_{suffix}", [rows, hiddenSize]);
                if (!bias) continue;
                Add($"bias_ih_{suffix}", [rows]);
                Add($"bias_hh_{suffix}", [rows]);
            }
        }
        DefaultInitialisation.Recurrent(Parameters, hiddenSize);

        void Add(string name, long[] shape)
        {
            var parameter = new Parameter(empty(shape, dtype: dtype, device: device));
            owner.register_parameter(name, parameter);
            Parameters.Add(parameter);
        }
    }

    internal List<Parameter> Parameters { get; } = [];
    internal long HiddenSize { get; }
    internal long Layers { get; }
    internal bool Bias { get; }
    internal bool Bidirectional { get; }
    internal int Directions => Bidirectional ? 2 : 1;

    /// <summary>Zeros (layers * directions, N, hidden) for an input (L, N, in), or (N, L, in) where the batch is first.</summary>
    internal Tensor ZeroState(Tensor input, bool batchFirst) =>
        zeros([Layers * Directions, input.shape[batchFirst ? 0 : 1], HiddenSize], dtype: input.dtype, device: input.device);
}

/// <summary>A stack of gated recurrent units over a sequence.</summary>
/// <remarks>See <see cref="GRUCell"/> for the equations.</remarks>
public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly bool _batchFirst;
    private readonly double _dropout;

    internal GRU(
        long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device,
        ScalarType? dtype) : base(nameof(GRU))
    {
        _weights = new(this, 3, inputSize, hiddenSize, layers, bias, bidirectional, device, dtype);
        (_batchFirst, _dropout) = (batchFirst, dropout);
    }

    /// <summary>All outputs of the last layer, and the last state of every layer.</summary>
    /// <param name="input">(L, N, in), or (N, L, in) where the batch is first.</param>
    /// <param name="h0">(layers * directions, N, hidden); zeros if null.</param>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        using var zero = h0 is null ? _weights.ZeroState(input, _batchFirst) : null;
        var result = NativeMethods.nst_nn_gru(
            input, h0 ?? zero!, new(_weights.Parameters), _weights.Bias ? 1 : 0, _weights.Layers, _dropout, training ? 1 : 0,
            _weights.Bidirectional ? 1 : 0, _batchFirst ? 1 : 0).Tensors;
        return (result[0], result[1]);
    }

    /// <summary>Runs the module with its hooks.</summary>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);
}

/// <summary>A stack of long short-term memories over a sequence.</summary>
/// <remarks>See <see cref="LSTMCell"/> for the equations.</remarks>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly bool _batchFirst;
    private readonly double _dropout;

    internal LSTM(
        long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device,
        ScalarType? dtype) : base(nameof(LSTM))
    {
        _weights = new(this, 4, inputSize, hiddenSize, layers, bias, bidirectional, device, dtype);
        (_batchFirst, _dropout) = (batchFirst, dropout);
    }

    /// <summary>All outputs of the last layer, and the last hidden and cell states of every layer.</summary>
    /// <param name="input">(L, N, in), or (N, L, in) where the batch is first.</param>
    /// <param name="h0_c0">Each (layers * directions, N, hidden); zeros if null.</param>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var zero = h0_c0 is null ? _weights.ZeroState(input, _batchFirst) : null;
        var (h, c) = h0_c0 ?? (zero!, zero!);
        var result = NativeMethods.nst_nn_lstm(
            input, h, c, new(_weights.Parameters), _weights.Bias ? 1 : 0, _weights.Layers, _dropout, training ? 1 : 0,
            _weights.Bidirectional ? 1 : 0, _batchFirst ? 1 : 0).Tensors;
        return (result[0], result[1], result[2]);
    }

    /// <summary>Runs the module with its hooks.</summary>
    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
}
