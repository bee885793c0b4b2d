using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.NasBenchMacro;

public sealed class NasBenchMacroSpaceTests : SearchSpaceContract
{
    private const string Cifar10 = "nas-bench-macro-cifar10.csv.gz";

    protected override SearchSpace Space { get; } = new NasBenchMacroSpace();

    [TableFact(Cifar10)]
    public void The_table_holds_the_whole_space_once_in_our_spelling()
        => Assert.Equal(
            Space.Enumerate().Select(a => a.Native).Order(StringComparer.Ordinal),
            TestTables.Read(Cifar10).Select(r => Space.Parse(r["arch"]).Native).Order(StringComparer.Ordinal));

    [TableFact(Cifar10)]
    public void Networks_of_one_class_were_trained_once()
    {
        string[] runs = ["acc_run1", "acc_run2", "acc_run3"];
        var pairs = TestTables.Read(Cifar10)
            .Select(r => (Row: r, Class: Space.IsomorphismClass(Space.Parse(r["arch"]))))
            .Select(p => (p.Class, Runs: string.Join(' ', runs.Select(run => p.Row[run]))))
            .Distinct().ToList();
        Assert.Equal(3_969, pairs.Count);
        Assert.Equal(3_969, pairs.Select(p => p.Class).Distinct().Count());
    }

    [TableFact(Cifar10)]
    public void Sizes_equal_every_row_of_the_benchmark()
        => Assert.All(TestTables.Read(Cifar10), r => Assert.Equal(
            ((long)r.Number("params"), (long)r.Number("flops")),
            new NasBenchMacroSize().Of(NasBenchMacroNetwork.Parse(r["arch"]))));

