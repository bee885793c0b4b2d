using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>NAS-Bench-101 cells as graphs, padded to seven nodes. A graph of fewer nodes decodes as well, and so does
/// one with nodes off every path from input to output, as long as the benchmark holds the rest.</summary>
/// <remarks>N = 7, A = 5, W = 56.</remarks>
internal sealed class NasBench101GraphEncoding(NasBench101Space space) : SingleGraphEncoding
{
    private const int FirstOperation = 2;

    private static readonly ImmutableArray<NasBench101Operation> Operations =
        [NasBench101Operation.Conv1x1, NasBench101Operation.Conv3x3, NasBench101Operation.MaxPool3x3];

    /// <inheritdoc/>
    public override int Nodes => NasBench101Cell.MaxNodes;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } =
        ["output", "input", .. Operations.Select(operation => operation.Name())];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges => [];

    /// <inheritdoc/>
    public override GraphCode GraphOf(Architecture architecture)
    {
        var cell = space.Cell(architecture).Padded();
        var inner = cell.Operations.Select(operation => FirstOperation + Operations.IndexOf(operation));
        return new GraphCode([Input, .. inner, Output], EdgesWhere(cell.Nodes, (from, to) => cell[from, to]));
    }

    /// <inheritdoc/>
    public override Architecture? Decode(GraphCode graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var nodes = graph.Labels.Length;
        if (nodes < 2 || nodes > Nodes || graph.Labels[0] != Input || graph.Labels[^1] != Output
            || graph.Labels.AsSpan(1, nodes - 2).IndexOfAnyInRange(Output, Input) >= 0)
        {
            return null;
        }

        var edges = from to in Enumerable.Range(1, nodes - 1)
                    from source in Enumerable.Range(0, to)
                    where graph.HasEdge(source, to)
                    select (source, to);
        var cell = new NasBench101Cell(edges, [.. graph.Labels[1..^1].Select(l => Operations[l - FirstOperation])]);
        return cell.IsValid ? space.Architecture(cell) : null;
    }
}
