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

/// <summary>The graph that a generator builds node by node: one-hot nodes, then the possible edges.</summary>
/// <remarks>
/// Lukasik, Jung and Keuper, "Learning Where to Look - Generative NAS is Surprisingly Efficient", ECCV 2022, section
/// 3.1. Notation: N nodes (input, the variables in order, output), A classes of node (output, input, then each value of
/// each variable), N(N-1)/2 possible edges by target and then by source, of which the chain's are there.
/// </remarks>
internal sealed class ChoiceGeneratorEncoding(ChoiceSpace space) : ArchitectureEncoding
{
    private const int Output = 0;
    private const int Input = 1;
    private const int FirstValue = 2;

    public override string Kind => Generator;

    public override int Width => Nodes * Classes + Nodes * (Nodes - 1) / 2;

    private int Nodes => space.Offsets.Length + 1;

    private int Classes => FirstValue + space.Offsets[^1];

    public override double[] Encode(Architecture architecture) => WithOnes(Ones(space.Values(architecture)));

    public override Architecture? Decode(ReadOnlySpan<double> encoding)
    {
        if (OnesOf(encoding) is not { } ones || ones.Length != 2 * Nodes - 1)
        {
            return null;
        }

        int[] values = [.. Enumerable.Range(0, Nodes - 2).Select(
            variable => ones[variable + 1] - (variable + 1) * Classes - FirstValue - space.Offsets[variable])];
        return Ones(values).SequenceEqual(ones) ? space.Architecture(values) : null;
    }

    /// <summary>Where the ones are, ascending.</summary>
    private IEnumerable<int> Ones(int[] values)
    {
        var labels = values.Select((value, variable) => FirstValue + space.Offsets[variable] + value);
        var nodes = labels.Prepend(Input).Append(Output).Select((label, node) => node * Classes + label);
        var edges = Enumerable.Range(1, Nodes - 1).Select(node => Nodes * Classes + node * (node - 1) / 2 + node - 1);
        return nodes.Concat(edges);
    }
}
