namespace NasStudio.Neural.DataSets;

/// <summary>Where a data set was found.</summary>
public enum DataSetPlace
{
    /// <summary>Nowhere.</summary>
    Missing,

    /// <summary>Inside the program.</summary>
    Embedded,

    /// <summary>In the data folder.</summary>
    DataFolder,

    /// <summary>In the folder of the system's package.</summary>
    System,
}

/// <summary>Where a data set is, or how to get it.</summary>
/// <param name="Entry">The data set.</param>
/// <param name="Place">Where it was found.</param>
/// <param name="Folder">The folder; null where it is embedded or missing.</param>
/// <param name="Advice">How to get it, for people; null when it is here.</param>
public sealed record DataSetLocation(DataSetEntry Entry, DataSetPlace Place, string? Folder, string? Advice);

/// <summary>Finds data sets (embedded, then the data folder, then the system's) and reads each once.</summary>
/// <remarks>Safe for concurrent use. A data set stays in memory once read; of a large one only as many images as were last
/// asked for.</remarks>
/// <param name="dataFolder">The studio's data folder; data sets lie in its subfolder "datasets".</param>
public sealed class DataSetLocator(string dataFolder)
{
    private readonly Dictionary<string, (int MostImages, ImageDataSet Images)> _read = [];
    private readonly Lock _lock = new();

    /// <summary>Where the files of a data set lie, or would lie after a fetch.</summary>
    public string FolderOf(string kind) => Path.Combine(dataFolder, "datasets", DataSetCatalogue.Get(kind).Kind);

    /// <summary>Where a data set is. Looks at file names only.</summary>
    /// <exception cref="ArgumentException">There is no such data set.</exception>
    public DataSetLocation Locate(string kind)
    {
        var entry = DataSetCatalogue.Get(kind);
        if (entry.Format == DataSetFormat.EmbeddedDigits)
            return new DataSetLocation(entry, DataSetPlace.Embedded, null, null);
        if (IsIn(entry, FolderOf(kind)))
            return new DataSetLocation(entry, DataSetPlace.DataFolder, FolderOf(kind), null);
        if (entry.SystemFolder is { } folder && IsIn(entry, folder))
            return new DataSetLocation(entry, DataSetPlace.System, folder, null);
        var package = entry.SystemPackage is { } name ? $", or install the system package {name}" : "";
        return new DataSetLocation(entry, DataSetPlace.Missing, null, entry.ByHand is { } byHand ? $"{byHand} {FolderOf(kind)}."
            : $"Fetch it with 'nasstudio datasets fetch {kind}'{package}, or put its files into {FolderOf(kind)}.");
    }

    /// <summary>Reads a data set, or returns it when it was read before.</summary>
    /// <param name="kind">The data set.</param>
    /// <param name="mostImages">About how many images are needed besides the publishers' test set; 0 for all. Data sets that are too
    /// large to be read whole give the first ones of each class; all others are read whole.</param>
    /// <exception cref="ArgumentException">There is no such data set.</exception>
    /// <exception cref="DataSetException">It is not here, or its files are damaged.</exception>
    public ImageDataSet Load(string kind, int mostImages = 0)
    {
        lock (_lock)
        {
            var location = Locate(kind);
            var asked = location.Entry.Format == DataSetFormat.DownsampledImageNet ? mostImages : 0;
            if (_read.TryGetValue(kind, out var read) && read.MostImages == asked) return read.Images;
            if (location.Place == DataSetPlace.Missing)
                throw new DataSetException($"The data set '{kind}' is not here. {location.Advice}");
            var images = Read(location, asked);
            _read[kind] = (asked, images);
            return images;
        }
    }

    private static ImageDataSet Read(DataSetLocation location, int mostImages)
    {
        var entry = location.Entry;
        var folder = location.Folder ?? "";
        if (entry.Format == DataSetFormat.DownsampledImageNet)
        {
            var (many, classes, testCount) = DownsampledImageNetReader.Read(folder, entry.Shape, mostImages);
            return new ImageDataSet(entry.Kind, entry.Shape, many, classes, entry.ClassNames, testCount, folder);
        }

        var (pixels, labels) = entry.Format switch
        {
            DataSetFormat.EmbeddedDigits => DigitsReader.ReadEmbedded(),
            DataSetFormat.Cifar10 => Cifar10Reader.Read(folder),
            _ => ReadIdx(entry, folder),
        };
        return new ImageDataSet(entry.Kind, entry.Shape, pixels, Array.ConvertAll(labels, label => (ushort)label), entry.ClassNames,
            entry.TestCount, location.Folder ?? entry.Kind);
    }

    private static (byte[] Pixels, byte[] Labels) ReadIdx(DataSetEntry entry, string folder)
    {
        var paths = DataSetCatalogue.IdxNames.Select(name => IdxPath(folder, name)!).ToArray();
        var (trainPixels, trainLabels) = ReadPart(paths[0], paths[1], entry.TrainCount);
        var (testPixels, testLabels) = ReadPart(paths[2], paths[3], entry.TestCount);
        return ([.. trainPixels, .. testPixels], [.. trainLabels, .. testLabels]);

        (byte[] Pixels, byte[] Labels) ReadPart(string images, string labels, int count)
        {
            var (shape, pixels) = IdxReader.ReadImages(images);
            if (shape != entry.Shape || pixels.Length / shape.Size != count)
                throw new DataSetException(images, "byte 4", $"{pixels.Length / shape.Size} images of {shape}",
                    $"{count} of {entry.Shape}");
            return (pixels, IdxReader.ReadLabels(labels, count, entry.ClassNames.Length));
        }
    }

    private static bool IsIn(DataSetEntry entry, string folder) => entry.Format switch
    {
        DataSetFormat.Cifar10 => Cifar10Reader.IsIn(folder),
        DataSetFormat.DownsampledImageNet => DownsampledImageNetReader.IsIn(folder),
        _ => DataSetCatalogue.IdxNames.All(name => IdxPath(folder, name) is not null),
    };

    /// <summary>The plain file or its .gz; null where neither is there.</summary>
    private static string? IdxPath(string folder, string name)
        => new[] { Path.Combine(folder, name + ".gz"), Path.Combine(folder, name) }.FirstOrDefault(File.Exists);
}
