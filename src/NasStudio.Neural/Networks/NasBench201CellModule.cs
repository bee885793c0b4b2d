using NasStudio.Core.Architectures.NasBench201;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// One NAS-Bench-201 cell: every node is the sum of what its edges bring. // (B, C, H, W) -> (B, C, H, W)
/// </summary>
/// <remarks>
/// As in the benchmark, operations that cannot reach the output are there and computed, and a convolution of a node to
/// which nothing comes sees zeros. Deviation: zeros themselves are not added, which changes no value.
/// </remarks>
public sealed class NasBench201CellModule : nn.Module<Tensor, Tensor>
{
    private readonly NasBench201Cell _cell;
    private readonly ReluConvNorm?[] _convolutions = new ReluConvNorm?[NasBench201Cell.EdgeCount];

    /// <summary>A module with a convolution, and its parameters, for every convolution in the cell.</summary>
    public NasBench201CellModule(NasBench201Cell cell, long channels) : base(nameof(NasBench201CellModule))
    {
        ArgumentNullException.ThrowIfNull(cell);
        _cell = cell;
        for (var edge = 0; edge < _convolutions.Length; edge++)
        {
            var kernel = cell.Operations[edge] switch
            {
                NasBench201Operation.NorConv1x1 => 1,
                NasBench201Operation.NorConv3x3 => 3,
                _ => 0,
            };
            if (kernel == 0) continue;
            _convolutions[edge] = new ReluConvNorm(channels, channels, kernel);
            var (from, to) = NasBench201Cell.Edges[edge];
            register_module($"conv{from}{to}", _convolutions[edge]!);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var nodes = new Tensor?[NasBench201Cell.Nodes];               // null where nothing comes: zeros
        nodes[0] = input;
        for (var edge = 0; edge < _convolutions.Length; edge++)
        {
            var (from, to) = NasBench201Cell.Edges[edge];
            if (Apply(edge, nodes[from], input) is not { } term) continue;
            nodes[to] = nodes[to] is { } sum ? sum + term : term;
        }

        return (nodes[^1] ?? zeros_like(input)).MoveToOuterDisposeScope();
    }

    private Tensor? Apply(int edge, Tensor? source, Tensor input) => _cell.Operations[edge] switch
    {
        // a handle of its own: the caller disposes its input
        NasBench201Operation.SkipConnect => source?.alias(),
        NasBench201Operation.AvgPool3x3 when source is not null
            => nn.functional.avg_pool2d(source, 3, stride: 1, padding: 1, count_include_pad: false),
        NasBench201Operation.NorConv1x1 or NasBench201Operation.NorConv3x3
            => _convolutions[edge]!.call(source ?? zeros_like(input)),
        _ => null,
    };
}
