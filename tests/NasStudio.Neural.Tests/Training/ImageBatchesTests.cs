using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Training;

public sealed class ImageBatchesTests
{
    // two images of two channels, 2x2; the second channel is the first times ten
    private static readonly ImageDataSet Two = new(
        "two", new ImageShape(2, 2, 2), [1, 2, 3, 4, 10, 20, 30, 40, 5, 6, 7, 8, 50, 60, 70, 80], [0, 1], ["a", "b"],
            0, "test");

    [Fact]
    public void Training_images_have_mean_zero_and_deviation_one_in_each_channel()
    {
        using var scope = NewDisposeScope();
        var images = new ImageBatches(Two, [0, 1], CPU).Images([0, 1]);

        for (var channel = 0; channel < 2; channel++)
        {
            var values = images.select(1, channel).contiguous().data<float>().ToArray();
            Assert.Equal(0, values.Average(), 5);
            Assert.Equal(1, values.Average(value => value * value), 5);
        }
    }

    [Fact]
    public void Only_training_images_set_the_scale()
    {
        using var scope = NewDisposeScope();
        var values = new ImageBatches(Two, [0], CPU).Images([0]).select(1, 0).contiguous().data<float>().ToArray();

        double[] expected = [-1.34164, -0.44721, 0.44721, 1.34164];     // (1..4 - 2.5) / sqrt(1.25)
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 4);
    }

    [Fact]
    public void Pixels_stand_where_they_stood_and_lie_channels_last()
    {
        using var scope = NewDisposeScope();
        var images = new ImageBatches(Two, [0, 1], CPU).Images([1, 0]);

        Assert.Equal([2, 2, 2, 2], images.shape);
        Assert.Equal(1, images.stride(1));
        var first = images.select(0, 1).select(0, 0).contiguous().data<float>().ToArray();   // image 0, channel 0
        Assert.Equal(first.Order(), first);
    }

    [Fact]
    public void Labels_are_the_images_classes()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1L, 0L, 1L], new ImageBatches(Two, [0, 1], CPU).Labels([1, 0, 1]).data<long>().ToArray());
    }

    [Fact]
    public void A_shift_moves_by_whole_pixels_and_lets_black_in()
    {
        var seen = Variants(new Augmentation(Shift: 1, Flip: false));

        Assert.Equal(9, seen.Count);                                   // three places down, three to the right
        Assert.Contains("1,2,3,4", seen);
        Assert.Contains("0,0,1,2", seen);                              // down
        Assert.Contains("2,0,4,0", seen);                              // left
        Assert.Contains("0,0,0,1", seen);                              // down and right
    }

    [Fact]
    public void A_flip_mirrors_left_to_right_half_of_the_time()
        => Assert.Equal(["1,2,3,4", "2,1,4,3"], Variants(new Augmentation(Shift: 0, Flip: true)).Order());

    [Fact]
    public void Equal_sources_change_alike()
    {
        using var scope = NewDisposeScope();
        var batches = new ImageBatches(Two, [0, 1], CPU);
        var augmentation = new Augmentation(1, true);
        Assert.True(batches.Images([0, 1, 0, 1], augmentation, new RandomSource(4)).Equals(
            batches.Images([0, 1, 0, 1], augmentation, new RandomSource(4))));
    }

    /// <summary>The different forms that the first channel of image 0 takes, in pixels again.</summary>
    private static HashSet<string> Variants(Augmentation augmentation)
    {
        using var scope = NewDisposeScope();
        var source = new ImageDataSet("one", new ImageShape(1, 2, 2), [1, 2, 3, 4, 0, 0, 0, 0], [0, 0], ["a"], 0,
            "test");
        var batches = new ImageBatches(source, [0, 1], CPU);
        var indices = new int[200];
        var values = batches.Images(indices, augmentation, new RandomSource(1)).contiguous().data<float>().ToArray();
        var plain = batches.Images([0, 1]).contiguous().data<float>().ToArray();
        var pixels = values.Select(value => value == plain[4] ? 0 : 1 + Array.IndexOf(plain, value, 0, 4)).ToArray();
        return [.. pixels.Chunk(4).Select(image => string.Join(',', image))];
    }
}
