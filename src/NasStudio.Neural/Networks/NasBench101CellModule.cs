using System.Collections.Immutable;
using NasStudio.Core.Architectures.NasBench101;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// One NAS-Bench-101 cell: an inner node adds up what comes in, the output concatenates. // (B, in, H, W) -> (B, out,
/// H, W)
/// </summary>
/// <remarks>
/// Ying et al. 2019, section 2; build_module of the benchmark's model builder. The input is projected by a 1x1
/// convolution on every edge that leaves it; between inner nodes channels are cut off from the end, as
/// <see cref="NasBench101Channels"/> says.
/// </remarks>
public sealed class NasBench101CellModule : nn.Module<Tensor, Tensor>
{
    private readonly NasBench101Cell _cell;
    private readonly ImmutableArray<int> _channels;                   // (nodes)
    private readonly ConvNormRelu?[] _projections;                    // (nodes); by target, null where no edge leads
    private readonly nn.Module<Tensor, Tensor>[] _operations;         // (nodes - 2)

    /// <summary>A module with only what lies on paths from the cell's input to its output.</summary>
    /// <param name="cell">The cell; it is pruned here.</param>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <exception cref="ArgumentException">No path leads from input to output, or there are fewer channels than nodes
    /// that share them.</exception>
    public NasBench101CellModule(NasBench101Cell cell, int input, int output) : base(nameof(NasBench101CellModule))
    {
        ArgumentNullException.ThrowIfNull(cell);
        _cell = cell.Pruned();
        _channels = NasBench101Channels.Of(_cell, input, output);
        _projections = new ConvNormRelu?[_cell.Nodes];
        foreach (var (_, to) in _cell.Edges.Where(edge => edge.From == 0))
        {
            _projections[to] = new ConvNormRelu(input, _channels[to], kernel: 1);
            register_module($"project{to}", _projections[to]!);
        }

        _operations = [.. _cell.Operations.Select((operation, i) => Operation(operation, _channels[i + 1]))];
        for (var i = 0; i < _operations.Length; i++) register_module($"node{i + 1}", _operations[i]);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var last = _cell.Nodes - 1;
        var values = new Tensor[last];
        for (var node = 1; node < last; node++)
        {
            var sum = _projections[node]?.call(input);
            foreach (var (from, _) in _cell.Edges.Where(edge => edge.To == node && edge.From > 0))
            {
                var term = values[from].narrow(1, 0, _channels[node]);
                sum = sum is null ? term : sum + term;
            }

            values[node] = _operations[node - 1].call(sum!);
        }

        var sharing = Enumerable.Range(1, last - 1).Where(node => _cell[node, last]).Select(node => values[node]);
        var output = sharing.ToArray() is { Length: > 0 } parts ? cat(parts, 1) : null;
        if (_projections[last]?.call(input) is { } direct) output = output is null ? direct : output + direct;
        return output!.MoveToOuterDisposeScope();
    }

    private static nn.Module<Tensor, Tensor> Operation(NasBench101Operation operation, int channels)
        => operation switch
        {
            NasBench101Operation.Conv3x3 => new ConvNormRelu(channels, channels, kernel: 3),
            NasBench101Operation.Conv1x1 => new ConvNormRelu(channels, channels, kernel: 1),
            _ => nn.MaxPool2d(3, stride: 1, padding: 1),
        };
}
