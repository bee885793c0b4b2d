using System.Globalization;
using System.Text;

namespace NasStudio.Neural.DataSets;

/// <summary>Reads the UCI optical digits as comma-separated values: 64 pixels from 0 to 16, then the class.</summary>
/// <remarks>
/// Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998.
/// </remarks>
public static class DigitsReader
{
    /// <summary>Largest value of a pixel: each counts the black ones of a 4x4 block.</summary>
    public const int MaxPixel = 16;

    private const int Side = 8, Classes = 10, MaxBytes = 4 << 20;

    /// <summary>Shape of every image.</summary>
    public static ImageShape Shape { get; } = new(1, Side, Side);

    /// <summary>Reads the copy inside this assembly.</summary>
    public static (byte[] Pixels, byte[] Labels) ReadEmbedded()
        => Read(typeof(DigitsReader).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("The resource digits.csv.gz is missing from the assembly."),
                "digits.csv.gz");

    /// <summary>Reads a stream, gzip or plain, and closes it.</summary>
    /// <param name="stream">The file's bytes; seekable.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>Pixels // (count, 1, 8, 8) and labels // (count)</returns>
    /// <exception cref="DataSetException">A line has not 65 fields, or a field is no number of its range.</exception>
    public static (byte[] Pixels, byte[] Labels) Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new DataSetStream(stream, name);
        var lines = Encoding.ASCII.GetString(file.ReadToEnd(MaxBytes)).Split('\n');
        var (pixels, labels) = (new List<byte>(), new List<byte>());
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0 && i == lines.Length - 1) break;     // the end of the last line
            var fields = line.Split(',');
            if (fields.Length != Shape.Size + 1)
                throw new DataSetException(name, $"line {i + 1}", $"{fields.Length} fields", $"{Shape.Size + 1}");
            for (var j = 0; j < Shape.Size; j++) pixels.Add(Number(j, MaxPixel));
            labels.Add(Number(Shape.Size, Classes - 1));

            byte Number(int field, int max)
                => byte.TryParse(fields[field], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    && value <= max
                    ? value
                    : throw new DataSetException(name, $"line {i + 1}, field {field + 1}", $"'{fields[field]}'",
                        $"0 to {max}");
        }

        return ([.. pixels], [.. labels]);
    }
}
