using System.Buffers.Binary;
using System.IO.Compression;

namespace NasStudio.Neural.Tests.DataSets;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nasstudio-test-").FullName;

    public string Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Bytes of well-formed and of hostile files.</summary>
internal static class Bytes
{
    public static byte[] IdxImages(int count, int side, int magic = 0x803)
        => [.. BigEndian(magic), .. BigEndian(count), .. BigEndian(side), .. BigEndian(side),
            .. Enumerable.Range(0, count * side * side).Select(i => (byte)i)];

    public static byte[] IdxLabels(params byte[] labels) => [.. BigEndian(0x801), .. BigEndian(labels.Length),
        .. labels];

    public static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(plain);
        return packed.ToArray();
    }

    public static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
