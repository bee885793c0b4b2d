using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a gated recurrent unit: (N, in) and the state (N, hidden) to the next state.</summary>
/// <remarks>
/// K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, EMNLP 2014, in PyTorch's variant, where the
/// reset gate multiplies W_hn h + b_hn. The weights' rows are the gates r, z, n.
/// </remarks>
public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight_ih))] private Parameter? _weightInput;
    [ComponentName(Name = nameof(weight_hh))] private Parameter? _weightHidden;
    [ComponentName(Name = nameof(bias_ih))] private Parameter? _biasInput;
    [ComponentName(Name = nameof(bias_hh))] private Parameter? _biasHidden;
    private readonly long _hiddenSize;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
    {
        _hiddenSize = hiddenSize;
        weight_ih = NewParameter([3 * hiddenSize, inputSize], device, dtype);
        weight_hh = NewParameter([3 * hiddenSize, hiddenSize], device, dtype);
        if (bias)
        {
            bias_ih = NewParameter([3 * hiddenSize], device, dtype);
            bias_hh = NewParameter([3 * hiddenSize], device, dtype);
        }
        DefaultInitialisation.Recurrent(parameters(), hiddenSize);
    }

    /// <summary>(3 hidden, in)</summary>
    public Parameter? weight_ih { get => _weightInput; set => Own(nameof(weight_ih), ref _weightInput, value); }

    /// <summary>(3 hidden, hidden)</summary>
    public Parameter? weight_hh { get => _weightHidden; set => Own(nameof(weight_hh), ref _weightHidden, value); }

    /// <summary>(3 hidden), or null.</summary>
    public Parameter? bias_ih { get => _biasInput; set => Own(nameof(bias_ih), ref _biasInput, value); }

    /// <summary>(3 hidden), or null.</summary>
    public Parameter? bias_hh { get => _biasHidden; set => Own(nameof(bias_hh), ref _biasHidden, value); }

    /// <summary>The next state (N, hidden).</summary>
    /// <param name="input">(N, in)</param>
    /// <param name="h0">The state (N, hidden); zeros if null.</param>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var zero = h0 is null ? zeros([input.shape[0], _hiddenSize], dtype: input.dtype, device: input.device) : null;
        return NativeMethods.nst_nn_gru_cell(input, h0 ?? zero!, weight_ih!, weight_hh!, bias_ih, bias_hh);
    }
}

/// <summary>One step of a long short-term memory: (N, in) and the states (N, hidden) to the next states.</summary>
/// <remarks>
/// S. Hochreiter, J. Schmidhuber, Long Short-Term Memory, Neural Computation 1997, with forget gates. The weights' rows are
/// the gates i, f, g, o.
/// </remarks>
public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    [ComponentName(Name = nameof(weight_ih))] private Parameter? _weightInput;
    [ComponentName(Name = nameof(weight_hh))] private Parameter? _weightHidden;
    [ComponentName(Name = nameof(bias_ih))] private Parameter? _biasInput;
    [ComponentName(Name = nameof(bias_hh))] private Parameter? _biasHidden;
    private readonly long _hiddenSize;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
    {
        _hiddenSize = hiddenSize;
        weight_ih = NewParameter([4 * hiddenSize, inputSize], device, dtype);
        weight_hh = NewParameter([4 * hiddenSize, hiddenSize], device, dtype);
        if (bias)
        {
            bias_ih = NewParameter([4 * hiddenSize], device, dtype);
            bias_hh = NewParameter([4 * hiddenSize], device, dtype);
        }
        DefaultInitialisation.Recurrent(parameters(), hiddenSize);
    }

    /// <summary>(4 hidden, in)</summary>
    public Parameter? weight_ih { get => _weightInput; set => Own(nameof(weight_ih), ref _weightInput, value); }

    /// <summary>(4 hidden, hidden)</summary>
    public Parameter? weight_hh { get => _weightHidden; set => Own(nameof(weight_hh), ref _weightHidden, value); }

    /// <summary>(4 hidden), or null.</summary>
    public Parameter? bias_ih { get => _biasInput; set => Own(nameof(bias_ih), ref _biasInput, value); }

    /// <summary>(4 hidden), or null.</summary>
    public Parameter? bias_hh { get => _biasHidden; set => Own(nameof(bias_hh), ref _biasHidden, value); }

    /// <summary>The next hidden and cell states, each (N, hidden).</summary>
    /// <param name="input">(N, in)</param>
    /// <param name="h0_c0">Hidden and cell state, each (N, hidden); zeros if null.</param>
    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        using var zero = h0_c0 is null ? zeros([input.shape[0], _hiddenSize], dtype: input.dtype, device: input.device) : null;
        var (h, c) = h0_c0 ?? (zero!, zero!);
        var next = NativeMethods.nst_nn_lstm_cell(input, h, c, weight_ih!, weight_hh!, bias_ih, bias_hh).Tensors;
        return (next[0], next[1]);
    }

    /// <summary>Runs the module with its hooks.</summary>
    public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
}
