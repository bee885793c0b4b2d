using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Benchmarks.Tests.Tables;

/// <summary>The store: what is written is read, and nothing else passes for it.</summary>
public sealed class BenchmarkTableTests : IDisposable
{
    private static readonly ImportSettings Settings = new("A test", null, DateTimeOffset.UnixEpoch);
    private readonly Folder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_written_is_read(int seed)
    {
        var random = new RandomSource(seed);
        var space = new NasBench201Space();
        var (count, width) = (1 + random.NextInt(400), 1 + random.NextInt(6));
        var natives = Enumerable.Range(0, count).Select(_ => space.Sample(random).Native).Distinct().ToList();
        var rows = natives.ConvertAll(native => new BenchmarkRow("here", native,
            [.. Enumerable.Range(0, width).Select(_ => random.NextInt(10) == 0 ? double.NaN : Any(random))]));
        var metrics = Enumerable.Range(0, width)
            .Select(i => new Metric($"m{i}", $"Metric {i}", "", Direction.Maximize, MetricRole.Validation));
        BenchmarkImporter.Import(
            new BenchmarkSource(space, [.. metrics], rows, "made up") { AllowsMissing = true }, _folder.Stored, Settings,
            null, CancellationToken.None);

        using var table = BenchmarkTable.Open(_folder.Stored);
        Assert.Equal(natives, table.Natives());
        for (var row = 0; row < rows.Count; row++)
        {
            Assert.Equal(row, table.Find(natives[row]));
            Assert.Equal(rows[row].Values, Enumerable.Range(0, width).Select(m => table.Value(row, m)));
            var isomorphic = space.IsomorphismClass(new Architecture(space.Kind, natives[row]));
            var first = natives.FindIndex(n => space.IsomorphismClass(new Architecture(space.Kind, n)) == isomorphic);
            Assert.Equal((first, first), (table.FirstOfClass(row), table.FindClass(isomorphic)!.Value));
        }

        Assert.Null(table.Find(space.Enumerate().First(a => !natives.Contains(a.Native)).Native));
        Assert.Null(table.Find("nothing like it"));
        Assert.Null(table.FindClass("nothing like it"));
    }

    [Fact]
    public void The_optimum_keeps_constraints_and_passes_over_missing_values()
    {
        var table = Words("aaaa,5,1\nabab,9,4\nbaba,9,3\nbbbb,,0\n");
        var best = new Objective("val", Direction.Maximize);
        Assert.Equal(new BenchmarkOptimum(1, "abab", 9), table.Optimum(best));
        Assert.Equal(new BenchmarkOptimum(2, "baba", 9), table.Optimum(best, [new Constraint("params", Max: 3)]));
        Assert.Equal(new BenchmarkOptimum(0, "aaaa", 5), table.Optimum(new Objective("val", Direction.Minimize)));
        Assert.Null(table.Optimum(best, [new Constraint("params", Min: 10)]));
        Assert.Throws<ArgumentException>(() => table.Optimum(new Objective("speed", Direction.Maximize)));
    }

