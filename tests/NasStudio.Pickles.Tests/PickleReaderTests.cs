using System.Text;

namespace NasStudio.Pickles.Tests;

public class PickleReaderTests
{
    public static TheoryData<int> Protocols => [0, 1, 2, 3, 4, 5];

    public static TheoryData<string> Hostile =>
        [.. Directory.GetFiles(Path.Combine(Fixture.Folder, "hostile")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Plain_data_is_read_in_every_protocol(int protocol)
    {
        var root = Assert.IsType<PickleDictionary>(Fixture.Pickle(Fixture.Bytes($"plain-{protocol}.pickle")));
        object? Get(object key) => Item(root, key);
        List<object?> Items(object key) => Assert.IsType<PickleSequence>(Get(key)).Items;
        NumpyArray Array(string key) => Assert.IsType<NumpyArray>(Get(key));
        double[] Numbers(string key) => [.. Enumerable.Range(0, Array(key).Count).Select(i => Array(key)[i])];
        PickleDictionary Dictionary(string key) => Assert.IsType<PickleDictionary>(Get(key));

        Assert.Null(Get("none"));
        Assert.True(Get("true") is true);
        Assert.True(Get("false") is false);
        Assert.Equal(
            [0L, 200L, 60000L, -7L, 1L << 40, long.MinValue],
            new[] { "zero", "byte", "short", "negative", "long", "least" }.Select(key => (long)Get(key)!));
        Assert.Equal(0.1, Get("float"));
        Assert.Equal(double.PositiveInfinity, Get("infinity"));
        Assert.Equal("accuracy \u00e4 \u4e2d \U0001f600 \\ \n'", Get("text"));
        Assert.Equal(new byte[] { 0, 255 }, Get("bytes"));
        Assert.Equal(System.Array.Empty<byte>(), Get("empty_bytes"));
        Assert.Empty(Items("empty"));
        Assert.Equal(1L, Items("list")[0]);
        Assert.Equal([1L, "a"], Items("tuple"));
        Assert.Equal([5L], Items("single"));
        Assert.Equal([1L, 2L, 3L, 4L], Items("four"));
        Assert.Equal([3L], Items("set"));
        Assert.Equal([4L], Items("frozen"));
        var dict = Dictionary("dict");
        Assert.Equal("one", Item(dict, 1L));
        Assert.Equal("one", Item(dict, 1.0));
        Assert.Equal(2.5, dict.Items.Last().Value);
        Assert.Same(Items("shared")[0], Items("shared")[1]);
        Assert.Equal(["b", "a"], Dictionary("ordered").Items.Select(item => item.Key));
        Assert.Equal(3L, Item(Dictionary("default_int"), "k"));
        Assert.Equal(1, Dictionary("default").Count);
        Assert.True(Array("array").Shape is [2, 2]);
        Assert.Equal([1.5, 2.5, 3.5, -4.5], Enumerable.Range(0, 4).Select(i => Array("array")[i]));
        Assert.True(Array("column_major").IsFortran);
        Assert.Equal([1.0, 3.0, 2.0, 4.0], Enumerable.Range(0, 4).Select(i => Array("column_major")[i]));
        Assert.Equal([0.5, 0.25], Numbers("float32"));
        Assert.Equal([-3.0, 4.0], Numbers("int8"));
        Assert.Equal([1.0, 2.0], Numbers("big_endian"));
        Assert.Equal([1.0, 0.0], Numbers("bools"));
        Assert.Equal([65535.0], Numbers("uint16"));
        Assert.Equal(93.25, Get("scalar"));
        Assert.Equal(-12.0, Get("scalar_int"));
        Assert.Equal(0, Array("no_elements").Count);
    }

    /// <summary>Protocol 0 and 2 of Python 3 write an array's bytes as text, which is read; from 3 on they may stay where they
    /// are. 'T' is the string that Python 2 writes them as.</summary>
    [Theory]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\u0000\u0085C\u0001btR(K\u0001K\u0003\u0085cnumpy\ndtype\n(S'u1'\n"
        + "K\u0000K\u0001tR\u0089B\u0003\u0000\u0000\u0000\u0007\u00ff\u0009tb.")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\u0000\u0085C\u0001btR(K\u0001K\u0003\u0085cnumpy\ndtype\n(S'u1'\n"
        + "K\u0000K\u0001tR\u0089T\u0003\u0000\u0000\u0000\u0007\u00ff\u0009tb.")]
    [InlineData("cnumpy.core.numeric\n_frombuffer\n(\u0096\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0007\u00ff\u0009cnumpy\ndtype\n(S'u1'\nK\u0000K\u0001tRK\u0003\u0085"
        + "S'C'\ntR.")]
    public void The_content_of_an_array_is_read_or_left_in_the_file(string pickle)
    {
        var bytes = Encoding.Latin1.GetBytes(pickle);
        var read = Assert.IsType<NumpyArray>(Fixture.Pickle(bytes));
        var left = Assert.IsType<NumpyArray>(Fixture.Pickle(bytes, new PickleLimits { LeftFrom = 3 }));

        Assert.Equal([7, 255, 9], Enumerable.Range(0, 3).Select(i => read[i]));
        Assert.Equal(("u1", 3, null), (read.Type, read.Count, read.Offset));
        Assert.Equal(new byte[] { 7, 255, 9 }, bytes.AsSpan((int)left.Offset!.Value, left.Count).ToArray());
        Assert.Throws<InvalidOperationException>(() => left[0]);
    }

    [Fact]
    public void What_is_left_in_the_file_has_to_be_there()
        => Assert.Contains("a value of 4,294,967,295 bytes, and ends at byte 9", Assert.Throws<PickleException>(
            () => Fixture.Pickle([(byte)'B', 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4], new PickleLimits { LeftFrom = 3 })).Message,
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Whatever_is_no_plain_data_is_refused_by_name(string name)
    {
        var e = Assert.Throws<PickleException>(() => Fixture.Pickle(Fixture.Bytes($"hostile/{name}")));
        string[] named = ["system", "eval", "Thing", "copy_reg", "copyreg", "NEWOBJ", "'O8'", "getattr", "complex"];
        Assert.True(named.Any(word => e.Message.Contains(word, StringComparison.Ordinal)), e.Message);
        Assert.Contains("before byte", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pid\n.", "PERSID")]
    [InlineData("NQ.", "BINPERSID")]
    [InlineData("(ios\nsystem\n.", "INST")]
    [InlineData("(No.", "OBJ")]
    [InlineData("\x82\x01.", "EXT1")]
    [InlineData("\x97.", "NEXT_BUFFER")]
    [InlineData("cos\nsystem\n(S'echo'\ntR.", "'os.system'")]
    [InlineData("cbuiltins\neval\n.", "'builtins.eval'")]
    [InlineData("cnumpy.multiarray\nscalar\n.", "numpy.multiarray.scalar")]
    [InlineData("\xff", "0xff")]
    [InlineData("NR.", "without the value")]
    [InlineData("N)R.", "REDUCE")]
    [InlineData("NNb.", "BUILD")]
    [InlineData("t.", "mark")]
    [InlineData(".", "without the value")]
    [InlineData("NN.", "more behind")]
    [InlineData("N.N", "more behind")]
    [InlineData("h\x05.", "value 5")]
    [InlineData("}](NNu.", "no dict")]
    [InlineData("}(]Nu.", "key")]
    [InlineData("}(Nu.", "no dict")]
    [InlineData("I12x\n.", "'12x'")]
    [InlineData("I99999999999999999999\n.", "64 bits")]
    [InlineData("S'abc\n.", "quoted")]
    [InlineData("V\\ud83\n.", "escape")]
    [InlineData("Fabc\n.", "'abc'")]
    [InlineData("p-1\n.", "'-1'")]
    [InlineData("\x80\x06.", "protocol 6")]
    [InlineData("X\x04\x00\x00\x00\xff\xff\xff\xff.", "UTF-8")]
    [InlineData("X\xff\xff\xff\xff", "4,294,967,295")]
    [InlineData("\x8e\xff\xff\xff\xff\xff\xff\xff\xff", "18,446,744,073,709,551,615")]
    [InlineData("B\xff\xff\xff\x0f" + "abc", "ends at byte")]
    [InlineData("\x8b\xff\xff\xff\xff", "integer of 4294967295")]
    [InlineData("", "ends at byte 0")]
    [InlineData("cnumpy\ndtype\n(S'O8'\ntR.", "'O8'")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'f8'\ntRC\x01xtR.", "fill")]
    public void Faults_say_what_and_where(string pickle, string reason)
        => Assert.Contains(
            reason,
            Assert.Throws<PickleException>(() => Fixture.Pickle(Encoding.Latin1.GetBytes(pickle))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Shared_values_do_not_multiply()
    {
        // each tuple holds the one before it three times: 3^200 leaves in two kilobytes
        var pickle = new StringBuilder(")q\x00");
        for (var level = 1; level <= 200; level++)
        {
            pickle.Append($"h{(char)(level - 1)}h{(char)(level - 1)}\x87q{(char)level}");
        }

        var stack = pickle.Append('.').ToString();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var value = Assert.IsType<PickleSequence>(Fixture.Pickle(Encoding.Latin1.GetBytes(stack)));
        Assert.Same(value.Items[0], value.Items[2]);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
    }

    [Fact]
    public void A_value_may_hold_itself()
    {
        var list = Assert.IsType<PickleSequence>(Fixture.Pickle(Encoding.Latin1.GetBytes("]q\x00h\x00" + "a.")));
        Assert.Same(list, list.Items.Single());
    }

    [Fact]
    public void What_is_repeated_or_copied_counts_against_the_limits()
    {
        var small = new PickleLimits { Values = 1000, ValueBytes = 10_000 };
        Refused("(" + new string('N', 2000) + "t.");                                           // many values
        Refused("]" + string.Concat(Enumerable.Repeat("2", 2000)) + ".");                      // DUP
        Refused("]q\x00" + string.Concat(Enumerable.Repeat("h\x00", 2000)) + ".");             // memo
        Refused(                                                                               // copies of pairs
            "ccollections\nOrderedDict\nq\x00](" + string.Concat(Enumerable.Repeat("NN\x86", 200)) + "e\x85q\x01"
            + string.Concat(Enumerable.Repeat("h\x00h\x01R", 20)) + ".");
        Refused(                                                                               // copies of bytes
            "c_codecs\nencode\nq\x00(V" + new string('x', 5000) + "\nVlatin1\ntq\x01"
            + string.Concat(Enumerable.Repeat("h\x00h\x01R", 20)) + ".");
        Refused(string.Concat(Enumerable.Repeat("X\xe8\x03\x00\x00" + new string('x', 1000), 20)) + ".");

        void Refused(string pickle) => Assert.Contains(
            "the most that is read",
            Assert.Throws<PickleException>(() => Fixture.Pickle(Encoding.Latin1.GetBytes(pickle), small)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_promised_length_takes_no_memory()
    {
        var promise = Encoding.Latin1.GetBytes("\x8e\x00\x00\x00\x0f\x00\x00\x00\x00" + "abc");    // 250 MB
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<PickleException>(() => Fixture.Pickle(promise));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    private static object? Item(PickleDictionary dictionary, object key)
    {
        Assert.True(dictionary.TryGet(key, out var value), $"no key {key}");
        return value;
    }
}
