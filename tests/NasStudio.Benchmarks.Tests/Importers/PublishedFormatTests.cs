using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Importers;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Testing;

namespace NasStudio.Benchmarks.Tests.Importers;

public class PublishedFormatTests
{
    private const string FirstCell =
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    public static TheoryData<string> Files => [
        "HW-NAS-Bench-v1_0.pickle", "nb201_cifar10_full_training.pickle", "nb201_all.pickle",
        "NATS-tss-v1_0-3ffb9-simple/meta.pickle.pbz2", "nasbench_only108.tfrecord", "nasbench_only108.tfrecord.gz",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_published_file_is_recognised_and_imported_into_the_store(string name)
    {
        using var folder = new Folder();
        var source = Fixture.Open(name);
        var facts = BenchmarkImporter.Import(
            source, folder.Stored, new ImportSettings("x", null, DateTimeOffset.UnixEpoch), null, default);
        Assert.Equal(name.Contains("only108", StringComparison.Ordinal) ? 2 : 3, facts.Rows);
        Assert.Equal(source.Metrics.AsEnumerable(), facts.Metrics);
        Assert.NotEmpty(facts.Licence);
    }

    [Fact]
    public void HwNasBench_gives_latencies_and_energies_of_every_data_set()
    {
        var source = Fixture.Open("HW-NAS-Bench-v1_0.pickle");
        Assert.IsType<NasBench201Space>(source.Space);
        Assert.Equal(30, source.Metrics.Length);
        Assert.Equal(FirstCell, source.Rows.First().Native);
        Assert.Equal([5.8, 6.8, 7.8], source.Column("cifar10_edgegpu_latency_ms"));
        Assert.Equal([10.4, 3.5, 2.5], source.Column("imagenet16_120_raspi4_latency_ms"));
        Assert.Equal([3.6, 0.25, 0.5], source.Column("cifar100_eyeriss_latency_ms"));
        Assert.Equal([2.5, 1, 1.25], source.Column("cifar10_fpga_latency_ms"));
        Assert.All(source.Metrics, metric => Assert.Equal(MetricRole.Cost, metric.Role));
    }

    [Fact]
    public void NasLib_gives_the_last_epoch()
    {
        var source = Fixture.Open("nb201_cifar10_full_training.pickle");
        Assert.Equal([57.125, 58.125, 59.125], source.Column("cifar10_val_acc_3"));
        Assert.Equal([56.375, 57.375, 58.375], source.Column("cifar10_test_acc_3"));
        Assert.Equal([0.5, 1.5, 2.5], source.Column("cifar100_params"));
        Assert.Equal([15.0, 15.0, 15.0], source.Column("imagenet16_120_latency_ms"));
        Assert.Equal(MetricRole.Test, source.Metrics.Single(m => m.Name == "cifar10_test_acc_3").Role);
        Assert.Equal([80.0, 81.0, 82.0], Fixture.Open("nb201_all.pickle").Column("cifar10_val_acc"));
    }

    [Fact]
    public void Nats_bench_gives_means_over_seeds_of_the_last_epoch()
    {
        var source = Fixture.Open("NATS-tss-v1_0-3ffb9-simple/meta.pickle.pbz2");
        // 20 + epoch / 4 + architecture + seed (0 or 1) + letters of the set; two seeds at 200 epochs but for cell 1
        Assert.Equal([20 + 2.75 + 7, 21 + 2.75 + 7, 22 + 2.75 + 7], source.Column("cifar10_val_acc_12"));
        Assert.Equal([20 + 49.75 + 0.5 + 6, 21 + 49.75 + 6, 22 + 49.75 + 0.5 + 6], source.Column("cifar100_test_acc_200"));
        Assert.Equal([0.1, 1.1, 2.1], source.Column("cifar10_params"));
        Assert.Equal([15.0, 15.0, 15.0], source.Column("cifar10_latency_ms").Select(ms => Math.Round(ms, 9)));
        Assert.All(source.Column("cifar100_latency_ms"), ms => Assert.Equal(double.NaN, ms));
    }

    [Theory]
    [InlineData("nasbench_only108.tfrecord")]
    [InlineData("nasbench_only108.tfrecord.gz")]
    public void Nas_bench_101_gives_means_of_three_trainings_in_percent(string name)
    {
        var source = Fixture.Open(name);
        static double[] Rounded(double[] values) => [.. values.Select(value => Math.Round(value, 9))];
        Assert.Equal([91.0, 94.0], Rounded(source.Column("val_acc_108")));
        Assert.Equal([86.0, 89.0], Rounded(source.Column("test_acc_108")));
        Assert.Equal([71.0, 74.0], Rounded(source.Column("halfway_val_acc_108")));
        Assert.Equal([101.0, 101.0], source.Column("train_seconds_108"));
        Assert.Equal([100.0, 200.0], source.Column("params"));
        Assert.Equal(
            """{"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","conv3x3-bn-relu","output"]}""",
            source.Rows.First().Native);
    }

    [Fact]
    public void A_wrong_fingerprint_is_named()
    {
        var bytes = Fixture.Bytes("nasbench_only108.tfrecord");
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bytes[12 + 2] = bytes[12 + 2] == 'a' ? (byte)'b' : (byte)'a';
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(12 + length), TfRecordInput.Masked(bytes.AsSpan(12, length)));
        using var folder = new Folder();
        var path = folder.Write("x.tfrecord", bytes);
        var e = Assert.Throws<BenchmarkException>(() => new NasBench101Format().Open(path, new BenchmarkReadOptions()));
        Assert.Contains("record at byte 0 the fingerprint", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_the_masked_crc_32c()
    {
        // "123456789" has the CRC-32C 0xE3069283 (Koopman's check value)
        var masked = TfRecordInput.Masked("123456789"u8);
        Assert.Equal(0xE3069283, uint.RotateLeft(unchecked(masked - 0xa282ead8), 15));
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("noise")]
    [InlineData("zeros")]
    [InlineData("one")]
    [InlineData("none")]
    public void What_bzip2_packed_is_unpacked(string name)
    {
        using var stream = new Bzip2Input(new MemoryStream(Fixture.Bytes($"bzip2/{name}.bz2")));
        var expected = Encoding.ASCII.GetString(Fixture.Bytes($"bzip2/{name}.sha256"));
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    [Fact]
    public void Samples_of_NasLib_become_native_strings()
    {
        using var folder = new Folder();
        // input -> conv1x1 -> conv3x3 -> output, and three nodes without edges
        const string cell = "(0,1,0,0,0,0,0, 0,0,1,0,0,0,0, 0,0,0,0,0,0,1, 0,0,0,0,0,0,0, 0,0,0,0,0,0,0, 0,0,0,0,0,0,0, "
            + "0,0,0,0,0,0,0, 0,3,4,2,2,2,1)";
        var path = folder.Write("sample.csv", $"naslib_spec,val_acc\n\"{cell}\",91.5\n");
        var format = BenchmarkFormats.Recognise(path);
        Assert.IsType<NasLibSampleFormat>(format);
        var source = format.Open(path, new BenchmarkReadOptions());
        Assert.IsType<NasBench101Space>(source.Space);
        var native = source.Rows.Single().Native;
        Assert.Contains("\"conv1x1-bn-relu\",\"conv3x3-bn-relu\",\"maxpool3x3\"", native, StringComparison.Ordinal);
        Assert.Equal(3, new NasBench101Space().Cell(source.Space.Parse(native)).Pruned().Edges.Length);
    }

    /// <summary>The file's own sizes say whether nodes, operations and cells are read as they were written.</summary>
    [TableFact("nasbench101-sample-500.csv")]
    public void Converted_samples_of_NAS_Bench_101_have_the_parameters_that_the_file_states()
    {
        var source = OpenTable("nasbench101-sample-500.csv");
        var stated = source.Column("params");
        var own = source.Rows.Select(row => new NasBench101Size().Of(NasBench101Cell.Parse(row.Native)).Parameters).ToList();
        Assert.Equal(500, own.Count);
        Assert.All(own.Zip(stated), pair => Assert.Equal(pair.Second, pair.First / 1e6, 1e-6));
    }

    /// <inheritdoc cref="Converted_samples_of_NAS_Bench_101_have_the_parameters_that_the_file_states"/>
    [TableFact("nasbench301-sample-500.csv")]
    public void Converted_samples_of_DARTS_have_the_parameters_that_the_file_states()
    {
        var source = OpenTable("nasbench301-sample-500.csv");
        var stated = source.Column("params");
        var size = new DartsSize(AffineOperations: false);
        var own = source.Rows.Select(row => size.Of(DartsGenotype.Parse(row.Native)).Parameters).ToList();
        Assert.Equal(500, own.Count);
        Assert.All(own.Zip(stated), pair => Assert.Equal(pair.Second, pair.First / 1e6, 1e-6));
    }

    private static BenchmarkSource OpenTable(string file)
    {
        var path = Path.Combine(TestTables.Folder, file);
        return BenchmarkFormats.Recognise(path).Open(path, new BenchmarkReadOptions());
    }
}
