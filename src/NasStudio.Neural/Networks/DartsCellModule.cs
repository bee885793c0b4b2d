using NasStudio.Core.Architectures.Darts;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// One DARTS cell: both inputs are brought to its channels, each intermediate node is the sum of two edges, the output
/// concatenates the nodes. // (B, in0, H0, W0), (B, in1, H, W) -> (B, 4C, H/stride, W/stride)
/// </summary>
/// <remarks>Liu, Simonyan and Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, section 2.1, and Cell of
/// the authors' code. Deviation: edges are not dropped at random (their drop path is for 600 epochs).</remarks>
public sealed class DartsCellModule : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly DartsCell _cell;
    private readonly nn.Module<Tensor, Tensor> _first, _second;
    private readonly nn.Module<Tensor, Tensor>?[] _edges;             // (8); null where the edge changes nothing

    /// <summary>A cell.</summary>
    /// <param name="cell">Its edges.</param>
    /// <param name="first">Channels of the output of the cell before last.</param>
    /// <param name="second">Channels of the output of the last cell.</param>
    /// <param name="channels">C, channels of each node.</param>
    /// <param name="reduces">Whether edges from the inputs have stride 2.</param>
    /// <param name="followsReduction">Whether the last cell halved height and width, so that the first input is twice
    /// as large as the second.</param>
    public DartsCellModule(
        DartsCell cell, long first, long second, long channels, bool reduces, bool followsReduction)
        : base(nameof(DartsCellModule))
    {
        ArgumentNullException.ThrowIfNull(cell);
        _cell = cell;
        _first = followsReduction
            ? new FactorizedReduction(first, channels)
            : new ReluConvNorm(first, channels, kernel: 1);
        _second = new ReluConvNorm(second, channels, kernel: 1);
        register_module("first", _first);
        register_module("second", _second);
        _edges = [.. cell.Edges.Select(
            edge => Layer(edge.Operation, channels, reduces && edge.Source < DartsCell.Inputs ? 2 : 1))];
        for (var edge = 0; edge < _edges.Length; edge++)
        {
            if (_edges[edge] is { } layer) register_module($"edge{edge}", layer);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var nodes = new Tensor[DartsCell.Inputs + DartsCell.IntermediateNodes];
        (nodes[0], nodes[1]) = (_first.call(first), _second.call(second));
        for (var node = DartsCell.Inputs; node < nodes.Length; node++)
        {
            var edge = (node - DartsCell.Inputs) * DartsCell.EdgesPerNode;
            nodes[node] = Term(edge) + Term(edge + 1);
        }

        return cat(nodes[DartsCell.Inputs..], 1).MoveToOuterDisposeScope();

        Tensor Term(int edge) => _edges[edge]?.call(nodes[_cell.Edges[edge].Source]) ?? nodes[_cell.Edges[edge].Source];
    }

    /// <summary>An operation; null for one that changes nothing. // (B, C, H, W) -> (B, C, H/stride, W/stride)</summary>
    public static nn.Module<Tensor, Tensor>? Layer(DartsOperation operation, long channels, long stride)
        => operation switch
        {
            DartsOperation.MaxPool3x3 => nn.MaxPool2d(3, stride: stride, padding: 1),
            DartsOperation.AvgPool3x3 => nn.AvgPool2d(3, stride: stride, padding: 1, count_include_pad: false),
            DartsOperation.SepConv3x3 => Separable(channels, 3, stride, dilation: 1, twice: true),
            DartsOperation.SepConv5x5 => Separable(channels, 5, stride, dilation: 1, twice: true),
            DartsOperation.DilConv3x3 => Separable(channels, 3, stride, dilation: 2, twice: false),
            DartsOperation.DilConv5x5 => Separable(channels, 5, stride, dilation: 2, twice: false),
            _ when stride == 1 => null,
            _ => new FactorizedReduction(channels, channels),
        };

    /// <summary>ReLU, depthwise convolution, 1x1 convolution, batch norm; once, or twice with the stride in the first
    /// half.</summary>
    private static nn.Module<Tensor, Tensor> Separable(
        long channels, long kernel, long stride, long dilation, bool twice)
    {
        return nn.Sequential([.. Half(stride), .. twice ? Half(1) : []]);

        nn.Module<Tensor, Tensor>[] Half(long step) =>
        [
            nn.ReLU(),
            nn.Conv2d(channels, channels, kernel, stride: step, padding: dilation * (kernel / 2), dilation: dilation,
                groups: channels, bias: false),
            nn.Conv2d(channels, channels, 1, bias: false),
            nn.BatchNorm2d(channels),
        ];
    }
}
