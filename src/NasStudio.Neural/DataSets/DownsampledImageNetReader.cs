using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using NasStudio.Pickles;

namespace NasStudio.Neural.DataSets;

/// <summary>
/// Reads downsampled ImageNet as it is published: ten pickles of training images and one of validation images, unpacked
/// from their archives.
/// </summary>
/// <remarks>
/// Chrabaszcz, Loshchilov and Hutter, "A Downsampled Variant of ImageNet as an Alternative to the CIFAR Datasets", 2017,
/// arXiv 1707.08819. A file is a dict: 'data', uint8 of shape (N, 3 side side), red, green, blue plane, each row-major;
/// 'labels', N classes from 1 to 1000; 'mean' is not used. Labels are read first, then the pixels of those images
/// alone that were asked for.
/// </remarks>
public static class DownsampledImageNetReader
{
    /// <summary>Number of classes; labels of the files count from 1.</summary>
    public const int Classes = 1000;

    private const string TestName = "val_data";

    // From 2 MiB on an array stays in its file. A smaller one, or one written as text (protocol 2), is read with the pickle.
    private static readonly PickleLimits Limits = new() { LeftFrom = 1 << 21, ValueBytes = 1 << 28, Values = 2_000_000 };

    /// <summary>Names of the files, as published: ten of training images, then that of the validation images, which are
    /// the studio's test set.</summary>
    public static ImmutableArray<string> FileNames { get; } =
        [.. Enumerable.Range(1, 10).Select(number => $"train_data_batch_{number}"), TestName];

    /// <summary>Whether a folder holds all files.</summary>
    public static bool IsIn(string folder) => FileNames.All(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads some training images, those of each class that come first, and all test images, which come
    /// last.</summary>
    /// <param name="folder">Folder with the files.</param>
    /// <param name="shape">Shape of an image, (3, side, side).</param>
    /// <param name="mostImages">About how many training images, class by class, at least one of each; 0 for all.</param>
    /// <returns>Pixels // (count, 3, side, side), labels from 0 // (count), and how many are test images.</returns>
    /// <exception cref="DataSetException">A file is missing, damaged, of another shape or mislabelled, holds more than plain
    /// data, or there are more images than fit into memory.</exception>
    public static (byte[] Pixels, ushort[] Labels, int TestCount) Read(string folder, ImageShape shape, int mostImages = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostImages);
        ImageFile[] files = [.. FileNames.Select(name => ImageFile.Open(Path.Combine(folder, name), shape))];
        var (training, test) = (files[..^1], files[^1]);
        var chosen = Chosen(training, mostImages);
        (ImageFile File, int Image)[] all = [.. chosen, .. Enumerable.Range(0, test.Labels.Length).Select(image => (test, image))];
        if ((long)all.Length * shape.Size is var bytes && bytes > Array.MaxLength)
        {
            throw new DataSetException(folder, "images", $"{all.Length} of {shape}, {bytes} bytes",
                $"at most {Array.MaxLength} bytes at once: ask for fewer training images");
        }

        var pixels = new byte[bytes];
        foreach (var group in all.Index().GroupBy(entry => entry.Item.File))
        {
            using var handle = group.Key.Handle();
            foreach (var (at, (file, image)) in group) file.ReadImage(handle, image, pixels.AsSpan(at * shape.Size, shape.Size));
        }

        return (pixels, [.. all.Select(entry => entry.File.Labels[entry.Image])], test.Labels.Length);
    }

    /// <summary>The first images of each class, as many as its share of all asks for.</summary>
    private static List<(ImageFile File, int Image)> Chosen(ImageFile[] files, int mostImages)
    {
        var members = new int[Classes];
        foreach (var label in files.SelectMany(file => file.Labels)) members[label]++;
        var total = members.Sum();
        var left = mostImages == 0 || mostImages >= total
            ? members : Array.ConvertAll(members, count => (int)(((long)mostImages * count + total - 1) / total));
        var chosen = new List<(ImageFile, int)>();
        foreach (var file in files)
        {
            for (var image = 0; image < file.Labels.Length; image++)
            {
                if (left[file.Labels[image]]-- > 0) chosen.Add((file, image));
            }
        }

        return chosen;
    }

