using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_plain_and_gzipped(bool packed)
    {
        var (images, labels) = (Bytes.IdxImages(3, 2), Bytes.IdxLabels(0, 9, 4));
        var imagePath = _folder.Write("images", packed ? Bytes.Gzip(images) : images);
        var labelPath = _folder.Write("labels", packed ? Bytes.Gzip(labels) : labels);

        var (shape, pixels) = IdxReader.ReadImages(imagePath);

        Assert.Equal(new ImageShape(1, 2, 2), shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), pixels);
        Assert.Equal([0, 9, 4], IdxReader.ReadLabels(labelPath, 3, 10));
    }

    public static TheoryData<string, byte[], string> HostileImages => new()
    {
        { "empty", [], "0 bytes of magic number" },
        { "wrong magic", Bytes.IdxImages(2, 2, magic: 0x1234),
            "byte 0: found magic number 0x00001234; expected 0x00000803" },
        { "labels for images", Bytes.IdxLabels(1, 2), "magic number 0x00000801" },
        { "cut in the header", Bytes.IdxImages(2, 2)[..10], "byte 8" },
        { "cut in the pixels", Bytes.IdxImages(2, 2)[..^1], "found 7 bytes of pixels, then the end; expected 8 bytes" },
        { "too long", [.. Bytes.IdxImages(2, 2), 7], "byte 24: found more data; expected the end" },
        { "no image", Bytes.IdxImages(0, 2), "0 images of 2x2" },
        { "absurd size", [.. Bytes.BigEndian(0x803), .. Bytes.BigEndian(int.MaxValue), .. Bytes.BigEndian(4096),
            .. Bytes.BigEndian(4096)], "2147483647 images" },
        { "negative size", [.. Bytes.BigEndian(0x803), .. Bytes.BigEndian(-1), .. Bytes.BigEndian(2),
            .. Bytes.BigEndian(2)], "number of images -1" },
        { "gzip cut short", Bytes.Gzip(Bytes.IdxImages(300, 20))[..^400], "expected" },
        { "gzip with a wrong checksum", Flip(Bytes.Gzip(Bytes.IdxImages(3, 2)), fromEnd: 6), "cannot be decoded" },
        { "gzip damaged inside", Flip(Bytes.Gzip(Bytes.IdxImages(300, 20)), fromEnd: 500), "expected" },
        { "gzip that unpacks to more", Bytes.Gzip([.. Bytes.IdxImages(2, 2), .. new byte[50_000_000]]),
            "byte 24: found more data" },
    };

    [Theory]
    [MemberData(nameof(HostileImages))]
    public void A_damaged_image_file_is_one_clear_error(string fault, byte[] content, string message)
    {
        Assert.NotEmpty(fault);
        var path = _folder.Write("images", content);

        var error = Assert.Throws<DataSetException>(() => IdxReader.ReadImages(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_promises_a_gigabyte_costs_no_memory()
    {
        var path = _folder.Write("images", [.. Bytes.BigEndian(0x803), .. Bytes.BigEndian(1 << 20),
            .. Bytes.BigEndian(32), .. Bytes.BigEndian(32), 1]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<DataSetException>(() => IdxReader.ReadImages(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_with_their_place()
    {
        var labels = _folder.Write("labels", Bytes.IdxLabels(0, 3, 10, 1));

        Assert.Contains("label 2: found class 10; expected 0 to 9",
            Assert.Throws<DataSetException>(() => IdxReader.ReadLabels(labels, 4, 10)).Message,
                StringComparison.Ordinal);
        Assert.Contains("found 4 labels; expected 5, as many as there are images",
            Assert.Throws<DataSetException>(() => IdxReader.ReadLabels(labels, 5, 11)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Contains("/nowhere/images",
            Assert.Throws<DataSetException>(() => IdxReader.ReadImages("/nowhere/images")).Message,
            StringComparison.Ordinal);

    private static byte[] Flip(byte[] bytes, int fromEnd)
    {
        bytes[^fromEnd] ^= 0xff;
        return bytes;
    }
}
