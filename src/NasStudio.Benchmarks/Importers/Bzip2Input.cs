using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace NasStudio.Benchmarks.Importers;

/// <summary>Unpacks a file that bzip2 packed; whatever is wrong with it is an <see cref="InvalidDataException"/>.</summary>
/// <remarks>SharpZipLib's reader takes a file that does not begin as bzip2 does for an empty one, and meets damage with
/// several kinds of exception. A block is at most 900,000 bytes, so that memory stays bounded whatever a file
/// promises.</remarks>
internal sealed class Bzip2Input : Stream
{
    private readonly BZip2InputStream _unpacked;

    public Bzip2Input(Stream packed)
    {
        Span<byte> head = stackalloc byte[4];
        var begins = packed.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9'];
        if (!begins)
        {
            throw new InvalidDataException("it does not begin as bzip2 does");
        }

        packed.Position = 0;
        _unpacked = Guard(() => new BZip2InputStream(packed));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Guard(() => _unpacked.Read(buffer, offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is SharpZipBaseException or IndexOutOfRangeException or EndOfStreamException)
        {
            throw new InvalidDataException($"it is damaged or cut off ({damage.Message})", damage);
        }
    }
}
