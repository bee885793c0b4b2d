using System.Collections.Immutable;

namespace NasStudio.Neural.DataSets;

/// <summary>How the files of a data set are laid out.</summary>
public enum DataSetFormat
{
    /// <summary>Comma-separated digits, inside the assembly.</summary>
    EmbeddedDigits,

    /// <summary>Four IDX files: training and test, images and labels.</summary>
    Idx,

    /// <summary>CIFAR-10's binary version.</summary>
    Cifar10,

    /// <summary>Pickles of downsampled ImageNet.</summary>
    DownsampledImageNet,
}

/// <summary>A file that <c>datasets fetch</c> downloads.</summary>
/// <param name="Name">Its name on the disk.</param>
/// <param name="Address">The canonical address.</param>
/// <param name="SizeBytes">Exact size; a download is stopped when it grows larger.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal.</param>
public sealed record DataSetFile(string Name, Uri Address, long SizeBytes, string Sha256);

/// <summary>What is known about a data set without having it.</summary>
/// <param name="Kind">Name in files and on the command line.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Format">How its files are laid out.</param>
/// <param name="Shape">Shape of one image.</param>
/// <param name="MaxPixel">Value of a white (fully set) pixel.</param>
/// <param name="TrainCount">Images that the publishers give for training (all, where they set none apart).</param>
/// <param name="TestCount">Images of the publishers' test set; 0 where there is none.</param>
/// <param name="ClassNames">Name of each class.</param>
/// <param name="Licence">Licence, as far as the publishers state one.</param>
/// <param name="Origin">Who made it and where it is described.</param>
/// <param name="Files">What is fetched; empty where it is embedded, or where its publishers ask for an account.</param>
/// <param name="SystemFolder">Where the system's package puts it; null where there is no package.</param>
/// <param name="SystemPackage">The Debian package that holds it; null where there is none.</param>
public sealed record DataSetEntry(
    string Kind, string Title, DataSetFormat Format, ImageShape Shape, int MaxPixel, int TrainCount, int TestCount,
    ImmutableArray<string> ClassNames, string Licence, string Origin, ImmutableArray<DataSetFile> Files,
    string? SystemFolder = null, string? SystemPackage = null)
{
    /// <summary>How to get it where it cannot be fetched, in words that go on with the folder it belongs into; null where
    /// it can.</summary>
    public string? ByHand { get; init; }
}

/// <summary>Every data set the studio knows.</summary>
/// <remarks>
/// The checksums are the published ones: several independent projects pin the same value for every file below.
/// </remarks>
public static class DataSetCatalogue
{
    private static readonly ImmutableArray<string> Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    /// <summary>Names of the four IDX files: training images and labels, test images and labels.</summary>
    internal static ImmutableArray<string> IdxNames { get; } =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>All data sets, the smallest first.</summary>
    public static ImmutableArray<DataSetEntry> Entries { get; } =
    [
        new("digits", "Optical digits", DataSetFormat.EmbeddedDigits, DigitsReader.Shape, DigitsReader.MaxPixel, 1797,
            0, Digits,
            "CC BY 4.0",
            "Alpaydin and Kaynak 1998, UCI Machine Learning Repository (the test set), "
            + "https://archive.ics.uci.edu/dataset/80",
            []),
        new("fashion-mnist", "Fashion-MNIST", DataSetFormat.Idx, new ImageShape(1, 28, 28), 255, 60_000, 10_000,
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            "MIT", "Xiao, Rasul and Vollgraf 2017, Zalando Research, https://github.com/zalandoresearch/fashion-mnist",
            Idx("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
            "/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist"),
        new("mnist", "MNIST", DataSetFormat.Idx, new ImageShape(1, 28, 28), 255, 60_000, 10_000, Digits,
            "CC BY-SA 3.0",
            "LeCun, Cortes and Burges 1998, http://yann.lecun.com/exdb/mnist/ (fetched from PyTorch's mirror)",
            Idx("https://ossci-datasets.s3.amazonaws.com/mnist/",
                (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"))),
        new("cifar10", "CIFAR-10", DataSetFormat.Cifar10, Cifar10Reader.Shape, 255, 50_000, 10_000,
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
            "none stated; its authors ask to be cited", "Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html",
            [
                new DataSetFile(Cifar10Reader.ArchiveName,
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
            ]),
        ImageNet(16),
        ImageNet(32),
        ImageNet(64),
    ];

    /// <summary>The data set of a kind.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static DataSetEntry Get(string kind) => Entries.FirstOrDefault(entry => entry.Kind == kind)
        ?? throw new ArgumentException(
            $"There is no data set '{kind}'; allowed: {string.Join(", ", Entries.Select(entry => entry.Kind))}.",
            nameof(kind));

    private static DataSetEntry ImageNet(int side) => new(
        $"imagenet{side}", $"ImageNet at {side}x{side} pixels", DataSetFormat.DownsampledImageNet, new ImageShape(3, side, side), 255,
        1_281_167, 50_000,
        [.. Enumerable.Range(1, DownsampledImageNetReader.Classes).Select(number => $"class {number}")],
        "ImageNet's terms: research and education, not commercial",
        "Chrabaszcz, Loshchilov and Hutter 2017, arXiv 1707.08819, https://image-net.org/download-images", [])
    {
        ByHand = "Its publishers ask for an account, so that it is not fetched: download the training and the validation archive of "
            + $"'{side}x{side}' from https://image-net.org/download-images, unpack them, and put the files train_data_batch_1 to 10 "
            + "and val_data into",
    };

    private static ImmutableArray<DataSetFile> Idx(string folder, params (long SizeBytes, string Sha256)[] files)
        => [.. IdxNames.Zip(files, (name, file) => new DataSetFile(
            $"{name}.gz", new Uri($"{folder}{name}.gz"), file.SizeBytes, file.Sha256))];
}