    /// <summary>One file: its labels, and where its pixels are.</summary>
    private sealed record ImageFile(string Path, ImageShape Shape, NumpyArray Data, ushort[] Labels)
    {
        public static ImageFile Open(string path, ImageShape shape)
        {
            var root = Load(path) as PickleDictionary
                ?? throw new DataSetException(path, "the pickle", "something else", "a dict with 'data' and 'labels'");
            var data = Item(root, "data", path) as NumpyArray
                ?? throw new DataSetException(path, "'data'", "something else", "a numpy array");
            var labels = LabelsOf(Item(root, "labels", path), path);
            return data is { Type: "u1", IsFortran: false, Shape: [var count, var size] } && size == shape.Size
                && count == labels.Length
                ? new ImageFile(path, shape, data, labels)
                : throw new DataSetException(path, "'data'",
                    $"an array of {data.Type} of shape ({string.Join(", ", data.Shape)}){(data.IsFortran ? " by columns" : "")}",
                    $"u1 of shape ({labels.Length}, {shape.Size}), as many rows as there are labels, each an image of {shape}");
        }

        public SafeFileHandle Handle()
        {
            try
            {
                return File.OpenHandle(Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(Path, e);
            }
        }

        public void ReadImage(SafeFileHandle handle, int image, Span<byte> pixels)
        {
            if (Data.Offset is not { } start)
            {
                Data.Content.Span.Slice(image * Shape.Size, Shape.Size).CopyTo(pixels);
                return;
            }

            var place = start + (long)image * Shape.Size;
            try
            {
                for (var read = 0; read < pixels.Length;)
                {
                    var more = RandomAccess.Read(handle, pixels[read..], place + read);
                    if (more == 0) throw new DataSetException(Path, $"byte {place + read}", "the end", $"{pixels.Length - read} bytes more");
                    read += more;
                }
            }
            catch (IOException e)
            {
                throw Unreadable(Path, e);
            }
        }

        private static object? Load(string path)
        {
            try
            {
                using var stream = File.OpenRead(path);
                return PickleReader.Read(stream, Limits);
            }
            catch (PickleException e)
            {
                throw new DataSetException($"{path}: {e.Message} Expected a dict with 'data', a numpy array of bytes, and 'labels'.", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(path, e);
            }
        }

        private static object? Item(PickleDictionary root, string key, string path)
            => root.TryGet(key, out var value) || root.TryGet(System.Text.Encoding.ASCII.GetBytes(key), out value)
                ? value : throw new DataSetException(path, "the dict", $"no key '{key}'", "'data' and 'labels'");

        private static ushort[] LabelsOf(object? value, string path)
        {
            double[] numbers = value switch
            {
                PickleSequence list => [.. list.Items.Select(item => item is long number ? number : double.NaN)],
                NumpyArray { Shape.Length: 1, Offset: null } array => [.. Enumerable.Range(0, array.Count).Select(i => array[i])],
                _ => throw new DataSetException(path, "'labels'", "something else", "a list of whole numbers"),
            };
            var wrong = Array.FindIndex(numbers, number => !(number is >= 1 and <= Classes && number == Math.Floor(number)));
            return wrong < 0
                ? Array.ConvertAll(numbers, number => (ushort)(number - 1))
                : throw new DataSetException(path, $"label {wrong}",
                    double.IsNaN(numbers[wrong]) ? "no whole number" : $"class {numbers[wrong]}", $"1 to {Classes}");
        }

        private static DataSetException Unreadable(string path, Exception e) => new($"{path}: cannot be read: {e.Message}", e);
    }
}
