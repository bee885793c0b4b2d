using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class ImageDataSetTests
{
    [Fact]
    public void A_smaller_image_holds_the_rounded_means_of_squares()
    {
        byte[] pixels = [0, 1, 10, 20, 2, 4, 30, 41, /* second channel */ 255, 255, 0, 0, 255, 255, 0, 1];
        var images = new ImageDataSet("two", new ImageShape(2, 2, 4), pixels, [0], ["only"], 0, "test");

        var small = images.Downsampled(2);

        Assert.Equal(new ImageShape(2, 1, 2), small.Shape);
        Assert.Equal([2, 25, 255, 0], small.Pixels.ToArray());        // 7/4, 101/4, 255, 1/4
    }

    [Fact]
    public void Every_image_label_and_test_image_is_kept()
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)8, 16), .. Enumerable.Repeat((byte)9, 16)];
        var images = new ImageDataSet("two", new ImageShape(1, 4, 4), pixels, [1, 0], ["a", "b"], 1, "test");

        var small = images.Downsampled(4);

        Assert.Equal([8, 9], small.Pixels.ToArray());
        Assert.Equal([1, 0], small.Labels.ToArray());
        Assert.Equal(1, small.TestCount);
        Assert.Same(images, images.Downsampled(1));
    }

    [Fact]
    public void Squares_that_do_not_fit_are_refused()
    {
        var images = new ImageDataSet("one", new ImageShape(1, 4, 6), new byte[24], [0], ["only"], 0, "test");

        var fault = Assert.Throws<DataSetException>(() => images.Downsampled(4));

        Assert.Contains("a divisor of 4 and 6", fault.Message, StringComparison.Ordinal);
    }
}
