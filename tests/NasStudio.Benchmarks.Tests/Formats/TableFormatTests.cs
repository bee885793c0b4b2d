using System.IO.Compression;
using System.Text;
using NasStudio.Benchmarks.Formats;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;

namespace NasStudio.Benchmarks.Tests.Formats;

/// <summary>Tables in text: what they say of themselves, what they hold, and what is refused.</summary>
public sealed class TableFormatTests : IDisposable
{
    private const string Head = "# space: tiny\n";
    private readonly Folder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metrics_are_what_their_names_suggest()
    {
        var table = _folder.Import(_folder.Write("t.csv", Head
            + "index,architecture,isomorphism_class,val_acc_200,test_acc,val_loss,latency_1080ti_ms,params\n"
            + "7,aaaa,7,91.5,90,0.5,3,1000\n"));
        Assert.Equal(
        [
            new Metric("val_acc_200", "Validation accuracy (200)", "%", Direction.Maximize, MetricRole.Validation),
            new Metric("test_acc", "Test accuracy", "%", Direction.Maximize, MetricRole.Test),
            new Metric("val_loss", "Validation loss", "", Direction.Minimize, MetricRole.Validation),
            new Metric("latency_1080ti_ms", "Latency 1080ti", "ms", Direction.Minimize, MetricRole.Cost),
            new Metric("params", "Parameters", "", Direction.Minimize, MetricRole.Cost),
        ], table.Metrics.AsEnumerable());
        Assert.Equal(91.5, table.Value(0, "val_acc_200"));
    }

    [Fact]
    public void A_header_says_what_the_table_is()
    {
        var table = _folder.Import(_folder.Write("t.csv", """
            # space: tiny
            # title: Words, measured
            # origin: a test: by hand
            # licence: CC0
            # isomorphic: share
            # fidelity: hours
            # metric score: unit points, minimize, cost, title "Score, of old"
            # metric share: unit fraction
            # reliability score: 0.93
            # made with version 3
            architecture,score,share
            aaaa,1.5,0.25
            """));
        var facts = table.Facts;
        Assert.Equal(("Words, measured", "a test: by hand", "CC0"), (facts.Title, facts.Origin, facts.Licence));
        Assert.Equal((IsomorphicCells.Share, "hours"), (facts.Isomorphic, facts.Fidelity));
        Assert.Equal("made with version 3", Assert.Single(facts.Notes));
        Assert.Equal(new Metric("score", "Score, of old", "points", Direction.Minimize, MetricRole.Cost), table.Metrics[0]);
        Assert.Equal(0.93, facts.Column("score")!.Reliability);
        Assert.Null(facts.Column("share")!.Reliability);
        Assert.Equal(("%", 25.0), (table.Metrics[1].Unit, table.Value(0, "share")));
    }

    [Fact]
    public void What_the_importer_is_told_goes_before_the_header()
    {
        var said = new TableStatements { Title = "Mine", Architecture = "word", Ignored = ["note"] }
            .With("metric val: minimize, unit nats");
        var table = _folder.Import(
            _folder.Write("t.csv", "# title: Theirs\n# metric val: maximize\nword,note,val\nabab,free text,3\n"),
            new Testing.TinySpace(), said);
        Assert.Equal("Mine", table.Facts.Title);
        Assert.Equal(("nats", Direction.Minimize), (table.Metrics.Single().Unit, table.Metrics.Single().Direction));
    }

