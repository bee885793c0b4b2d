using System.Buffers.Binary;
using System.IO.Compression;

namespace NasStudio.Benchmarks.Formats;

/// <summary>The unpacked bytes of a gzip file of one member; length and position are those of the packed
/// file.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that is cut off for one that has ended. Here the end has to be where the
/// trailer says (Deutsch, "GZIP file format specification version 4.3", RFC 1952, section 2.3.1: ISIZE).
/// </remarks>
internal sealed class GzipInput(FileStream packed) : Stream
{
    private const int TrailerBytes = 8;
    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
    private uint _total;                                      // modulo 2^32, as in the trailer

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => packed.Length;

    public override long Position
    {
        get => packed.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _unpacked.Read(buffer);
        _total = unchecked(_total + (uint)read);
        if (read == 0 && buffer.Length > 0)
        {
            RequireWhole();
        }

        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        packed.Dispose();
        base.Dispose(disposing);
    }

    private void RequireWhole()
    {
        Span<byte> size = stackalloc byte[sizeof(uint)];
        packed.Position = Math.Max(0, packed.Length - size.Length);
        if (packed.Length < TrailerBytes || packed.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(size) != _total)
        {
            throw new InvalidDataException(
                "it ends before its end, or was packed in several parts (unpack it and pack it anew)");
        }
    }
}
