namespace NasStudio.Core.Architectures;

/// <summary>The one-hot encoding of a space of independent choices of equally many alternatives: a group of entries for
/// each choice, 1 at what is chosen.</summary>
/// <param name="choices">How many choices there are.</param>
/// <param name="alternatives">How many alternatives each has.</param>
/// <param name="chosen">What an architecture chooses. // (choices), each 0 to alternatives - 1</param>
/// <param name="architecture">The architecture of these choices.</param>
public sealed class OneHotEncoding(
    int choices, int alternatives, Func<Architecture, IEnumerable<int>> chosen, Func<int[], Architecture> architecture)
    : ArchitectureEncoding
{
    /// <inheritdoc/>
    public override string Kind => OneHot;

    /// <inheritdoc/>
    public override int Width => choices * alternatives;

    /// <inheritdoc/>
    public override double[] Encode(Architecture architecture)
        => WithOnes(chosen(architecture).Select((alternative, choice) => choice * alternatives + alternative));

    /// <inheritdoc/>
    public override Architecture? Decode(ReadOnlySpan<double> encoding)
        => OnesOf(encoding) is { } ones && ones.Length == choices
            && ones.Index().All(one => one.Item / alternatives == one.Index)
                ? architecture([.. ones.Select(position => position % alternatives)])
                : null;
}
