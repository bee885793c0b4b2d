using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>NAS-Bench-Macro networks as graphs: a chain of eight layers between an input and an output.</summary>
/// <remarks>N = 10, A = 5, W = 95. The edges are the same in every valid graph.</remarks>
internal sealed class NasBenchMacroGraphEncoding(NasBenchMacroSpace space) : SingleGraphEncoding
{
    private const int FirstOperation = 2;
    private const int Last = NasBenchMacroNetwork.Layers + 1;
    private static readonly ImmutableArray<bool> Chain = EdgesWhere(Last + 1, (from, to) => from + 1 == to);

    /// <inheritdoc/>
    public override int Nodes => Last + 1;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } = ["output", "input", .. NasBenchMacroOperations.Names];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges { get; } =
        [.. Enumerable.Range(0, Last).Select(layer => (layer, layer + 1))];

    /// <inheritdoc/>
    public override GraphCode GraphOf(Architecture architecture)
        => new([Input, .. space.Network(architecture).Operations.Select(o => FirstOperation + (int)o), Output], Chain);

    /// <inheritdoc/>
    public override Architecture? Decode(GraphCode graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isChain = graph.Labels.Length == Nodes && graph.Labels[0] == Input && graph.Labels[Last] == Output
            && graph.Labels.AsSpan(1, Last - 1).IndexOfAnyInRange(Output, Input) < 0
            && graph.Edges.AsSpan().SequenceEqual(Chain.AsSpan());
        return isChain
            ? space.Architecture(new NasBenchMacroNetwork(
                [.. graph.Labels[1..Last].Select(label => (NasBenchMacroOperation)(label - FirstOperation))]))
            : null;
    }
}
