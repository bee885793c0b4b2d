using System.Collections.Immutable;

namespace NasStudio.Pickles;

// What a pickle may hold, and nothing else: null, bool, long, double, string, byte[] and the types of this file. Values
// may be shared, and even hold themselves; so nothing here or in the importers walks them without an end in sight.

/// <summary>A Python list, tuple or set; a set keeps what the file repeats.</summary>
public sealed class PickleSequence
{
    internal PickleSequence(bool isTuple) => IsTuple = isTuple;

    /// <summary>Whether it is a tuple.</summary>
    public bool IsTuple { get; }

    /// <summary>What it holds.</summary>
    public List<object?> Items { get; init; } = [];
}

/// <summary>A Python dict, in the order of the file.</summary>
public sealed class PickleDictionary
{
    private readonly OrderedDictionary<PickleKey, object?> _items = [];

    internal PickleDictionary()
    {
    }

    /// <summary>How many items it has.</summary>
    public int Count => _items.Count;

    /// <summary>Its items, in order.</summary>
    public IEnumerable<(object? Key, object? Value)> Items => _items.Select(item => (item.Key.Value, item.Value));

    internal void Set(PickleKey key, object? value) => _items[key] = value;

    /// <summary>The value of a key; false where it has none.</summary>
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

/// <summary>Bytes that were left in the file.</summary>
/// <param name="Offset">Byte of the file at which they begin.</param>
/// <param name="Length">How many there are.</param>
internal sealed record PickledBytes(long Offset, long Length);

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

/// <summary>A numpy array of numbers: a view of bytes of the file, copied nowhere, or left there altogether.</summary>
public sealed class NumpyArray
{
    private ReadOnlyMemory<byte> _bytes;
    private NumpyType _type = new('f', 8);

    internal NumpyArray()
    {
    }

    /// <summary>Lengths of its axes; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; private set; } = [0];

    /// <summary>Elements.</summary>
    public int Count { get; private set; }

    /// <summary>Whether its elements stand column by column.</summary>
    public bool IsFortran { get; private set; }

    /// <summary>Numpy's name of the type of its elements, for instance "u1".</summary>
    public string Type => $"{_type.Kind}{_type.Bytes}";

    /// <summary>Byte of the file at which its content begins, where that was left there; null where it was read.</summary>
    public long? Offset { get; private set; }

    /// <summary>Its content as it was read; empty where it was left in the file.</summary>
    public ReadOnlyMemory<byte> Content => _bytes;

    /// <summary>Takes its content; null where the parts do not fit each other.</summary>
    /// <param name="type">Type of its elements.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="isFortran">Whether its elements stand column by column.</param>
    /// <param name="content">byte[] or <see cref="PickledBytes"/>.</param>
    internal static NumpyArray? Of(NumpyType type, IReadOnlyList<object?> shape, bool isFortran, object content)
    {
        var array = new NumpyArray();
        return array.Fill(type, shape, isFortran, content) ? array : null;
    }

    /// <summary>Takes its content, as <see cref="Of"/> does; says whether the parts fit each other.</summary>
    internal bool Fill(NumpyType type, IReadOnlyList<object?> shape, bool isFortran, object content)
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

        var left = content as PickledBytes;
        var bytes = content as byte[] ?? [];
        (_type, _bytes, Offset, Count, IsFortran) = (type, bytes, left?.Offset, (int)count, isFortran && shape.Count > 1);
        Shape = [.. shape.Select(axis => (int)(long)axis!)];
        return count * type.Bytes == (left?.Length ?? bytes.Length);
    }

    /// <summary>An element, counted as they stand.</summary>
    /// <exception cref="InvalidOperationException">The content was left in the file.</exception>
    public double this[int index]
    {
        get
        {
            if (Offset is not null)
            {
                throw new InvalidOperationException("The array's content was left in the file.");
            }

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
