using System.Buffers.Binary;
using System.Numerics;

namespace NasStudio.Benchmarks.Importers;

/// <summary>The records of a TFRecord file, with both checksums of each checked.</summary>
/// <remarks>TensorFlow, "TFRecord and tf.train.Example", "TFRecords format details": length (8 bytes, little-endian),
/// masked CRC-32C of the length, the record, masked CRC-32C of the record.</remarks>
internal static class TfRecordInput
{
    private const int HeaderBytes = 12;
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Record after record; each is good until the next is asked for.</summary>
    /// <exception cref="BenchmarkException">A checksum is wrong, the file is cut off, or a record is larger than
    /// <paramref name="mostBytes"/>.</exception>
    public static IEnumerable<(long Offset, ReadOnlyMemory<byte> Record)> Read(Stream stream, int mostBytes)
    {
        var header = new byte[HeaderBytes];
        var buffer = new byte[4096];
        for (long offset = 0; ;)
        {
            var read = Fill(stream, header, offset);
            if (read == 0)
            {
                yield break;
            }

            RequireWhole(read, HeaderBytes, offset);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (Masked(header.AsSpan(0, 8)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)))
            {
                throw new BenchmarkException(
                    $"The checksum of the length of the record at byte {offset} is wrong: this is no TFRecord file, or "
                    + "it is damaged.");
            }

            if (length > (ulong)mostBytes)
            {
                throw new BenchmarkException(
                    $"The record at byte {offset} has {length} bytes; allowed: up to {mostBytes}.");
            }

            var whole = (int)length + 4;
            buffer = whole > buffer.Length ? new byte[whole] : buffer;
            RequireWhole(Fill(stream, buffer.AsMemory(0, whole), offset), whole, offset);
            var record = buffer.AsMemory(0, (int)length);
            if (Masked(record.Span) != BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan((int)length)))
            {
                throw new BenchmarkException(
                    $"The checksum of the record at byte {offset} is wrong: the file is damaged.");
            }

            yield return (offset, record);
            offset += HeaderBytes + whole;
        }
    }

    /// <summary>The checksum as the format stores it: rotated and shifted, so that checksums of checksums stay
    /// good.</summary>
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return unchecked(uint.RotateRight(~crc, 15) + MaskDelta);
    }

    private static int Fill(Stream stream, Memory<byte> buffer, long offset)
    {
        try
        {
            return stream.ReadAtLeast(buffer.Span, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new BenchmarkException($"The file cannot be read behind byte {offset}: {e.Message}", e);
        }
    }

    private static void RequireWhole(int read, int wanted, long offset)
    {
        if (read < wanted)
        {
            throw new BenchmarkException($"The file ends within the record at byte {offset}.");
        }
    }
}
