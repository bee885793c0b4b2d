using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Importers;
using NasStudio.Benchmarks.Surrogates;
using NasStudio.Benchmarks.Tests.Surrogates;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;

namespace NasStudio.Benchmarks.Tests.Importers;

/// <summary>
/// Damages genuine files and imports them. Whatever comes in: an import, or a <see cref="BenchmarkException"/> that says
/// something; no other exception, no hang, no memory beyond bounds.
/// </summary>
public class FuzzTests
{
    private const int Mutations = 1000;
    private const long MostBytesEach = 256L << 20;
    private static readonly TimeSpan MostTimeEach = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string> Files => new()
    {
        { "nas-bench-101", "nasbench_only108.tfrecord" }, { "nas-bench-101", "nasbench_only108.tfrecord.gz" },
        { "hw-nas-bench", "HW-NAS-Bench-v1_0.pickle" }, { "naslib-201", "nb201_cifar10_full_training.pickle" },
        { "nats-bench", "NATS-tss-v1_0-3ffb9-simple/meta.pickle.pbz2" },
        { "hw-nas-bench", "plain-0.pickle" }, { "hw-nas-bench", "plain-2.pickle" }, { "hw-nas-bench", "plain-5.pickle" },
        { "nats-bench", "bzip2/runs.bz2" },
    };

