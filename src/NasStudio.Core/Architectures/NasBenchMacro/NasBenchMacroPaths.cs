namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>The path encoding of NAS-Bench-Macro: an entry for each word that a stage may spell, stage by
/// stage. // (63)</summary>
/// <remarks>Deviation from the published encoding: the one path of a whole chain would be an entry among 6,561, which
/// says nothing of likeness. As in DARTS with its two cells, each stage counts its own.</remarks>
internal sealed class NasBenchMacroPaths(NasBenchMacroSpace space) : PathEncoding
{
    private const int Letters = 3;

    /// <inheritdoc/>
    public override int Width => NasBenchMacroNetwork.StageLengths.Sum(Words);

    /// <inheritdoc/>
    protected override IEnumerable<int> PathsOf(Architecture architecture)
    {
        var operations = space.Network(architecture).Operations;
        var (layer, first) = (0, 0);
        foreach (var length in NasBenchMacroNetwork.StageLengths)
        {
            yield return first + operations.Skip(layer).Take(length).Aggregate(0, (n, o) => n * Letters + (int)o);
            (layer, first) = (layer + length, first + Words(length));
        }
    }

    /// <inheritdoc/>
    protected override Architecture? Find(IReadOnlySet<int> paths)
    {
        var operations = new List<NasBenchMacroOperation>();
        var first = 0;
        foreach (var length in NasBenchMacroNetwork.StageLengths)
        {
            int[] numbers = [.. paths.Where(p => p >= first && p < first + Words(length)).Select(p => p - first)];
            if (numbers is not [var number])
            {
                return null;
            }

            operations.AddRange(Enumerable.Range(0, length).Reverse()
                .Select(place => (NasBenchMacroOperation)(number / Words(place) % Letters)));
            first += Words(length);
        }

        return space.Architecture(new NasBenchMacroNetwork([.. operations]));
    }

    /// <summary>How many words have so many letters.</summary>
    private static int Words(int length) => Enumerable.Repeat(Letters, length).Aggregate(1, (count, n) => count * n);
}
