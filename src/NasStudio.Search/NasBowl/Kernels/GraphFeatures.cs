namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>How often each feature occurs in a graph, level by level; equal where all counts are.</summary>
/// <remarks>A feature belongs to one level. Numbers of features are those of one <see cref="LabelTable"/>.</remarks>
internal sealed class GraphFeatures : IEquatable<GraphFeatures>
{
    private readonly int[] _ends;                             // of each level, in Ids // (levels)
    private readonly int _hash;

    private GraphFeatures(int[] ids, long[] counts, int[] ends)
    {
        (Ids, Counts, _ends) = (ids, counts, ends);
        for (var i = 0; i < ids.Length; i++)
        {
            _hash = unchecked((_hash * 31 + ids[i]) * 31 + (int)counts[i]);
        }
    }

    /// <summary>Counts occurrences.</summary>
    /// <param name="levels">The occurrences of each level, in any order; sorted in place.</param>
    public static GraphFeatures Of(IReadOnlyList<int[]> levels)
    {
        var most = 0;
        foreach (var level in levels)
        {
            most += level.Length;
        }

        var (ids, counts, ends, count) = (new int[most], new long[most], new int[levels.Count], 0);
        for (var level = 0; level < ends.Length; level++)
        {
            var occurrences = levels[level];
            Array.Sort(occurrences);
            for (var i = 0; i < occurrences.Length; i++)
            {
                if (i == 0 || occurrences[i] != occurrences[i - 1])
                {
                    ids[count++] = occurrences[i];
                }

                counts[count - 1]++;
            }

            ends[level] = count;
        }

        return new GraphFeatures(ids[..count], counts[..count], ends);
    }

    /// <summary>Takes counts.</summary>
    /// <param name="levels">How often each feature occurs, by level; positive.</param>
    public static GraphFeatures Counted(IReadOnlyList<IReadOnlyDictionary<int, long>> levels)
    {
        KeyValuePair<int, long>[] all = [.. levels.SelectMany(level => level.OrderBy(feature => feature.Key))];
        var (ends, end) = (new int[levels.Count], 0);
        for (var level = 0; level < ends.Length; level++)
        {
            ends[level] = end += levels[level].Count;
        }

        return new GraphFeatures([.. all.Select(f => f.Key)], [.. all.Select(f => f.Value)], ends);
    }

    /// <summary>Numbers of the features; of each level ascending. // (F)</summary>
    public int[] Ids { get; }

    /// <summary>How often each occurs, positive. // (F)</summary>
    public long[] Counts { get; }

    /// <summary>How many levels there are.</summary>
    public int Levels => _ends.Length;

    /// <summary>Where the features of a level lie in <see cref="Ids"/>.</summary>
    public Range Level(int level) => (level == 0 ? 0 : _ends[level - 1]).._ends[level];

    /// <inheritdoc/>
    public bool Equals(GraphFeatures? other)
        => other is not null && _hash == other._hash && _ends.AsSpan().SequenceEqual(other._ends)
            && Ids.AsSpan().SequenceEqual(other.Ids) && Counts.AsSpan().SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GraphFeatures);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
