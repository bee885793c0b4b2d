namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>The path encoding of NAS-Bench-201: words of one to three operations. // (84)</summary>
/// <remarks>Deviation from the published encoding: what is called none carries nothing, so that a path through it is
/// not one, and words that hold it have no entry (84 instead of 155).</remarks>
internal sealed class NasBench201Paths(NasBench201Space space) : PathEncoding
{
    private const int Letters = 4;                            // the operations but none, in the benchmark's order

    private readonly Lazy<Dictionary<string, Architecture>> _first = new(() => space.Enumerate()
        .GroupBy(a => Key(Words(space.Cell(a)))).ToDictionary(group => group.Key, group => group.First()));

    /// <inheritdoc/>
    public override int Width => WordCount(Letters, length: 3) - 1;

    /// <inheritdoc/>
    protected override IEnumerable<int> PathsOf(Architecture architecture) => Words(space.Cell(architecture));

    /// <inheritdoc/>
    protected override Architecture? Find(IReadOnlySet<int> paths) => _first.Value.GetValueOrDefault(Key(paths));

    private static IEnumerable<int> Words(NasBench201Cell cell)
    {
        var words = new HashSet<int>[NasBench201Cell.Nodes];  // by node: words from the input to it
        words[0] = [0];
        for (var to = 1; to < words.Length; to++)
        {
            words[to] =
            [
                .. from source in Enumerable.Range(0, to)
                   where cell[source, to] != NasBench201Operation.None
                   from word in words[source]
                   select Append(word, (int)cell[source, to] - 1, Letters),
            ];
        }

        return words[^1].Select(word => word - 1);            // no path is empty
    }

    private static string Key(IEnumerable<int> words) => string.Join(' ', words.Order());
}
