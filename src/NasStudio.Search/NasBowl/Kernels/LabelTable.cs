using System.Diagnostics.CodeAnalysis;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>Numbers sequences in the order in which they are first seen: equal sequences, equal numbers.</summary>
/// <remarks>The last numbers can be given back, so that what is looked at once (candidates) leaves nothing
/// behind.</remarks>
internal sealed class LabelTable
{
    private readonly Dictionary<long[], int> _numbers = new(new SequenceComparer());
    private readonly Dictionary<long[], int>.AlternateLookup<ReadOnlySpan<long>> _lookup;
    private readonly List<long[]> _sequences = [];

    public LabelTable() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<long>>();

    /// <summary>How many numbers are given.</summary>
    public int Count => _sequences.Count;

    /// <summary>The sequence behind a number.</summary>
    public ReadOnlySpan<long> this[int number] => _sequences[number];

    /// <summary>The number of a sequence; a new one where it was not seen before.</summary>
    public int Number(ReadOnlySpan<long> sequence)
    {
        if (!_lookup.TryGetValue(sequence, out var number))
        {
            number = _sequences.Count;
            _sequences.Add(sequence.ToArray());
            _numbers.Add(_sequences[number], number);
        }

        return number;
    }

    /// <summary>Takes back all numbers from one on.</summary>
    public void Forget(int from)
    {
        for (var number = from; number < _sequences.Count; number++)
        {
            _numbers.Remove(_sequences[number]);
        }

        _sequences.RemoveRange(from, _sequences.Count - from);
    }

    private sealed class SequenceComparer : IEqualityComparer<long[]>,
        IAlternateEqualityComparer<ReadOnlySpan<long>, long[]>
    {
        public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] long[] sequence) => Hash(sequence);

        public bool Equals(ReadOnlySpan<long> alternate, long[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<long> alternate) => Hash(alternate);

        public long[] Create(ReadOnlySpan<long> alternate) => alternate.ToArray();

        private static int Hash(ReadOnlySpan<long> sequence)
        {
            var hash = 0xCBF29CE484222325UL;
            foreach (var item in sequence)
            {
                hash = unchecked((hash ^ (ulong)item) * 0x9E3779B97F4A7C15UL);
                hash ^= hash >> 29;
            }

            return (int)hash;
        }
    }
}
