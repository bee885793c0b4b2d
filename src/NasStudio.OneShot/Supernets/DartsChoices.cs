using System.Collections.Immutable;
using NasStudio.Core.Architectures.Darts;

namespace NasStudio.OneShot.Supernets;

/// <summary>The variables of one DARTS cell: node by node the pair of inputs (where there is a choice), the operation of the
/// edge from the lower one, and that of the other edge.</summary>
internal static class DartsChoices
{
    private const int FirstNode = DartsCell.Inputs;

    /// <summary>The pairs of inputs that a node may have. // by node from the first</summary>
    private static readonly ImmutableArray<ImmutableArray<(int Lower, int Upper)>> _pairs =
    [
        .. Enumerable.Range(FirstNode, DartsCell.IntermediateNodes).Select(node => ImmutableArray.CreateRange(
            from lower in Enumerable.Range(0, node)
            from upper in Enumerable.Range(lower + 1, node - lower - 1)
            select (lower, upper))),
    ];

    /// <summary>The variables.</summary>
    public static ImmutableArray<SupernetVariable> Variables { get; } =
        [.. Enumerable.Range(0, DartsCell.IntermediateNodes).SelectMany(VariablesOf)];

    /// <summary>Numbers of each node's variables.</summary>
    public static ImmutableArray<ImmutableArray<int>> Nodes { get; } = [.. Enumerable.Range(0, DartsCell.IntermediateNodes)
        .Select(node => Enumerable.Range(First(node), VariablesOf(node).Count()).ToImmutableArray())];

    /// <summary>How many variables there are.</summary>
    public static int Count => Variables.Length;

    /// <summary>The pairs of inputs of a node.</summary>
    /// <param name="node">From 0, the first intermediate node.</param>
    public static ImmutableArray<(int Lower, int Upper)> Pairs(int node) => _pairs[node];

    /// <summary>The variable of a node's inputs; null where there is no choice.</summary>
    public static int? Inputs(int node) => _pairs[node].Length > 1 ? Nodes[node][0] : null;

    /// <summary>The variable of the operation of a node's edge.</summary>
    /// <param name="node">From 0.</param>
    /// <param name="edge">0 from the lower input, 1 from the upper one.</param>
    public static int Operation(int node, int edge) => Nodes[node][^(DartsCell.EdgesPerNode - edge)];

    /// <summary>The cell of an assignment.</summary>
    public static DartsCell CellOf(IReadOnlyList<int> choices) => new(
    [
        .. Enumerable.Range(0, DartsCell.IntermediateNodes).SelectMany(node =>
        {
            var (lower, upper) = _pairs[node][Inputs(node) is { } inputs ? choices[inputs] : 0];
            return new DartsEdge[]
            {
                new((DartsOperation)choices[Operation(node, 0)], lower), new((DartsOperation)choices[Operation(node, 1)], upper),
            };
        }),
    ]);

    /// <summary>The assignment of a cell.</summary>
    public static IEnumerable<int> Of(DartsCell cell)
        => cell.Edges.Chunk(DartsCell.EdgesPerNode).SelectMany((edges, node) =>
        {
            int[] operations = [(int)edges[0].Operation, (int)edges[1].Operation];
            return Inputs(node) is null ? operations : [_pairs[node].IndexOf((edges[0].Source, edges[1].Source)), .. operations];
        });

    private static int First(int node) => Enumerable.Range(0, node).Sum(before => VariablesOf(before).Count());

    private static IEnumerable<SupernetVariable> VariablesOf(int node)
    {
        if (_pairs[node].Length > 1)
        {
            yield return new SupernetVariable(
                $"inputs of node {node + FirstNode}", [.. _pairs[node].Select(pair => $"{pair.Lower}, {pair.Upper}")]);
        }

        foreach (var which in new[] { "lower", "upper" })
        {
            yield return new SupernetVariable(
                $"node {node + FirstNode}, {which} edge", DartsOperations.Names, (int)DartsOperation.SkipConnect);
        }
    }
}
