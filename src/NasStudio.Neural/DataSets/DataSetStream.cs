using System.Buffers.Binary;
using System.IO.Compression;

namespace NasStudio.Neural.DataSets;

/// <summary>
/// Reads one file of a data set, gzip or plain, never more than was announced: a file that is shorter, longer or not
/// decodable is a <see cref="DataSetException"/>, and a few bytes that unpack to gigabytes are never unpacked.
/// </summary>
internal sealed class DataSetStream : IDisposable
{
    private const int ChunkBytes = 1 << 20;
    private readonly Stream _stream;
    private long _position;

    /// <summary>Takes the stream over; unpacks it when it starts with gzip's two magic bytes.</summary>
    /// <param name="raw">The file's bytes; seekable.</param>
    /// <param name="name">Its name, for messages.</param>
    public DataSetStream(Stream raw, string name)
    {
        Name = name;
        var isGzip = raw.ReadByte() == 0x1f && raw.ReadByte() == 0x8b;
        raw.Position = 0;
        _stream = isGzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
    }

    /// <summary>Opens a file of the disk.</summary>
    public static DataSetStream Open(string path)
    {
        try
        {
            return new DataSetStream(File.OpenRead(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>A big-endian number of four bytes.</summary>
    public int ReadInt32(string what)
    {
        var place = $"byte {_position}";
        var value = BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4, what));
        return value >= 0 ? value : throw new DataSetException(Name, place, $"{what} {value}",
            "a number that is not negative");
    }

    /// <summary>Exactly so many bytes.</summary>
    /// <exception cref="DataSetException">The file ends before.</exception>
    public byte[] ReadBytes(long count, string what)
    {
        var start = _position;
        var bytes = ReadAtMost(count);
        return bytes.LongLength == count
            ? bytes
            : throw new DataSetException(Name, $"byte {start}", $"{bytes.LongLength} bytes of {what}, then the end",
                $"{count} bytes");
    }

    /// <summary>Everything that is left.</summary>
    /// <exception cref="DataSetException">That is more than <paramref name="limit"/> bytes.</exception>
    public byte[] ReadToEnd(long limit)
    {
        var bytes = ReadAtMost(limit + 1);
        return bytes.LongLength <= limit
            ? bytes
            : throw new DataSetException(Name, $"byte {limit}", "more data", $"an end after at most {limit} bytes");
    }

    /// <summary>Makes sure that nothing follows (and, in a gzip file, that its checksum holds).</summary>
    public void ExpectEnd()
    {
        var end = _position;
        if (ReadAtMost(1).Length > 0)
            throw new DataSetException(Name, $"byte {end}", "more data", "the end of the file");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Grows with what really comes, not with what a header promised.</summary>
    private byte[] ReadAtMost(long count)
    {
        var chunk = new byte[(int)Math.Min(count, ChunkBytes)];
        using var all = new MemoryStream(chunk.Length);
        try
        {
            while (all.Length < count)
            {
                var read = _stream.Read(chunk, 0, (int)Math.Min(count - all.Length, chunk.Length));
                if (read == 0) break;
                all.Write(chunk, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataSetException(Name, $"byte {_position + all.Length}", "data that cannot be decoded",
                "an undamaged file", e);
        }

        _position += all.Length;
        return all.ToArray();
    }
}
