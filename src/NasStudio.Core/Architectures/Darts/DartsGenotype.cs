namespace NasStudio.Core.Architectures.Darts;

/// <summary>An architecture of the DARTS space: the cell that most layers repeat, and the cell that halves height and
/// width.</summary>
/// <param name="Normal">The normal cell.</param>
/// <param name="Reduction">The reduction cell: edges from its inputs have stride 2.</param>
/// <remarks>Native string, as the authors' code prints it: <c>Genotype(normal=[('op', source), ...],
/// normal_concat=[2, 3, 4, 5], reduce=[...], reduce_concat=[2, 3, 4, 5])</c>.</remarks>
public sealed record DartsGenotype(DartsCell Normal, DartsCell Reduction)
{
    /// <summary>Reads a native string, or the same as JSON:
    /// <c>{"normal": [["op", source], ...], "reduce": [...]}</c>. Nothing is ever evaluated.</summary>
    /// <exception cref="FormatException">It is neither; the message says where and what is allowed.</exception>
    public static DartsGenotype Parse(string native) => new DartsReader(native).Read();

    /// <summary>The native string; the two edges of a node are sorted by source.</summary>
    public override string ToString()
    {
        const string concat = "[2, 3, 4, 5]";
        return $"Genotype(normal={Text(Normal)}, normal_concat={concat}, "
            + $"reduce={Text(Reduction)}, reduce_concat={concat})";

        static string Text(DartsCell cell)
            => $"[{string.Join(", ", cell.Edges.Select(e => $"('{e.Operation.Name()}', {e.Source})"))}]";
    }
}
