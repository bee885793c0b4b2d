using NasStudio.Benchmarks.Formats;

namespace NasStudio.Benchmarks.Importers;

/// <summary>Opens a file, unpacking what gzip or bzip2 packed; which it is, its first bytes say.</summary>
internal static class PackedInput
{
    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Span<byte> magic = stackalloc byte[3];
            var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            file.Position = 0;
            if (magic[..read].SequenceEqual("BZh"u8))
            {
                return new Bzip2Input(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return BenchmarkFormats.OpenUnpacked(path);
    }
}
