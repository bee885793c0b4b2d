namespace NasStudio.Neural.DataSets;

/// <summary>Reads the IDX files of MNIST and its relatives, gzip or plain.</summary>
/// <remarks>
/// LeCun, Cortes, Burges, "The MNIST database": two zero bytes, type (8 = unsigned byte), number of dimensions, each
/// dimension as a big-endian 32-bit number, then the bytes, row-major.
/// </remarks>
public static class IdxReader
{
    private const int ImagesMagic = 0x00000803, LabelsMagic = 0x00000801;
    private const long MaxBytes = 1L << 30;

    /// <summary>Reads a file of images.</summary>
    /// <returns>Shape of one image, and all pixels. // (count, 1, height, width)</returns>
    /// <exception cref="DataSetException">The file is missing or is no undamaged IDX file of images.</exception>
    public static (ImageShape Shape, byte[] Pixels) ReadImages(string path)
    {
        using var file = DataSetStream.Open(path);
        ExpectMagic(file, ImagesMagic, "images (unsigned bytes in three dimensions)");
        var count = file.ReadInt32("number of images");
        var (height, width) = (file.ReadInt32("number of rows"), file.ReadInt32("number of columns"));
        if (count == 0 || height is 0 or > 4096 || width is 0 or > 4096 || (long)count * height * width > MaxBytes)
        {
            throw new DataSetException(file.Name, "byte 4", $"{count} images of {height}x{width}",
                $"at least one image, sides of 1 to 4096 and at most {MaxBytes} bytes in all");
        }

        var pixels = file.ReadBytes((long)count * height * width, "pixels");
        file.ExpectEnd();
        return (new ImageShape(1, height, width), pixels);
    }

    /// <summary>Reads a file of labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many labels there must be.</param>
    /// <param name="classes">Number of classes; every label is less.</param>
    /// <exception cref="DataSetException">The file is missing, damaged, of another length, or mislabelled.</exception>
    public static byte[] ReadLabels(string path, int count, int classes)
    {
        using var file = DataSetStream.Open(path);
        ExpectMagic(file, LabelsMagic, "labels (unsigned bytes in one dimension)");
        var found = file.ReadInt32("number of labels");
        if (found != count)
            throw new DataSetException(file.Name, "byte 4", $"{found} labels", $"{count}, as many as there are images");
        var labels = file.ReadBytes(count, "labels");
        file.ExpectEnd();
        var wrong = Array.FindIndex(labels, label => label >= classes);
        return wrong < 0
            ? labels
            : throw new DataSetException(file.Name, $"label {wrong}", $"class {labels[wrong]}", $"0 to {classes - 1}");
    }

    private static void ExpectMagic(DataSetStream file, int magic, string meaning)
    {
        var found = file.ReadInt32("magic number");
        if (found != magic)
            throw new DataSetException(file.Name, "byte 0", $"magic number 0x{found:x8}", $"0x{magic:x8}: {meaning}");
    }
}
