using System.Formats.Tar;
using System.IO.Compression;

namespace NasStudio.Neural.DataSets;

/// <summary>Reads CIFAR-10's binary version: the archive as it is published, or the files unpacked from it.</summary>
/// <remarks>
/// Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. A record is one byte of class and
/// 3,072 bytes of image (red, green, blue plane; each 32x32, row-major); 10,000 records a file.
/// </remarks>
public static class Cifar10Reader
{
    /// <summary>Name of the published archive.</summary>
    public const string ArchiveName = "cifar-10-binary.tar.gz";

    private const int Classes = 10, MaxEntries = 64;

    /// <summary>Shape of every image.</summary>
    public static ImageShape Shape { get; } = new(3, 32, 32);

    private static string[] FileNames { get; } =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
            "test_batch.bin"];

    /// <summary>Whether a folder holds the archive or all six files (there, or in cifar-10-batches-bin).</summary>
    public static bool IsIn(string folder)
        => File.Exists(Path.Combine(folder, ArchiveName)) || UnpackedFolder(folder) is not null;

    /// <summary>Reads five training files and the test file, in this order.</summary>
    /// <param name="folder">Folder with the archive or the files.</param>
    /// <param name="imagesPerFile">Records in each file; 10,000 as published.</param>
    /// <returns>Pixels // (6 files, images, 3, 32, 32) and labels // (6 files, images)</returns>
    /// <exception cref="DataSetException">A file is missing, damaged, of another length, or mislabelled.</exception>
    public static (byte[] Pixels, byte[] Labels) Read(string folder, int imagesPerFile = 10_000)
    {
        var files = UnpackedFolder(folder) is { } unpacked
            ? FileNames.Select(name => ReadFile(Path.Combine(unpacked, name), imagesPerFile)).ToArray()
            : ReadArchive(Path.Combine(folder, ArchiveName), imagesPerFile);
        var pixels = new byte[FileNames.Length * imagesPerFile * Shape.Size];
        var labels = new byte[FileNames.Length * imagesPerFile];
        for (var f = 0; f < files.Length; f++)
        {
            for (var i = 0; i < imagesPerFile; i++)
            {
                var record = files[f].AsSpan(i * (Shape.Size + 1), Shape.Size + 1);
                var image = f * imagesPerFile + i;
                if (record[0] >= Classes)
                    throw new DataSetException(Path.Combine(folder, FileNames[f]), $"record {i}",
                        $"class {record[0]}", $"0 to {Classes - 1}");
                labels[image] = record[0];
                record[1..].CopyTo(pixels.AsSpan(image * Shape.Size));
            }
        }

        return (pixels, labels);
    }

    private static string? UnpackedFolder(string folder)
        => new[] { folder, Path.Combine(folder, "cifar-10-batches-bin") }
            .FirstOrDefault(candidate => FileNames.All(name => File.Exists(Path.Combine(candidate, name))));

    private static byte[] ReadFile(string path, int imagesPerFile)
    {
        using var file = DataSetStream.Open(path);
        var bytes = file.ReadBytes(imagesPerFile * (Shape.Size + 1L), "records");
        file.ExpectEnd();
        return bytes;
    }

    /// <summary>Straight from the archive: nothing is unpacked to the disk, so no entry can write anywhere.</summary>
    private static byte[][] ReadArchive(string path, int imagesPerFile)
    {
        var expected = imagesPerFile * (Shape.Size + 1L);
        var files = new byte[FileNames.Length][];
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            for (var entries = 0; tar.GetNextEntry() is { } entry; entries++)
            {
                if (entries == MaxEntries)
                    throw new DataSetException(path, $"entry {entries}", "more entries", $"at most {MaxEntries}");
                if (entry.Length > expected)
                    throw new DataSetException(path, $"entry '{entry.Name}'", $"{entry.Length} bytes",
                        $"at most {expected}");
                var index = Array.IndexOf(FileNames, Path.GetFileName(entry.Name));
                if (index < 0 || entry.DataStream is null) continue;
                if (entry.Length != expected)
                    throw new DataSetException(path, $"entry '{entry.Name}'", $"{entry.Length} bytes", $"{expected}");
                files[index] = new byte[expected];
                entry.DataStream.ReadExactly(files[index]);
            }
        }
        catch (Exception e)
            when (e is InvalidDataException or IOException or FormatException or UnauthorizedAccessException)
        {
            throw new DataSetException(path, "archive", $"data that cannot be decoded ({e.Message})",
                "an undamaged .tar.gz file", e);
        }

        var missing = Array.FindIndex(files, file => file is null);
        return missing < 0 ? files : throw new DataSetException(path, "archive", $"no {FileNames[missing]}",
            "all six files");
    }
}