    [Theory]
    [InlineData("\"aaaa\",\"1\"\r\n\"bbbb\",2\r\n")]
    [InlineData("aaaa,1\n\n\nbbbb,2")]
    [InlineData("\"aa\naa\",1\nbbbb,2\n", "line 3: 'aa\naa'")]
    [InlineData("\"aa\"\"aa\",1\nbbbb,2\n", "line 3: 'aa\"aa'")]
    [InlineData("aaaa,1,5\nbbbb,2\n", "line 3: has 3 columns instead of 2")]
    [InlineData("a\"aaa,1\nbbbb,2\n", "line 3: column 1 holds a quotation mark")]
    [InlineData("\"aaaa\"x,1\nbbbb,2\n", "line 3: column 1 goes on behind its closing quotation mark")]
    [InlineData("\"aaaa,1\nbbbb,2\n", "Line 3: a quotation mark opens a field that is never closed")]
    [InlineData("aaaa,1\0\nbbbb,2\n", "Line 3 holds a NUL character")]
    [InlineData("aaaa,1e400\nbbbb,2\n", "line 3: score is '1e400', not a finite number")]
    [InlineData("aaaa,NaN\nbbbb,2\n", "line 3: score is 'NaN', not a finite number")]
    [InlineData("aaaa,-Infinity\nbbbb,2\n", "line 3: score is '-Infinity', not a finite number")]
    [InlineData("aaaa,much\nbbbb,2\n", "line 3: score is 'much', not a finite number (a column that is no metric can be")]
    [InlineData("aaaa,1\nbbbb,\n", "line 4: score is missing")]
    [InlineData("aaaa,1\naaaa,2\n", "line 4: aaaa is there already, at line 3")]
    [InlineData("aaaa,1\ncccc,2\n", "line 4: 'cccc' is not a word of 4 letters")]
    [InlineData(",1\nbbbb,2\n", "line 3: has no architecture")]
    [InlineData("", "has no row")]
    public void Records_are_read_as_RFC_4180_has_them_and_faults_name_their_line(string body, string? fault = null)
    {
        var file = _folder.Write("t.csv", $"{Head}architecture,score\n{body}");
        if (fault is null)
        {
            var table = _folder.Import(file);
            Assert.Equal(["aaaa", "bbbb"], table.Natives());
            Assert.Equal([1, 2], table.Column("score"));
            return;
        }

        Assert.Contains(fault, Assert.Throws<BenchmarkException>(() => _folder.Import(file)).Message, StringComparison.Ordinal);
        Assert.Equal(["t.csv"], _folder.Files);               // nothing half-imported, no draft left
    }

