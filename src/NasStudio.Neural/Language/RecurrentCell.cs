using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Language;

/// <summary>
/// A recurrent cell of NAS-Bench-NLP, ready to train. // x (B, H), state: S times (B, H) -> new state: S times (B, H);
/// the first is the output
/// </summary>
/// <remarks>
/// Klyuchnikov et al. 2022, section 3, and CustomRNNCell of the authors' code: a linear node has one weight for each
/// argument and one bias; leaky ReLU has the slope 0.01.
/// </remarks>
public sealed class RecurrentCell : nn.Module<Tensor, Tensor[], Tensor[]>
{
    private const double LeakySlope = 0.01;                           // PyTorch's default, as in the authors' code
    private readonly NasBenchNlpCell _cell;
    private readonly Linear?[] _linears;                              // (nodes); null where a node has no weights
    private readonly long _size;

    /// <summary>A cell with libtorch's own random weights; <see cref="Fill"/> gives it reproducible ones.</summary>
    /// <param name="cell">Its nodes.</param>
    /// <param name="size">H, length of input and of each state.</param>
    public RecurrentCell(NasBenchNlpCell cell, long size) : base(nameof(RecurrentCell))
    {
        ArgumentNullException.ThrowIfNull(cell);
        (_cell, _size) = (cell, size);
        _linears = new Linear?[cell.Nodes.Length];
        foreach (var (i, node) in cell.Nodes.Index().Where(n => n.Item.Operation == NasBenchNlpOperation.Linear))
            register_module($"node{i}", _linears[i] = nn.Linear(node.Arguments.Length * size, size));
    }

    /// <summary>S, how many tensors the state is.</summary>
    public int States => _cell.States;

    /// <inheritdoc/>
    public override Tensor[] forward(Tensor x, Tensor[] state)
    {
        using var scope = NewDisposeScope();
        var values = new Tensor[_cell.FirstNode + _cell.Nodes.Length];                 // x, states, nodes
        values[0] = x;
        state.CopyTo(values, 1);
        for (var i = 0; i < _cell.Nodes.Length; i++)
            values[_cell.FirstNode + i] = Value(i, [.. _cell.Nodes[i].Arguments.Select(value => values[value])]);
        return [.. _cell.NewStates.Select(node => values[_cell.FirstNode + node].MoveToOuterDisposeScope())];
    }

    /// <summary>Draws all weights and biases uniformly within 1/sqrt(H), as the authors' code does.</summary>
    public void Fill(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (var i = 0; i < _linears.Length; i++)
        {
            if (_linears[i] is not { } linear) continue;
            var source = random.Fork("initial weights of node", i);
            Seeding.FillUniform(linear.weight!, 1 / Math.Sqrt(_size), source);
            Seeding.FillUniform(linear.bias!, 1 / Math.Sqrt(_size), source);
        }
    }

    private Tensor Value(int node, Tensor[] arguments) => _cell.Nodes[node].Operation switch
    {
        NasBenchNlpOperation.Linear => _linears[node]!.call(cat(arguments, 1)),
        NasBenchNlpOperation.ElementwiseProd => arguments[0] * arguments[1],
        NasBenchNlpOperation.ElementwiseSum => arguments[0] + arguments[1],
        NasBenchNlpOperation.ActivationSigm => arguments[0].sigmoid(),
        NasBenchNlpOperation.ActivationTanh => arguments[0].tanh(),
        NasBenchNlpOperation.ActivationLeakyRelu => nn.functional.leaky_relu(arguments[0], LeakySlope),
        _ => arguments[0] * arguments[1] + (1 - arguments[0]) * arguments[2],          // blend
    };
}