    [Fact]
    public void Classes_and_functional_ids_are_one_and_the_same()
    {
        var names = Space.Enumerate()
            .Select(a => (Class: Space.IsomorphismClass(a), Id: Space.FunctionalId(a))).Distinct().ToList();
        Assert.Equal(3_969, names.Count);
        Assert.Equal(3_969, names.Select(n => n.Class).Distinct().Count());
        Assert.Equal(3_969, names.Select(n => n.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("00000000", "00000000")]
    [InlineData("01000000", "01000000")]
    [InlineData("00101001", "00110010")]
    [InlineData("12012002", "12012020")]
    [InlineData("00201012", "00210012")]
    public void Identities_move_behind_the_other_layers_of_their_stage(string native, string expected)
        => Assert.Equal(expected, Space.IsomorphismClass(Space.Parse(native)));

    [Fact]
    public void Leading_zeros_are_kept() => Assert.Equal("00000012", Space.Parse(" 00000012\n").Native);

    [Theory]
    [InlineData("12", "it has 2 character(s) instead of 8, leading zeros included")]
    [InlineData("000000000", "it has 9 character(s) instead of 8, leading zeros included")]
    [InlineData(
        "00030000", "layer 4, '3', is not an operation (allowed: 0 identity, 1 mbconv3-k3, 2 mbconv6-k5)")]
    [InlineData("0000-001", "layer 5, '-', is not an operation (allowed: 0 identity, 1 mbconv3-k3, 2 mbconv6-k5)")]
    public void Faults_say_where_and_what_is_allowed(string text, string reason)
        => Assert.Equal(
            $"'{text}' is not a NAS-Bench-Macro network: {reason}. The form is a digit for each layer: 01201201.",
            Assert.Throws<FormatException>(() => Space.Parse(text)).Message);

    [Fact]
    public void The_drawn_graph_is_a_chain_and_the_functional_one_lacks_identities_within_stages()
    {
        var network = Space.Parse("01020000");
        Assert.Equal<string>(
            [
                LabelledDag.Input, "identity", "mbconv3-k3", "identity", "mbconv6-k5", "identity", "identity",
                "identity", "identity", LabelledDag.Output,
            ],
            Space.Graph(network).Labels);
        var functional = Space.FunctionalGraph(network);
        Assert.Equal<string>(
            [
                LabelledDag.Input, "identity/2", "mbconv3-k3", "identity/2", "mbconv6-k5", "identity/2",
                LabelledDag.Output,
            ],
            functional.Labels);
        Assert.Equal<DagEdge>([new(0, 1), new(1, 2), new(2, 3), new(3, 4), new(4, 5), new(5, 6)], functional.Edges);
    }

    [Fact]
    public void The_encoding_is_one_hot_per_layer()
        => Assert.Equal(
            "100010001100010001100010", string.Concat(Space.Encode(Space.Parse("01201201"))));

    [Fact]
    public void Paths_are_the_words_of_the_three_stages()
    {
        // 01 of 9 words, 201 of 27, 201 of 27.
        var encoding = Space.Encoding(ArchitectureEncoding.Path)!.Encode(Space.Parse("01201201"));
        Assert.Equal(63, encoding.Length);
        Assert.Equal([1, 9 + 19, 36 + 19], Enumerable.Range(0, 63).Where(i => encoding[i] == 1));
    }

    [Fact]
    public void The_generator_encoding_is_a_chain_of_ten_nodes()
    {
        var encoding = Assert.IsAssignableFrom<SingleGraphEncoding>(Space.Encoding(ArchitectureEncoding.Generator));
        var graph = encoding.GraphOf(Space.Parse("01201201"));
        Assert.Equal<int>([1, 2, 3, 4, 2, 3, 4, 2, 3, 0], graph.Labels);
        Assert.Equal(9, graph.Edges.Count(edge => edge));
        Assert.All(Enumerable.Range(0, 9), v => Assert.True(graph.HasEdge(v, v + 1)));
        Assert.Equal(95, encoding.Width);
    }

    [Fact]
    public void Every_network_comes_back_from_every_encoding()
        => Assert.All(Space.Encodings, encoding => Assert.All(
            Space.Enumerate(), network => Assert.Equal(network, encoding.Decode(encoding.Encode(network)))));

    [Fact]
    public void Every_network_has_16_neighbours() => Assert.Equal(16, Space.Neighbours(Space.Parse("01201201")).Count);

    [Fact]
    public void Samples_are_uniform_over_operations()
    {
        var random = new RandomSource(3);
        var counts = new double[24];
        for (var i = 0; i < 9_000; i++)
        {
            counts = [.. counts.Zip(Space.Encode(Space.Sample(random)), (a, b) => a + b)];
        }

        Assert.All(counts, c => Assert.InRange(c, 2_800, 3_200));   // 3,000 expected, standard deviation 45
    }

    [Fact]
    public void A_network_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new NasBenchMacroNetwork(default));
        Assert.Throws<ArgumentException>(() => new NasBenchMacroNetwork([NasBenchMacroOperation.Identity]));
        Assert.Throws<ArgumentException>(
            () => new NasBenchMacroNetwork([.. Enumerable.Repeat((NasBenchMacroOperation)3, 8)]));
        Assert.Throws<InvalidOperationException>(
            () => new NasBenchMacroSize(Classes: 0).Of(NasBenchMacroNetwork.Parse("00000000")));
        var error = Assert.Throws<ArgumentException>(() => Space.IsConnected(new Architecture("tiny", "aaaa")));
        Assert.Contains("'tiny'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_network_is_counted_by_hand()
    {
        // One channel, 8x8 grey image, two classes, a head of four channels. All layers are identities but the second,
        // which has two channels, six within, and 4x4 pixels; stages end with 2 channels 4x4, 4 and 2x2, 8 and 1x1.
        var stem = (Parameters: 9 + 2, Macs: 9 * 64);
        var down = (Parameters: (2 + 4) + (8 + 8) + (32 + 16), Macs: 2 * 16 + 8 * 4 + 32);
        var block = (Parameters: (12 + 12) + (54 + 12) + (12 + 4), Macs: (12 + 54 + 12) * 16);
        var head = (Parameters: (32 + 8) + (8 + 2), Macs: 32 + 8);
        (int Parameters, int Macs)[] parts = [stem, down, block, head];
        Assert.Equal(
            (parts.Sum(p => p.Parameters), parts.Sum(p => p.Macs)),
            new NasBenchMacroSize(Channels: 1, HeadChannels: 4, Classes: 2, ImageSize: 8, ImageChannels: 1)
                .Of(NasBenchMacroNetwork.Parse("01000000")));
    }
}