    [Fact]
    public void All_faults_are_counted_and_the_first_are_listed()
    {
        var body = string.Concat(Enumerable.Range(0, 30).Select(i => $"aaaa,{i}\n"));
        var problem = Assert.Throws<BenchmarkException>(
            () => _folder.Import(_folder.Write("t.csv", $"{Head}architecture,score\n{body}")));
        Assert.Equal((29, 20), (problem.FaultCount, problem.Faults.Length));
        Assert.EndsWith("and 9 more", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("architecture,val_acc\naaaa,0.91\n", "No value of val_acc is greater than 1")]
    [InlineData("architecture,val_acc\naaaa,191\n", "line 3: val_acc is 191, no percentage")]
    [InlineData("architecture,flops\naaaa,-1\n", "line 3: flops is -1; a cost is at least 0")]
    [InlineData("architecture,a,a\naaaa,1,2\n", "The column 'a' is there 2 times")]
    [InlineData("architecture,a b,a_b\naaaa,1,2\n", "Two columns give the metric 'a_b'")]
    [InlineData("architecture\naaaa\n", "no column that is a metric")]
    [InlineData("arch,val\naaaa,1\n", "no column 'architecture'")]
    [InlineData("# metric vall: unit s\narchitecture,val\naaaa,1\n", "no column 'vall', which is spoken of; there is architecture, val")]
    [InlineData("# metric val: upwards\narchitecture,val\naaaa,1\n", "Line 2: 'upwards' says nothing of the metric 'val'")]
    [InlineData("# reliability val: 3\narchitecture,val\naaaa,1\n", "Line 2: '3' is no value of 'reliability val'")]
    [InlineData("# space: nowhere\narchitecture,val\naaaa,1\n", "the space 'nowhere', which is unknown here")]
    public void What_cannot_be_meant_is_refused(string text, string fault)
        => Assert.Contains(
            fault, Assert.Throws<BenchmarkException>(() => _folder.Import(_folder.Write("t.csv", Head + text))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_table_whose_space_nobody_names_is_refused()
        => Assert.Contains("does not say which space", Assert.Throws<BenchmarkException>(
            () => _folder.Import(_folder.Write("t.csv", "architecture,val\naaaa,1\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_values_may_be_allowed()
    {
        var table = _folder.Import(
            _folder.Write("t.csv", Head + "# missing: allowed\narchitecture,val\naaaa,\nbbbb,nan\nabab,3\n"));
        Assert.Equal([double.NaN, double.NaN, 3], table.Column("val"));
        Assert.Equal((2, 3.0, 3.0), (table.Facts.Columns[0].Missing, table.Facts.Columns[0].Min, table.Facts.Columns[0].Max));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over()
        => Assert.Equal(1, _folder.Import(_folder.Write(
            "t.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Head + "architecture,val\naaaa,1\n")])).Rows);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
        => Assert.Contains("not UTF-8", Assert.Throws<BenchmarkException>(() => _folder.Import(_folder.Write(
            "t.csv", [.. Encoding.UTF8.GetBytes(Head + "architecture,val\n"), 0xff, 0xfe, 0x80]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void JSON_lines_hold_the_same()
    {
        var table = _folder.Import(_folder.Write("t.jsonl.gz", Packed(Encoding.UTF8.GetBytes(Head
            + "{\"architecture\":\"aaaa\",\"val\":1.5}\n\n{\"val\":2,\"architecture\":\"bbbb\"}\n"))));
        Assert.Equal([1.5, 2], table.Column("val"));
        Assert.Equal(1, table.Find("bbbb"));
    }

    [Theory]
    [InlineData("[1]", "line 3: is not an object")]
    [InlineData("{\"architecture\":\"bbbb\"}", "line 3: val is missing")]
    [InlineData("{\"architecture\":\"bbbb\",\"val\":true}", "line 3: val is 'true', not a finite number")]
    [InlineData("{\"architecture\":\"bbbb\",\"val\":1,\"more\":1}", "line 3: has the field 'more'")]
    [InlineData("{\"architecture\":\"bbbb\",\"val\":1,\"val\":2}", "line 3: is not valid JSON")]
    [InlineData("{\"architecture\":", "line 3: is not valid JSON")]
    public void Faults_of_JSON_lines_name_their_line(string line, string fault)
        => Assert.Contains(fault, Assert.Throws<BenchmarkException>(() => _folder.Import(_folder.Write(
            "t.jsonl", $"{Head}{{\"architecture\":\"aaaa\",\"val\":1}}\n{line}\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_packed_file_that_is_cut_off_is_refused()
    {
        var random = new RandomSource(1);
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(_ => $"aaaa,{random.NextDouble():R}\n"));
        var packed = Packed(Encoding.UTF8.GetBytes($"{Head}architecture,val\n{rows}"));
        var problem = Assert.Throws<BenchmarkException>(() => _folder.Import(_folder.Write("t.csv.gz", packed[..^2000])));
        Assert.Contains("damaged or cut off", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('a', "Line 1 is longer than the allowed 1,048,576 characters")]   // one endless line
    [InlineData('\n', "more than the allowed 3,000,000 characters")]              // endless empty lines
    public void A_gzip_bomb_is_stopped_at_its_limits(char filling, string fault)
    {
        var bomb = Packed([.. Enumerable.Repeat((byte)filling, 1 << 20)], 100);
        Assert.True(bomb.Length < 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(fault, Assert.Throws<BenchmarkException>(() => _folder.Import(
            _folder.Write("t.csv.gz", bomb), limits: new ReadLimits { Characters = 3_000_000 })).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("t.csv", "architecture,val\naaaa,1.5\n\"bbbb\",2\nabab,3e0\n")]
    [InlineData("t.csv.gz", "architecture,val\naaaa,1.5\n\"bbbb\",2\nabab,3e0\n")]
    [InlineData("t.jsonl", "{\"architecture\":\"aaaa\",\"val\":1.5}\n{\"val\":2,\"architecture\":\"bb\\u0062b\"}\n")]
    public void A_garbled_file_is_imported_or_refused_in_words(string name, string text)
    {
        var whole = Encoding.UTF8.GetBytes($"{Head}# metric val: unit s, minimize\n{text}");
        whole = name.EndsWith(".gz", StringComparison.Ordinal) ? Packed(whole) : whole;
        var random = new RandomSource(3);
        var refused = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            var garbled = whole[..(trial % 3 == 0 ? random.NextInt(whole.Length) : whole.Length)];
            for (var flip = 0; flip < 1 + trial % 4 && garbled.Length > 0; flip++)
            {
                garbled[random.NextInt(garbled.Length)] ^= (byte)(1 << random.NextInt(8));
            }

            try
            {
                _folder.Import(_folder.Write(name, garbled));
            }
            catch (BenchmarkException problem)
            {
                refused++;
                Assert.NotEmpty(problem.Message);
            }
        }

        Assert.InRange(refused, 100, 300);
    }

    [Fact]
    public void Too_many_columns_or_rows_are_refused()
    {
        var wide = $"architecture,{string.Join(',', Enumerable.Range(0, 300).Select(i => $"m{i}"))}\n";
        Assert.Contains("more than the allowed 256 columns", Assert.Throws<BenchmarkException>(
            () => _folder.Import(_folder.Write("t.csv", Head + wide))).Message, StringComparison.Ordinal);
    }

    private static byte[] Packed(byte[] bytes, int times = 1)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (var time = 0; time < times; time++)
            {
                gzip.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