    [Fact]
    public void Repeated_architectures_are_averaged_where_that_is_asked()
    {
        using var table = Words("aaaa,5,1\nabab,9,4\naaaa,,4\naaaa,2,\naaaa,2,1\n", "# repeats: mean\n");
        Assert.Equal(["aaaa", "abab"], table.Natives());
        Assert.Equal([3, 9], table.Column("val"));
        Assert.Equal([2, 4], table.Column("params"));
        Assert.Contains("5 rows of 2 architectures; each has the mean of its rows", table.Facts.Notes);
        Assert.Contains(
            "line 6: aaaa is there already, at line 4",
            Assert.Throws<BenchmarkException>(() => Words("aaaa,5,1\nabab,9,4\naaaa,2,1\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_found()
    {
        Words("aaaa,5,1\nabab,9,4\n").Dispose();
        var whole = File.ReadAllBytes(_folder.Stored);
        var random = new RandomSource(5);
        for (var trial = 0; trial < 300; trial++)
        {
            var damaged = whole.ToArray();
            damaged[trial < 64 ? trial : random.NextInt(whole.Length)] ^= (byte)(1 << random.NextInt(8));
            Refused(damaged);
            Refused(whole[..random.NextInt(whole.Length)]);
        }

        Refused([.. whole, 0]);
        Refused([]);

        void Refused(byte[] bytes) => Assert.Throws<BenchmarkException>(
            () => BenchmarkTable.Open(_folder.Write("damaged.nasbench", bytes)).Dispose());
    }

    [Fact]
    public void An_import_that_is_stopped_leaves_nothing()
    {
        var file = _folder.Write("t.csv", $"# space: nas-bench-201\narchitecture,val\n{string.Concat(
            new NasBench201Space().Enumerate().Take(2000).Select((a, i) => $"{a.Native},{i}\n"))}");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => BenchmarkImporter.Import(
            Folder.Open(file), _folder.Stored, Settings, progress =>
            {
                Assert.InRange(progress.Fraction!.Value, 0, 1);
                stop.Cancel();
            }, stop.Token));
        Assert.Equal(["t.csv"], _folder.Files);
    }

    [Fact]
    public void A_table_outlives_its_file()
    {
        var table = Words("aaaa,5,1\nabab,9,4\n");
        File.Delete(_folder.Stored);
        Assert.Equal(9, table.Value(1, "val"));
    }

    [Fact]
    public void A_hundred_thousand_rows_are_imported()
    {
        const int Rows = 100_000;
        var space = new WordSpace();
        BenchmarkImporter.Import(
            new BenchmarkSource(
                space, [new Metric("val", "Value", "", Direction.Maximize, MetricRole.Validation)],
                Enumerable.Range(0, Rows).Select(i => new BenchmarkRow("", $"{i * 7}", [i])), "made up"),
            _folder.Stored, Settings, null, CancellationToken.None);
        using var table = BenchmarkTable.Open(_folder.Stored);
        Assert.Equal(Rows, table.Rows);
        Assert.All([0, 1, 4711, Rows - 1], row => Assert.Equal(row, table.Find($"{row * 7}")));
        Assert.Equal(Rows - 1, table.Optimum(new Objective("val", Direction.Maximize))!.Row);
    }

    [TableFact("nasbench201-cifar10.csv.gz")]
    public void NAS_Bench_201_on_CIFAR_10_is_as_published()
    {
        var table = NasBench201("nasbench201-cifar10.csv.gz");
        Published(table, validation: 91.61, test: 94.37);
        Assert.Equal(6466, table.Facts.Classes);
        Assert.Equal(129306, table.Value(0, "params"));
    }

    [TableFact("nasbench201-cifar100.csv.gz")]
    public void NAS_Bench_201_on_CIFAR_100_is_as_published()
        => Published(NasBench201("nasbench201-cifar100.csv.gz"), validation: 73.49, test: 73.51);

    [TableFact("nas-bench-macro-cifar10.csv.gz")]
    public void NAS_Bench_Macro_is_imported_as_given()
    {
        var table = _folder.Import(
            Path.Combine(TestTables.Folder, "nas-bench-macro-cifar10.csv.gz"),
            new Core.Architectures.NasBenchMacro.NasBenchMacroSpace(),
            new Benchmarks.Formats.TableStatements { Architecture = "arch" });
        Assert.Equal(6561, table.Rows);
        Assert.Equal("00000001", table.Native(1));            // leading zeros
        Assert.Equal(64.22333, table.Value(1, "acc_mean"));
        Assert.Equal(3969, table.Facts.Classes);
    }

    private BenchmarkTable NasBench201(string file)
        => _folder.Import(Path.Combine(TestTables.Folder, file), new NasBench201Space());

    private static void Published(BenchmarkTable table, double validation, double test)
    {
        Assert.Equal(15625, table.Rows);
        Assert.DoesNotContain(table.Metrics, metric => metric.Name is "index" or "isomorphism_class");
        Assert.Equal(validation, Math.Round(table.Optimum(new Objective("val_acc_200", Direction.Maximize))!.Value, 2));
        Assert.Equal(test, Math.Round(table.Optimum(new Objective("test_acc_200", Direction.Maximize))!.Value, 2));
    }

    private BenchmarkTable Words(string rows, string statements = "") => _folder.Import(
        _folder.Write("t.csv", $"# space: tiny\n# missing: allowed\n{statements}architecture,val,params\n{rows}"));

    private static double Any(RandomSource random) => random.NextInt(4) switch
    {
        0 => 1e308,
        1 => -double.Epsilon,
        2 => -random.NextDouble() * 1e-300,
        _ => random.NextDouble(),
    };

    /// <summary>Numbers as native strings: a space of any size.</summary>
    private sealed class WordSpace : SearchSpace
    {
        public override string Kind => "numbers";
        public override string Title => "Numbers";
        public override string Convention => "digits";
        public override long? Size => null;
        public override Architecture Parse(string native) => new(Kind, native);
        public override string IsomorphismClass(Architecture architecture) => architecture.Native;
        public override string FunctionalId(Architecture architecture) => architecture.Native;
        public override bool IsConnected(Architecture architecture) => true;
        public override IEnumerable<Architecture> Enumerate() => throw new NotSupportedException();
        public override Architecture Sample(RandomSource random) => throw new NotSupportedException();
        public override Architecture Mutate(Architecture architecture, RandomSource random) => throw new NotSupportedException();
        public override IReadOnlyList<Architecture> Neighbours(Architecture architecture) => throw new NotSupportedException();
        public override LabelledDag Graph(Architecture architecture) => throw new NotSupportedException();
        public override LabelledDag FunctionalGraph(Architecture architecture) => throw new NotSupportedException();
    }
}
