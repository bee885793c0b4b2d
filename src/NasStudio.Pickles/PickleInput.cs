using System.Buffers.Binary;
using System.Text;

namespace NasStudio.Pickles;

/// <summary>The bytes of a pickle, with the place that messages name.</summary>
internal sealed class PickleInput(Stream stream, PickleLimits limits)
{
    private const int ChunkBytes = 1 << 16;
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[ChunkBytes];
    private int _at, _filled;
    private long _before;

    private long _values, _valueBytes;

    /// <summary>Bytes read so far.</summary>
    public long Offset => _before + _at;

    /// <summary>Counts what the file makes, repeats or copies.</summary>
    /// <exception cref="PickleException">It is more than the limits allow.</exception>
    public void Spend(long values, long bytes = 0)
    {
        _values += values;
        _valueBytes += bytes;
        if (_values > limits.Values || _valueBytes > limits.ValueBytes)
        {
            throw Fault(
                $"more than {limits.Values:N0} values or {limits.ValueBytes:N0} bytes of text and arrays, the most "
                + "that is read");
        }
    }

    /// <summary>The next byte; -1 at the end of the file.</summary>
    public int Next() => _at < _filled || Fill() ? _buffer[_at++] : -1;

    public byte Byte() => Next() is >= 0 and var next ? (byte)next : throw Cut();

    /// <summary>So many bytes. Memory grows with what is there, not with what is promised.</summary>
    public byte[] Bytes(ulong count)
    {
        if (count > (ulong)limits.ValueBytes)
        {
            throw Fault($"a value of {count:N0} bytes; allowed: up to {limits.ValueBytes:N0}");
        }

        Spend(values: 0, (long)count);
        var wanted = (int)count;
        var bytes = new byte[Math.Min(wanted, ChunkBytes)];
        for (var read = 0; read < wanted;)
        {
            if (_at == _filled && !Fill())
            {
                throw Cut();
            }

            var piece = Math.Min(_filled - _at, wanted - read);
            if (read + piece > bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(wanted, Math.Max(2L * bytes.Length, read + piece)));
            }

            _buffer.AsSpan(_at, piece).CopyTo(bytes.AsSpan(read));
            _at += piece;
            read += piece;
        }

        return bytes;
    }

    /// <summary>So many bytes, or where they stand in the file where they are many enough to be left there.</summary>
    public object BytesOrPlace(ulong count)
    {
        if (count < (ulong)limits.LeftFrom)
        {
            return Bytes(count);
        }

        var from = Offset;
        if (count > (ulong)(stream.Length - from))
        {
            throw new PickleException(
                $"The pickle has, before byte {from}, a value of {count:N0} bytes, and ends at byte {stream.Length}.");
        }

        stream.Position = _before = from + (long)count;
        (_at, _filled) = (0, 0);
        return new PickledBytes(from, (long)count);
    }

    /// <summary>A little-endian number of so many bytes.</summary>
    public ulong Unsigned(int bytes)
    {
        Span<byte> number = stackalloc byte[8];
        number.Clear();
        for (var i = 0; i < bytes; i++)
        {
            number[i] = Byte();
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(number);
    }

    public double BigEndianDouble()
    {
        Span<byte> number = stackalloc byte[8];
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = Byte();
        }

        return BinaryPrimitives.ReadDoubleBigEndian(number);
    }

    /// <summary>The text up to the end of the line, byte for byte (Latin-1).</summary>
    public string Line()
    {
        var line = new StringBuilder();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Length == limits.LineBytes)
            {
                throw Fault($"a line of more than {limits.LineBytes} bytes");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    public string Text(ulong bytes)
    {
        var text = Bytes(bytes);
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw Fault("a text that is not UTF-8", e);
        }
    }

    public PickleException Fault(string what, Exception? cause = null)
    {
        var message = $"The pickle has, before byte {Offset}, {what}.";
        return cause is null ? new PickleException(message) : new PickleException(message, cause);
    }

    private PickleException Cut() => new($"The pickle ends at byte {Offset}, before its end.");

    private bool Fill()
    {
        _before += _filled;
        (_at, _filled) = (0, 0);
        if (_before >= limits.FileBytes)
        {
            throw new PickleException($"The pickle is larger than {limits.FileBytes} bytes, the most that is read.");
        }

        try
        {
            _filled = stream.Read(_buffer);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new PickleException($"The pickle cannot be read behind byte {Offset}: {e.Message}", e);
        }

        return _filled > 0;
    }
}

/// <summary>How much of a pickle is read at most.</summary>
public sealed record PickleLimits
{
    /// <summary>Bytes of the file, unpacked.</summary>
    public long FileBytes { get; init; } = 1L << 31;

    /// <summary>Bytes of all texts and arrays.</summary>
    public int ValueBytes { get; init; } = 1 << 29;

    /// <summary>Bytes and binary strings of at least so many bytes are not read: an array of them knows where they stand in
    /// the file, which has to be one that can be positioned. No bytes are left there unless this says so.</summary>
    public long LeftFrom { get; init; } = long.MaxValue;

    /// <summary>Bytes of one line of protocol 0.</summary>
    public int LineBytes { get; init; } = 1 << 20;

    /// <summary>Values that the file makes, repeats or copies; each takes some forty bytes.</summary>
    public int Values { get; init; } = 30_000_000;
}
