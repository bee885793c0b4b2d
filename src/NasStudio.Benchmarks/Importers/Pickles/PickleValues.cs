using System.Collections.Immutable;

namespace NasStudio.Benchmarks.Importers.Pickles;

// What a pickle may hold, and nothing else: null, bool, long, double, string, byte[] and the types of this file. Values
// may be shared, and even hold themselves; so nothing here or in the importers walks them without an end in sight.

/// <summary>A Python list, tuple or set; a set keeps what the file repeats.</summary>
internal sealed class PickleSequence(bool isTuple)
{
    public bool IsTuple { get; } = isTuple;

    public List<object?> Items { get; init; } = [];
}

/// <summary>A Python dict, in the order of the file.</summary>
internal sealed class PickleDictionary
{
    private readonly OrderedDictionary<PickleKey, object?> _items = [];

    public int Count => _items.Count;

    public IEnumerable<(object? Key, object? Value)> Items => _items.Select(item => (item.Key.Value, item.Value));

    public void Set(PickleKey key, object? value) => _items[key] = value;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        return PickleKey.Of(key) is { } found && _items.TryGetValue(found, out value);
    }
}

/// <summary>A key of a dict: None, a truth value, a number, a short text or bytes, or a short tuple of such.</summary>
/// <remarks>Equal as in Python, where True, 1 and 1.0 are one key. Hashes are seeded anew in every process, so that no
/// file can be made of keys that collide.</remarks>
internal readonly struct PickleKey : IEquatable<PickleKey>
{
    private const int LongestTuple = 8;
    private const int LongestText = 1024;
    private readonly ImmutableArray<object> _parts;

    private PickleKey(object? value, ImmutableArray<object> parts) => (Value, _parts) = (value, parts);

    /// <summary>The key as it stands in the file.</summary>
    public object? Value { get; }

    /// <summary>A value as a key; null where it cannot be one.</summary>
    public static PickleKey? Of(object? value)
    {
        if (value is not PickleSequence { IsTuple: true, Items.Count: <= LongestTuple } tuple)
        {
            return Part(value) is { } part ? new PickleKey(value, [part]) : null;
        }

        var parts = ImmutableArray.CreateBuilder<object>(tuple.Items.Count + 1);
        parts.Add(typeof(PickleSequence));                     // ("a",) is not "a"
        foreach (var item in tuple.Items)
        {
            if (Part(item) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        return new PickleKey(value, parts.MoveToImmutable());
    }

    public bool Equals(PickleKey other) => _parts.AsSpan().SequenceEqual(other._parts.AsSpan());

    public override bool Equals(object? obj) => obj is PickleKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var part in _parts)
        {
            hash.Add(part is long number ? HashCode.Combine(number) : part.GetHashCode());
        }

        return hash.ToHashCode();
    }

    private static object? Part(object? value) => value switch
    {
        null => typeof(void),
        bool truth => truth ? 1L : 0L,
        double number when Math.Abs(number) < 1e18 && Math.Truncate(number) == number => (long)number,
        double number => new Fraction(number),
        long or string { Length: <= LongestText } => value,
        byte[] { Length: <= LongestText } bytes => new Bytes(Convert.ToHexString(bytes)),
        _ => null,
    };

    private sealed record Fraction(double Number)
    {
        public override int GetHashCode() => HashCode.Combine(Number);
    }

    private sealed record Bytes(string Hex);
}

/// <summary>A global that may stand in a pickle; only what it makes goes on.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>A numpy element type: its kind (f, i, u or b), bytes and byte order.</summary>
internal sealed class NumpyType(char kind, int bytes)
{
    public char Kind { get; } = kind;

    public int Bytes { get; } = bytes;

    public bool IsBigEndian { get; set; }

    /// <summary>The type of a name like "f8"; null where it is not one of numbers.</summary>
    public static NumpyType? Of(string name)
    {
        var bare = name.TrimStart('<', '>', '=', '|');
        var type = bare switch
        {
            "f2" or "f4" or "f8" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "b1"
                => new NumpyType(bare[0], bare[1] - '0'),
            _ => null,
        };
        if (type is not null)
        {
            type.IsBigEndian = name.StartsWith('>');
        }

        return type;
    }
}

/// <summary>A numpy array of numbers: a view of bytes of the file, copied nowhere.</summary>
internal sealed class NumpyArray
{
    private ReadOnlyMemory<byte> _bytes;
    private NumpyType _type = new('f', 8);

    /// <summary>Lengths of its axes; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; private set; } = [0];

    /// <summary>Elements.</summary>
    public int Count { get; private set; }

    /// <summary>Whether its elements stand column by column.</summary>
    public bool IsFortran { get; private set; }

    /// <summary>Takes its content; null where the parts do not fit each other.</summary>
    public static NumpyArray? Of(NumpyType type, IReadOnlyList<object?> shape, bool isFortran, byte[] bytes)
    {
        var array = new NumpyArray();
        return array.Fill(type, shape, isFortran, bytes) ? array : null;
    }

    /// <summary>Takes its content; says whether the parts fit each other.</summary>
    public bool Fill(NumpyType type, IReadOnlyList<object?> shape, bool isFortran, byte[] bytes)
    {
        const int mostAxes = 32;                               // numpy's own
        if (shape.Count > mostAxes || !shape.All(axis => axis is long and >= 0 and <= int.MaxValue))
        {
            return false;
        }

        long count = 1;
        foreach (var axis in shape)
        {
            count *= (long)axis!;
            if (count > int.MaxValue)
            {
                return false;
            }
        }

        (_type, _bytes, Count, IsFortran) = (type, bytes, (int)count, isFortran && shape.Count > 1);
        Shape = [.. shape.Select(axis => (int)(long)axis!)];
        return count * type.Bytes == bytes.Length;
    }

    /// <summary>An element, counted as they stand.</summary>
    public double this[int index]
    {
        get
        {
            Span<byte> number = stackalloc byte[8];
            number = number[.._type.Bytes];
            _bytes.Span.Slice(index * _type.Bytes, _type.Bytes).CopyTo(number);
            if (_type.IsBigEndian)
            {
                number.Reverse();
            }

            return (_type.Kind, _type.Bytes) switch
            {
                ('f', 2) => (double)BitConverter.ToHalf(number),
                ('f', 4) => BitConverter.ToSingle(number),
                ('f', 8) => BitConverter.ToDouble(number),
                ('i', 1) => (sbyte)number[0],
                ('i', 2) => BitConverter.ToInt16(number),
                ('i', 4) => BitConverter.ToInt32(number),
                ('i', 8) => BitConverter.ToInt64(number),
                ('u', 2) => BitConverter.ToUInt16(number),
                ('u', 4) => BitConverter.ToUInt32(number),
                ('u', 8) => BitConverter.ToUInt64(number),
                _ => number[0],
            };
        }
    }
}
