using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class DataSetLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Digits_are_always_there_and_read_once()
    {
        var locator = new DataSetLocator(_folder.Path);

        Assert.Equal(DataSetPlace.Embedded, locator.Locate("digits").Place);
        Assert.Same(locator.Load("digits"), locator.Load("digits"));
    }

    [Fact]
    public void A_missing_data_set_says_how_to_get_it()
    {
        var error = Assert.Throws<DataSetException>(() => new DataSetLocator(_folder.Path).Load("cifar10"));

        Assert.Contains("nasstudio datasets fetch cifar10", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "datasets", "cifar10"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_data_set_lists_the_known_ones()
        => Assert.Contains("digits, fashion-mnist, mnist, cifar10, imagenet16, imagenet32, imagenet64",
            Assert.Throws<ArgumentException>(() => new DataSetLocator(_folder.Path).Locate("imagenet")).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Files_in_the_data_folder_are_found_and_checked_against_the_catalogue()
    {
        string[] names = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte"];
        foreach (var name in names) _folder.Write(Path.Combine("datasets", "mnist", name), Bytes.IdxImages(3, 28));
        var locator = new DataSetLocator(_folder.Path);

        Assert.Equal(DataSetPlace.DataFolder, locator.Locate("mnist").Place);
        Assert.Contains("found 3 images of 1x28x28; expected 60000 of 1x28x28",
            Assert.Throws<DataSetException>(() => locator.Load("mnist")).Message, StringComparison.Ordinal);
    }

    [FactWhenInstalled("/usr/share/datasets/fashion-mnist")]
    public void The_system_s_fashion_mnist_is_read()
    {
        var locator = new DataSetLocator(_folder.Path);

        var images = locator.Load("fashion-mnist");

        Assert.Equal(DataSetPlace.System, locator.Locate("fashion-mnist").Place);
        Assert.Equal((70_000, 10_000), (images.Count, images.TestCount));
        Assert.Equal(9, images.Labels.Span[0]);                                     // the first image is an ankle boot
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(1_000,
            images.Labels.Span[60_000..].Count((ushort)label)));
    }
}

/// <summary>Runs only where a folder exists; elsewhere it is skipped, and says why.</summary>
internal sealed class FactWhenInstalledAttribute : FactAttribute
{
    public FactWhenInstalledAttribute(string folder)
    {
        if (!Directory.Exists(folder)) Skip = $"{folder} is not installed";
    }
}
