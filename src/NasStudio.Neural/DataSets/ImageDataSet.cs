using System.Collections.Immutable;

namespace NasStudio.Neural.DataSets;

/// <summary>Shape of one image.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Bytes of one image.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>For people: "3x32x32".</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}

/// <summary>
/// Labelled images in memory, one byte per pixel. Where the publishers set test images apart, those come last.
/// </summary>
/// <remarks>
/// Immutable once built and safe for concurrent use; the arrays are not copied and must not be written.
/// </remarks>
public sealed class ImageDataSet
{
    /// <summary>A data set from its parts.</summary>
    /// <param name="kind">Name in files and on the command line, for instance "digits".</param>
    /// <param name="shape">Shape of every image.</param>
    /// <param name="pixels">Every pixel. // (count, channels, height, width), row-major</param>
    /// <param name="labels">Class of every image, less than the number of classes. // (count)</param>
    /// <param name="classNames">Name of each class, at most 65,536.</param>
    /// <param name="testCount">How many images at the end are the publishers' test set; 0 where they set none
    /// apart.</param>
    /// <param name="source">Where the images came from, for messages.</param>
    /// <exception cref="DataSetException">Counts disagree, a label is no class, or there is no image at
    /// all.</exception>
    public ImageDataSet(
        string kind, ImageShape shape, byte[] pixels, ushort[] labels, ImmutableArray<string> classNames, int testCount,
        string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        if (labels.Length == 0)
            throw new DataSetException(source, "labels", "no image", "at least one");
        if (pixels.LongLength != (long)labels.Length * shape.Size)
        {
            throw new DataSetException(source, "pixels", $"{pixels.LongLength} bytes",
                $"{(long)labels.Length * shape.Size} for {labels.Length} images of {shape}");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classNames.Length)
                throw new DataSetException(source, $"label {i}", $"class {labels[i]}", $"0 to {classNames.Length - 1}");
        }

        if (testCount >= labels.Length)
            throw new DataSetException(source, "images", $"{testCount} test images of {labels.Length}",
                "some left to train on");
        (Kind, Shape, Pixels, Labels, ClassNames, TestCount) = (kind, shape, pixels, labels, classNames, testCount);
    }

    /// <summary>Name in files and on the command line.</summary>
    public string Kind { get; }

    /// <summary>Shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Every pixel. // (count, channels, height, width)</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>Class of every image. // (count)</summary>
    public ReadOnlyMemory<ushort> Labels { get; }

    /// <summary>Name of each class.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>How many images at the end are the publishers' test set.</summary>
    public int TestCount { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of classes.</summary>
    public int Classes => ClassNames.Length;

    /// <summary>The pixels of one image. // (channels, height, width)</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * Shape.Size, Shape.Size);

    /// <summary>The same images made smaller: each pixel is the rounded mean of a square.</summary>
    /// <param name="side">Side of the squares, in pixels; divides height and width.</param>
    /// <exception cref="DataSetException">The images cannot be divided into such squares.</exception>
    public ImageDataSet Downsampled(int side)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        if (side == 1) return this;
        if (Shape.Height % side != 0 || Shape.Width % side != 0)
            throw new DataSetException(Kind, "downsample", $"{side}", $"a divisor of {Shape.Height} and {Shape.Width}");

        var small = new ImageShape(Shape.Channels, Shape.Height / side, Shape.Width / side);
        var pixels = new byte[(long)Count * small.Size];
        for (var i = 0; i < Count; i++) Average(Image(i), pixels.AsSpan(i * small.Size, small.Size), small.Width, side);
        return new ImageDataSet(Kind, small, pixels, Labels.ToArray(), ClassNames, TestCount, Kind);
    }

    // Channels lie below one another, so that an image is one tall plane. // (channels x height, width)
    private static void Average(ReadOnlySpan<byte> image, Span<byte> small, int smallWidth, int side)
    {
        var (width, area) = (smallWidth * side, side * side);
        for (var i = 0; i < small.Length; i++)
        {
            var corner = i / smallWidth * side * width + i % smallWidth * side;
            var sum = area / 2;
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++) sum += image[corner + y * width + x];
            }

            small[i] = (byte)(sum / area);
        }
    }
}
