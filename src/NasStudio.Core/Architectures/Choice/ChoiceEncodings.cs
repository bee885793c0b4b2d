using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>An entry for each value of each variable: the one-hot encoding, and the path encoding too.</summary>
/// <remarks>
/// An architecture of a <see cref="ChoiceSpace"/> is one path through all its variables. Deviation from White et al.
/// 2021: an entry for each possible path would have the length of the space and make all architectures equally far from
/// each other, therefore the entries are the nodes of the path.
/// </remarks>
internal sealed class ChoiceOneHotEncoding(ChoiceSpace space, string kind) : ArchitectureEncoding
{
    public override string Kind => kind;

    public override int Width => space.Offsets[^1];

    public override double[] Encode(Architecture architecture)
        => WithOnes(space.Values(architecture).Select((value, variable) => space.Offsets[variable] + value));

    public override Architecture? Decode(ReadOnlySpan<double> encoding)
        => OnesOf(encoding) is { } ones && ones.Length == space.Offsets.Length - 1
            ? space.Architecture([.. ones.Select((one, variable) => one - space.Offsets[variable])])
            : null;
}

/// <summary>The variables as a chain between an input and an output, which a generator builds node by node.</summary>
/// <remarks>
/// Lukasik, Jung and Keuper, "Learning Where to Look - Generative NAS is Surprisingly Efficient", ECCV 2022, section
/// 3.1. A = 2 classes and one for each value of each variable. The edges are the same in every valid graph.
/// </remarks>
internal sealed class ChoiceGraphEncoding(ChoiceSpace space) : SingleGraphEncoding
{
    private const int FirstValue = 2;
    private readonly ImmutableArray<bool> _chain = EdgesWhere(space.Offsets.Length + 1, (from, to) => from + 1 == to);

    /// <inheritdoc/>
    public override int Nodes => space.Offsets.Length + 1;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } =
    [
        "output", "input",
        .. space.Definition.Variables.SelectMany(variable => variable.Values.Select(value => $"{variable.Name}={value}")),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges { get; } =
        [.. Enumerable.Range(0, space.Offsets.Length).Select(node => (node, node + 1))];

    /// <inheritdoc/>
    public override GraphCode GraphOf(Architecture architecture) => new(
        [Input, .. space.Values(architecture).Select((value, variable) => FirstValue + space.Offsets[variable] + value), Output],
        _chain);

    /// <inheritdoc/>
    public override Architecture? Decode(GraphCode graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Labels.Length != Nodes || graph.Labels[0] != Input || graph.Labels[^1] != Output
            || !graph.Edges.AsSpan().SequenceEqual(_chain.AsSpan()))
        {
            return null;
        }

        int[] values = [.. graph.Labels[1..^1].Select((label, variable) => label - FirstValue - space.Offsets[variable])];
        var isAssignment = values.Index().All(
            v => v.Item >= 0 && v.Item < space.Offsets[v.Index + 1] - space.Offsets[v.Index]);
        return isAssignment ? space.Architecture(values) : null;
    }
}