    public static TheoryData<string, string> Texts => new()
    {
        {
            "csv",
            "# space: nas-bench-201\n# metric val_acc: unit %, maximize, validation\narchitecture,val_acc\n"
            + "|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|,\"91.5\"\n"
            + "\"|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|\",12\n"
        },
        {
            "jsonl",
            """{"architecture":"|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|","val_acc":91.5}""" + "\n"
            + """{"architecture":"|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|","val_acc":12}""" + "\n"
        },
        {
            "naslib-sample",
            "naslib_spec,val_acc\n\"(0,1,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
            + "0,0,0,0,0,0,0,0,3,4,2,2,2,1)\",91.5\n"
            + "\"(((0,4),(1,3),(0,2),(2,3),(2,3),(0,3),(2,6),(3,5)),((0,3),(1,3),(1,1),(0,5),(2,3),(0,2),(4,4),(3,1)))\",9\n"
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_file_is_imported_or_refused(string format, string name)
        => Fuzz(format, Fixture.Bytes(name), Path.GetFileName(name), Mutations);

    /// <summary>Unpacked first: behind bzip2's checksums no damage would come far.</summary>
    [Fact]
    public void A_damaged_file_of_an_architecture_is_imported_or_refused()
    {
        const string simple = "NATS-tss-v1_0-3ffb9-simple";
        using var folder = new Folder();
        var meta = folder.Write("meta.pickle.pbz2", Fixture.Bytes($"{simple}/meta.pickle.pbz2"));
        using var packed = new Bzip2Input(new MemoryStream(Fixture.Bytes($"{simple}/000000.pickle.pbz2")));
        using var genuine = new MemoryStream();
        packed.CopyTo(genuine);
        var random = new RandomSource(17);
        for (var i = 0; i < Mutations / 2; i++)
        {
            folder.Write("000000.pickle", Mutated(genuine.ToArray(), random.Fork("mutation", i)));
            Import("nats-bench", meta, mayPass: true);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_damaged_text_is_imported_or_refused(string format, string text)
    {
        Fuzz(format, Encoding.UTF8.GetBytes(text), "table.txt", Mutations);
        Fuzz(format, Packed(Encoding.UTF8.GetBytes(text)), "table.txt.gz", Mutations / 4);
    }

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("nats-bench")]
    [InlineData("naslib-201")]
    [InlineData("hw-nas-bench")]
    [InlineData("naslib-sample")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public void A_gzip_bomb_is_refused(string format)
    {
        using var folder = new Folder();
        foreach (var filler in (byte[])[0, (byte)'(', (byte)'2', (byte)'[', (byte)','])
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                var chunk = new byte[1 << 20];
                Array.Fill(chunk, filler);
                for (var i = 0; i < 64; i++)                   // 64 MB in 64 kB
                {
                    gzip.Write(chunk);
                }
            }

            Import(format, folder.Write("bomb.gz", packed.ToArray()), mayPass: false);
        }
    }

    [Theory]
    [InlineData("nas-bench-101", "\xff\xff\xff\xff\xff\xff\xff\x7f\0\0\0\0")]
    [InlineData("nas-bench-101", "")]
    [InlineData("hw-nas-bench", "\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.")]
    [InlineData("hw-nas-bench", "\x80\x04(((((((((((((((((((((((((((((.")]
    [InlineData("naslib-201", "\x80\x04}\x94.")]
    [InlineData("nats-bench", "BZh9\x31\x41\x59\x26\x53\x59")]
    [InlineData("nats-bench", "BZh0")]
    [InlineData("nats-bench", "\x80\x02}X\x0a\0\0\0meta_archs](X\x03\0\0\0../es.")]
    public void Gigantic_counts_and_empty_files_are_refused(string format, string bytes)
    {
        using var folder = new Folder();
        Import(format, folder.Write("file", Encoding.Latin1.GetBytes(bytes)), mayPass: false);
    }

    [Fact]
    public void A_damaged_surrogate_is_opened_or_refused()
    {
        using var folder = new Folder();
        var path = folder.Write("x" + SurrogateFile.Extension, []);
        using (var surrogate = SurrogateTests.Fitted(rounds: 2))
        {
            SurrogateFile.Save(surrogate, path);
        }

        var space = new NasBench201Space();
        var genuine = File.ReadAllBytes(path);
        var random = new RandomSource(5);
        for (var i = 0; i < Mutations / 3; i++)
        {
            File.WriteAllBytes(path, Mutated(genuine, random.Fork("mutation", i)));
            try
            {
                using var opened = SurrogateFile.Open(path, kind => kind == space.Kind ? space : null);
                opened.Predict(space.Sample(random));
            }
            catch (BenchmarkException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    private static void Fuzz(string format, byte[] genuine, string name, int mutations)
    {
        using var folder = new Folder();
        var random = new RandomSource(11).Fork(name);
        for (var i = 0; i < mutations; i++)
        {
            Import(format, folder.Write(name, Mutated(genuine, random.Fork("mutation", i))), mayPass: true);
        }
    }

    /// <summary>Flipped bits, bytes of interest, pieces cut out, doubled or moved, the end cut off.</summary>
    private static byte[] Mutated(byte[] genuine, RandomSource random)
    {
        byte[] interesting = [0, 0xff, 0x7f, 0x80, (byte)'(', (byte)'R', (byte)'c', (byte)'2', (byte)'h', (byte)'.', (byte)','];
        var bytes = genuine.ToList();
        for (var changes = 1 + random.NextInt(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.NextInt(bytes.Count);
            var length = Math.Min(1 + random.NextInt(16), bytes.Count - at);
            switch (random.NextInt(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.NextInt(8)); break;
                case 1: bytes[at] = random.Choose(interesting); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(random.NextInt(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, Enumerable.Repeat(random.Choose(interesting), 8)); break;
            }
        }

        return [.. bytes];
    }

    private static void Import(string format, string path, bool mayPass)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            var source = BenchmarkFormats.Of(format).Open(path, new BenchmarkReadOptions
            {
                FindSpace = kind => kind == "nas-bench-201" ? new NasBench201Space() : null,
                Space = format is "csv" or "jsonl" ? new NasBench201Space() : null,
            });
            var faults = 0;
            foreach (var row in source.Rows)
            {
                faults += row.Fault is null ? 0 : 1;
                Assert.True(row.Fault is not null || row.Values.Length == source.Metrics.Length);
            }

            Assert.True(mayPass || faults > 0, "what is to be refused was imported");
        }
        catch (BenchmarkException e)
        {
            Assert.NotEmpty(e.Message);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, MostTimeEach);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mayPass ? MostBytesEach : 4 * MostBytesEach);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
