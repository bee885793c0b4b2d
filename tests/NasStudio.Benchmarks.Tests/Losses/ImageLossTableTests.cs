using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using NasStudio.Benchmarks.Losses;

namespace NasStudio.Benchmarks.Tests.Losses;

public sealed class ImageLossTableTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ImageLossTable.Extension);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_is_read_back()
    {
        Table().Write(_path);
        var read = ImageLossTable.Read(_path);

        Assert.Equal(["a", "b"], read.Architectures.AsEnumerable());
        Assert.Equal([10, 20.5], read.Metrics["params"].AsEnumerable());
        Assert.Equal("CC0-1.0", read.About["licence"]!.GetValue<string>());
        Assert.Equal(3, read.Images);
        Assert.Equal((0.001 + 0.256 + 65.535) / 3, read.Loss(0), 1e-12);
        Assert.Equal((0.002 + 0.004 + 0.004) / 3, read.Loss(1, [0, 2, 2]), 1e-12);
    }

    [Theory]
    [InlineData(0.0004, 0)]
    [InlineData(0.0016, 2)]
    [InlineData(-1, 0)]
    [InlineData(66, 65535)]
    [InlineData(double.PositiveInfinity, 65535)]
    public void A_loss_is_kept_in_thousandths(double loss, int kept) => Assert.Equal(kept, ImageLossTable.Quantise(loss));

    [Theory]
    [InlineData("")]
    [InlineData("no json\n")]
    [InlineData("[]\n")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\"}\n")]
    [InlineData("{\"schema\":\"other\",\"images\":1,\"architectures\":[\"a\"],\"metrics\":{}}\n\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":2,\"architectures\":[\"a\"],\"metrics\":{}}\n\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":1,\"architectures\":[\"a\"],\"metrics\":{}}\n\0\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":-1,\"architectures\":[\"a\"],\"metrics\":{}}\n\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":2000000000,\"architectures\":[\"a\"],\"metrics\":{}}\n\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":1,\"architectures\":[\"a\",\"a\"],\"metrics\":{}}\n\0\0\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":1,\"architectures\":[\"a\"],\"metrics\":{\"x\":[1,2]}}\n\0\0")]
    [InlineData("{\"schema\":\"nasstudio/image-losses/v1\",\"images\":1,\"architectures\":[null],\"metrics\":{\"x\":[\"1\"]}}\n\0\0")]
    public void A_damaged_file_is_refused_by_its_name(string content)
    {
        using (var file = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
        }

        Assert.Contains(_path, Assert.Throws<BenchmarkException>(() => ImageLossTable.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_packed_is_refused()
    {
        File.WriteAllText(_path, "plain");
        Assert.Throws<BenchmarkException>(() => ImageLossTable.Read(_path));
    }

    private static ImageLossTable Table() => new(
        new() { ["licence"] = "CC0-1.0" }, ["a", "b"],
        ImmutableSortedDictionary<string, ImmutableArray<double>>.Empty.Add("params", [10, 20.5]), [1, 256, 65535, 2, 3, 4]);
}
