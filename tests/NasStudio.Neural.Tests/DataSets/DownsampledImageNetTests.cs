using System.Text;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class DownsampledImageNetTests : IDisposable
{
    private const int PerFile = 40, TestImages = 20, Side = 16;
    private static readonly ImageShape Shape = new(3, Side, Side);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_images_are_read_file_by_file_the_test_images_last()
    {
        var (pixels, labels, tests) = DownsampledImageNetReader.Read(Written(), Shape);

        Assert.Equal((10 * PerFile + TestImages, TestImages), (labels.Length, tests));
        for (var image = 0; image < labels.Length; image++)
        {
            var (file, row) = (image / PerFile, image % PerFile);
            Assert.Equal(Label(row) - 1, labels[image]);
            Assert.Equal(Pixel(file, row, 0), pixels[image * Shape.Size]);
            Assert.Equal(Pixel(file, row, Shape.Size - 1), pixels[(image + 1) * Shape.Size - 1]);
        }
    }

    [Fact]
    public void No_more_is_read_than_is_asked_for_and_each_class_has_its_share()
    {
        var (pixels, labels, tests) = DownsampledImageNetReader.Read(Written(), Shape, mostImages: 100);

        Assert.Equal((100 + TestImages, TestImages), (labels.Length, tests));
        Assert.Equal(labels.Length * Shape.Size, pixels.Length);
        Assert.All(Enumerable.Range(0, 4), label => Assert.Equal(25, labels[..100].Count(l => l == Label(label) - 1)));
        Assert.Equal(Pixel(0, 0, 0), pixels[0]);
    }

    /// <summary>Arrays of 2 MiB and more stay in their file and are read image by image.</summary>
    [Fact]
    public void A_large_array_is_read_from_its_file_image_by_image()
    {
        const int many = 3000;                                        // 2.3 MB
        var folder = Written();
        _folder.Write("train_data_batch_2", Pickle(1, many));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (pixels, labels, _) = DownsampledImageNetReader.Read(folder, Shape, mostImages: 3360 / 4);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_300_000);
        var last = labels.Length - TestImages - 1;                    // the fourth class has all of its share before file 3
        Assert.Equal(Pixel(1, 799, 5), pixels[last * Shape.Size + 5]);
        Assert.Equal(Label(799) - 1, labels[last]);
    }

    [Fact]
    public void Networks_are_trained_on_it()
    {
        Written("datasets/imagenet16/");
        var locator = new DataSetLocator(_folder.Path);
        var options = new TrainOptions
        {
            Dataset = "imagenet16",
            MaxTrainImages = 200,
            Channels = 1,
            CellsPerStage = 1,
            Epochs = 1,
            Downsample = 2,
        };
        var space = new NasBench201Space();

        var evaluator = new TrainEvaluator(options, space, locator, "cpu");
        var measured = evaluator.Evaluate(space.Sample(new RandomSource(1)), new EvaluationContext(1, null, default));

        Assert.Equal(DataSetPlace.DataFolder, locator.Locate("imagenet16").Place);
        Assert.Equal((200, TestImages), (evaluator.Split.Train.Length, evaluator.Split.Test.Length));
        Assert.InRange(measured.Values["test_acc"], 0, 100);
        Assert.Equal(4 * 63 + TestImages, locator.Load("imagenet16", options.MostImages).Count);
        Assert.Equal(420, locator.Load("imagenet16").Count);
    }

    [Fact]
    public void Where_it_is_missing_one_is_told_how_to_get_it()
    {
        var error = Assert.Throws<DataSetException>(() => new DataSetLocator(_folder.Path).Load("imagenet64"));

        Assert.Contains("train_data_batch_1 to 10 and val_data into " + Path.Combine(_folder.Path, "datasets", "imagenet64"),
            error.Message, StringComparison.Ordinal);
        Assert.Contains("https://image-net.org/download-images", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "a call", "cos\nsystem\n(S'echo'\ntR.", "'os.system', which is refused" },
        { "no dict", "K\u0001.", "the pickle: found something else; expected a dict" },
        { "no data", "}X\u0006\u0000\u0000\u0000labels]s.", "no key 'data'" },
        { "data that is no array", "}(X\u0004\u0000\u0000\u0000data]X\u0006\u0000\u0000\u0000labels]u.", "'data': found something else; expected a numpy array" },
        { "cut off", "}(X\u0004\u0000\u0000\u0000dataB\u00ff\u00ff\u00ff\u007fabc", "ends at byte" },
        { "gzip", "\u001f\u008b", "0x1f" },
        { "nothing", "", "ends at byte 0" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_no_such_file_is_refused_by_name_and_place(string what, string content, string reason)
    {
        var folder = Written();
        var path = _folder.Write("train_data_batch_3", Encoding.Latin1.GetBytes(content));

        var error = Assert.Throws<DataSetException>(() => DownsampledImageNetReader.Read(folder, Shape));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Theory]
    [InlineData(0, 3, "label 1: found class 0; expected 1 to 1000")]
    [InlineData(1001, 3, "label 1: found class 1001; expected 1 to 1000")]
    [InlineData(7, 4, "'data': found an array of u1 of shape (3, 768); expected u1 of shape (4, 768)")]
    public void Labels_that_do_not_fit_are_refused_with_their_place(int label, int labels, string reason)
    {
        var folder = Written();
        _folder.Write("val_data", Pickle(0, 3, [1, label, .. Enumerable.Repeat(2, labels - 2)]));

        Assert.Contains(reason, Assert.Throws<DataSetException>(() => DownsampledImageNetReader.Read(folder, Shape)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_another_size_are_refused()
        => Assert.Contains("found an array of u1 of shape (40, 768); expected u1 of shape (40, 3072)", Assert.Throws<DataSetException>(
            () => DownsampledImageNetReader.Read(Written(), new ImageShape(3, 32, 32))).Message, StringComparison.Ordinal);

    private static int Label(int row) => 1 + 333 * (row % 4);         // 1, 334, 667, 1000

    private static byte Pixel(int file, int row, int at) => (byte)(41 * file + 7 * row + at);

    private string Written(string under = "")
    {
        for (var file = 0; file < 11; file++)
            _folder.Write(under + DownsampledImageNetReader.FileNames[file], Pickle(file, file == 10 ? TestImages : PerFile));
        return _folder.Path;
    }

    /// <summary>{'data': uint8 (rows, 768), 'labels': [..]}, as Python 3 writes it in protocol 3.</summary>
    private static byte[] Pickle(int file, int rows, int[]? labels = null)
    {
        using var pickle = new MemoryStream();
        Text("\u0080\u0003}(X\u0004\u0000\u0000\u0000datacnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\u0000\u0085"
            + "C\u0001btR(K\u0001J");
        pickle.Write(BitConverter.GetBytes(rows));
        Text("M\u0000\u0003\u0086" + "cnumpy\ndtype\n(X\u0002\u0000\u0000\u0000u1K\u0000K\u0001tR(K\u0003X\u0001\u0000\u0000\u0000|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb\u0089" + "B");
        pickle.Write(BitConverter.GetBytes(rows * Shape.Size));
        for (var row = 0; row < rows; row++)
        {
            for (var at = 0; at < Shape.Size; at++) pickle.WriteByte(Pixel(file, row, at));
        }

        Text("tbX\u0006\u0000\u0000\u0000labels](");
        foreach (var label in labels ?? [.. Enumerable.Range(0, rows).Select(Label)])
        {
            Text("M");
            pickle.Write(BitConverter.GetBytes((ushort)label));
        }

        Text("eu.");
        return pickle.ToArray();

        void Text(string text) => pickle.Write(Encoding.Latin1.GetBytes(text));
    }
}
