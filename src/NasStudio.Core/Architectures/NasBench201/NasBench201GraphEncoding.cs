using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>
/// NAS-Bench-201 cells as graphs: the six edges of the cell become nodes 1 to 6 (in the order of the native string)
/// between an input and an output; two are joined where one cell edge ends where the other begins.
/// </summary>
/// <remarks>
/// N = 8, A = 7, W = 84. The edges are the same in every valid graph; the operations are what is searched.
/// </remarks>
internal sealed class NasBench201GraphEncoding(NasBench201Space space) : SingleGraphEncoding
{
    private const int FirstOperation = 2;
    private const int Last = NasBench201Cell.EdgeCount + 1;

    private static readonly ImmutableArray<NasBench201Operation> Operations =
    [
        NasBench201Operation.NorConv1x1, NasBench201Operation.NorConv3x3, NasBench201Operation.AvgPool3x3,
        NasBench201Operation.SkipConnect, NasBench201Operation.None,
    ];

    private static readonly ImmutableArray<bool> Line = EdgesWhere(Last + 1, (from, to) => End(from) == Begin(to));

    /// <inheritdoc/>
    public override int Nodes => Last + 1;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } =
        ["output", "input", .. Operations.Select(operation => operation.Name())];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges { get; } = [(0, 1)];

    /// <inheritdoc/>
    public override GraphCode GraphOf(Architecture architecture)
    {
        var operations = space.Cell(architecture).Operations;
        return new GraphCode([Input, .. operations.Select(o => FirstOperation + Operations.IndexOf(o)), Output], Line);
    }

    /// <inheritdoc/>
    public override Architecture? Decode(GraphCode graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isCell = graph.Labels.Length == Nodes && graph.Labels[0] == Input && graph.Labels[Last] == Output
            && graph.Labels.AsSpan(1, NasBench201Cell.EdgeCount).IndexOfAnyInRange(Output, Input) < 0
            && graph.Edges.AsSpan().SequenceEqual(Line.AsSpan());
        return isCell ? space.Architecture(new NasBench201Cell([.. graph.Labels[1..Last].Select(Operation)])) : null;

        static NasBench201Operation Operation(int label) => Operations[label - FirstOperation];
    }

    private static int End(int node) => node == 0 ? 0 : NasBench201Cell.Edges[node - 1].To;

    private static int Begin(int node)
        => node == Last ? NasBench201Cell.Nodes - 1 : NasBench201Cell.Edges[node - 1].From;
}
