using NasStudio.Core.Architectures.Darts;
using NasStudio.Neural.Networks;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>One layer of a <see cref="DartsSupernet"/>: every operation on every possible edge. // (B, in0, H0, W0), (B, in1, H,
/// W) -> (B, 4C, H/stride, W/stride)</summary>
internal sealed class DartsSupernetCell : nn.Module
{
    private static readonly int _operations = DartsOperations.Names.Length;
    private readonly nn.Module<Tensor, Tensor> _first, _second;
    private readonly nn.Module<Tensor, Tensor>?[,,] _layers;          // (node, source, operation); null changes nothing
    private readonly PartialChannels _partial;

    public DartsSupernetCell(
        long first, long second, long channels, bool reduces, bool followsReduction, PartialChannels partial)
        : base(nameof(DartsSupernetCell))
    {
        (Reduces, _partial) = (reduces, partial);
        _first = followsReduction ? new FactorizedReduction(first, channels) : new ReluConvNorm(first, channels, kernel: 1);
        _second = new ReluConvNorm(second, channels, kernel: 1);
        register_module("first", _first);
        register_module("second", _second);
        _layers = new nn.Module<Tensor, Tensor>?[
            DartsCell.IntermediateNodes, DartsCell.Inputs + DartsCell.IntermediateNodes, _operations];
        for (var node = 0; node < DartsCell.IntermediateNodes; node++)
        {
            for (var source = 0; source < node + DartsCell.Inputs; source++)
            {
                foreach (var operation in Enum.GetValues<DartsOperation>())
                {
                    if (DartsCellModule.Layer(operation, partial.Of(channels), StrideFrom(source)) is not { } layer) continue;
                    _layers[node, source, (int)operation] = layer;
                    register_module(NameOf(node + DartsCell.Inputs, source, (int)operation), layer);
                }
            }
        }
    }

    /// <summary>Whether it halves height and width.</summary>
    public bool Reduces { get; }

    /// <summary>Name of an operation's module.</summary>
    public static string NameOf(int target, int source, int operation) => $"edge{source}to{target}_{operation}";

    /// <summary>What is picked, and nothing else, is computed.</summary>
    /// <param name="first">Output of the cell before last.</param>
    /// <param name="second">Output of the last cell.</param>
    /// <param name="picks">The variables of this kind of cell.</param>
    public Tensor forward(Tensor first, Tensor second, Pick[] picks)
    {
        using var scope = NewDisposeScope();
        var nodes = new Tensor[DartsCell.Inputs + DartsCell.IntermediateNodes];
        (nodes[0], nodes[1]) = (_first.call(first), _second.call(second));
        for (var node = 0; node < DartsCell.IntermediateNodes; node++)
        {
            var (at, pairs) = (node, DartsChoices.Pairs(node));
            var inputs = DartsChoices.Inputs(node) is { } variable ? picks[variable] : 0;
            nodes[node + DartsCell.Inputs] = inputs.Sum(pairs.Length, pair => Term(at, 0, pairs[pair].Lower) + Term(at, 1, pairs[pair].Upper))!;
        }

        return cat(nodes[DartsCell.Inputs..], 1).MoveToOuterDisposeScope();

        Tensor Term(int node, int edge, int source) => _partial.Sum(
            picks[DartsChoices.Operation(node, edge)], nodes[source], StrideFrom(source), _operations,
            (operation, seen) => _layers[node, source, operation]?.call(seen) ?? seen.alias())!;
    }

    private int StrideFrom(int source) => Reduces && source < DartsCell.Inputs ? 2 : 1;
}
