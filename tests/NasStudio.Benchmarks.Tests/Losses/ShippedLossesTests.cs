using System.Globalization;
using NasStudio.Benchmarks.Losses;

namespace NasStudio.Benchmarks.Tests.Losses;

/// <summary>The losses that come with the program: what the replay of importance sampling is measured on.</summary>
public sealed class ShippedLossesTests
{
    private const double Rounding = 0.001;                    // losses of images are kept in thousandths
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "fashion-blocks.losses.gz");
    private readonly ImageLossTable _table = ImageLossTable.Read(File);

    [Fact]
    public void Every_network_of_four_blocks_is_there_once_and_the_file_is_small()
    {
        Assert.Equal(256, _table.Architectures.Distinct().Count());
        Assert.Equal((256, 3000), (_table.Architectures.Length, _table.Images));
        Assert.InRange(new FileInfo(File).Length, 1, 5_000_000);
    }

    [Fact]
    public void The_losses_of_the_images_come_to_the_validation_loss()
        => Assert.All(_table.Metrics["val_loss"].Index(), row => Assert.Equal(row.Item, _table.Loss(row.Index), Rounding));

    [Fact]
    public void Two_seeds_agree_well_enough_for_regret_to_mean_something()
    {
        var reliability = _table.About["reliability"]!["val_loss"]!;

        Assert.True(reliability["storedMeans"]!.GetValue<double>() >= 0.8);
    }

    [Fact]
    public void Networks_of_skips_alone_are_the_smallest_and_among_the_worst()
    {
        var skips = _table.Architectures.IndexOf("b1=skip;b2=skip;b3=skip;b4=skip");
        var losses = _table.Metrics["val_loss"];

        Assert.Equal(_table.Metrics["params"].Min(), _table.Metrics["params"][skips]);
        Assert.True(losses.Count(loss => loss > losses[skips]) < 26, losses[skips].ToString(CultureInfo.InvariantCulture));
    }
}
