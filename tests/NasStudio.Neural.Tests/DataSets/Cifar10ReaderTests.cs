using System.Formats.Tar;
using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class Cifar10ReaderTests : IDisposable
{
    private const int Images = 2, Record = 3073;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string[] Names => [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void Unpacked_files_are_read_in_order_with_the_test_file_last(string subfolder)
    {
        for (var i = 0; i < Names.Length; i++) _folder.Write(subfolder + Names[i], File(i));
        AssertRead();
    }

    [Fact]
    public void The_archive_is_read_as_it_is_published()
    {
        WriteArchive([.. Names.Select((name, i) => ($"cifar-10-batches-bin/{name}", File(i))),
            ("cifar-10-batches-bin/readme.html", [1, 2])]);
        AssertRead();
    }

    [Fact]
    public void An_archive_without_a_file_says_which()
    {
        WriteArchive([.. Names.Where((_, i) => i != 3).Select((name, i) => (name, File(i)))]);
        AssertRefused("found no data_batch_4.bin");
    }

    [Fact]
    public void An_oversized_entry_is_refused_unread()
    {
        WriteArchive([("data_batch_1.bin", new byte[50_000_000])]);
        AssertRefused("entry 'data_batch_1.bin': found 50000000 bytes");
    }

    [Fact]
    public void A_cut_archive_is_refused()
    {
        WriteArchive([.. Names.Select((name, i) => (name, File(i)))]);
        var path = Path.Combine(_folder.Path, Cifar10Reader.ArchiveName);
        System.IO.File.WriteAllBytes(path, System.IO.File.ReadAllBytes(path)[..200]);
        AssertRefused(Cifar10Reader.ArchiveName);
    }

    [Fact]
    public void An_archive_that_is_none_is_refused()
    {
        _folder.Write(Cifar10Reader.ArchiveName, "<html>not found</html>"u8.ToArray());
        AssertRefused("cannot be decoded");
    }

    [Fact]
    public void Truncated_and_mislabelled_files_are_refused_with_their_place()
    {
        for (var i = 0; i < Names.Length; i++) _folder.Write(Names[i], File(i));
        _folder.Write(Names[2], File(2)[..^5]);
        AssertRefused($"{Names[2]}, byte 0: found {2 * Record - 5} bytes of records, then the end; expected {2 * Record} bytes");
        _folder.Write(Names[2], [.. File(2), 1]);
        AssertRefused($"{Names[2]}, byte {2 * Record}: found more data");
        var mislabelled = File(2);
        mislabelled[Record] = 10;
        _folder.Write(Names[2], mislabelled);
        AssertRefused($"{Names[2]}, record 1: found class 10; expected 0 to 9");
    }

    private static byte[] File(int number)
        => [.. Enumerable.Range(0,
            Images).SelectMany(i => new[] { (byte)(number + i) }.Concat(Enumerable.Repeat((byte)(10 * number + i),
            3072)))];

    private void AssertRead()
    {
        Assert.True(Cifar10Reader.IsIn(_folder.Path));
        var (pixels, labels) = Cifar10Reader.Read(_folder.Path, Images);
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6], labels);
        Assert.Equal(51, pixels[^1]);
        Assert.Equal(12 * 3072, pixels.Length);
    }

    private void AssertRefused(string message)
        => Assert.Contains(message, Assert.Throws<DataSetException>(() => Cifar10Reader.Read(_folder.Path,
            Images)).Message, StringComparison.Ordinal);

    private void WriteArchive((string Name, byte[] Content)[] entries)
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile,
                    name)
                { DataStream = new MemoryStream(content) });
        }

        _folder.Write(Cifar10Reader.ArchiveName, Bytes.Gzip(plain.ToArray()));
    }
}
