using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Randomness;
using static NasStudio.Core.Architectures.NasBench101.NasBench101Operation;

namespace NasStudio.Core.Tests.Architectures.NasBench101;

public sealed class NasBench101CellTests
{
    private const string Chain = """{"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","maxpool3x3","output"]}""";

    [Fact]
    public void A_cell_prints_what_it_was_read_from_without_blanks()
    {
        var spread = Chain.Replace(",", ", \n", StringComparison.Ordinal).Replace(":", " : ", StringComparison.Ordinal);
        Assert.Equal(Chain, NasBench101Cell.Parse(spread).ToString());
        var otherOrder = """{"ops":["input","maxpool3x3","output"],"matrix":[[0,1,0],[0,0,1],[0,0,0]]}""";
        Assert.Equal(Chain, NasBench101Cell.Parse(otherOrder).ToString());
    }

    [Fact]
    public void Edges_and_operations_are_those_of_the_text()
    {
        var cell = NasBench101Cell.Parse("""
            {
              "matrix": [[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]],
              "ops": ["input", "conv3x3-bn-relu", "conv1x1-bn-relu", "output"]
            }
            """);
        Assert.Equal(4, cell.Nodes);
        Assert.Equal<(int, int)>([(0, 1), (0, 2), (1, 3), (2, 3)], cell.Edges);
        Assert.Equal<NasBench101Operation>([Conv3x3, Conv1x1], cell.Operations);
        Assert.True(cell[0, 2]);
        Assert.False(cell[2, 0]);
    }

    [Theory]
    [InlineData("[[0,1],[0,0]]", "it is [[0,1],[0,0]] (allowed: an object)")]
    [InlineData("""{"ops":[]}""", "it has no key 'matrix'")]
    [InlineData("""{"matrix":[[0,1],[0,0]]}""", "it has no key 'ops'")]
    [InlineData("""{"Matrix":[]}""", "it has the key Matrix (allowed: matrix, ops)")]
    [InlineData("""{"matrix":7,"ops":[]}""", "matrix is 7 (allowed: an array of rows)")]
    [InlineData("""{"matrix":[[0]],"ops":[]}""", "the number of matrix's rows is 1 (allowed: 2 to 7)")]
    [InlineData(
        """{"matrix":[[],[],[],[],[],[],[],[]],"ops":[]}""", "the number of matrix's rows is 8 (allowed: 2 to 7)")]
    [InlineData("""{"matrix":[[0,1],"00"],"ops":[]}""", "matrix[1] is \"00\" (allowed: an array of 2 numbers)")]
    [InlineData("""{"matrix":[[0,1],[0]],"ops":[]}""", "the length of matrix[1] is 1 (allowed: 2, the number of rows)")]
    [InlineData("""{"matrix":[[0,2],[0,0]],"ops":[]}""", "matrix[0][1] is 2 (allowed: 0, 1)")]
    [InlineData("""{"matrix":[[0,1.0],[0,0]],"ops":[]}""", "matrix[0][1] is 1.0 (allowed: 0, 1)")]
    [InlineData("""{"matrix":[[0,true],[0,0]],"ops":[]}""", "matrix[0][1] is true (allowed: 0, 1)")]
    [InlineData(
        """{"matrix":[[0,1],[1,0]],"ops":[]}""",
        "matrix[1][0] is 1 (allowed: 0: edges lead from lower to higher numbers)")]
    [InlineData("""{"matrix":[[0,1],[0,0]],"ops":{}}""", "ops is {} (allowed: an array of 2 names)")]
    [InlineData(
        """{"matrix":[[0,1],[0,0]],"ops":["input"]}""",
        "the length of ops is 1 (allowed: 2, the number of matrix's rows)")]
    [InlineData("""{"matrix":[[0,1],[0,0]],"ops":["in","output"]}""", "ops[0] is \"in\" (allowed: input)")]
    [InlineData("""{"matrix":[[0,1],[0,0]],"ops":["input",null]}""", "ops[1] is null (allowed: output)")]
    [InlineData(
        """{"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","conv5x5","output"]}""",
        "ops[1] is \"conv5x5\" (allowed: conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3)")]
    [InlineData(
        """{"matrix":[[0,0],[0,0]],"ops":["input","output"]}""",
        "the number of paths from input to output is 0 (allowed: one or more)")]
    [InlineData("""{"ops":["\ud800"],"matrix":[[0,1],[0,0]]}""", "the length of ops is 1")]
    [InlineData("""{"ops":["\ud800","output"],"matrix":[[0,1],[0,0]]}""", "it is not Unicode text")]
    [InlineData("""{"\ud800":1}""", "it is not Unicode text")]
    [InlineData("""{"matrix":[[[[[]]]]]}""", "as JSON it is at fault: ")]
    [InlineData("""{"matrix":[],"matrix":[]}""", "as JSON it is at fault: ")]
    [InlineData("""{"matrix":[[0,1],[0,0]],"ops":["input","output"]} x""", "as JSON it is at fault: ")]
    public void Faults_say_where_and_what_is_allowed(string text, string reason)
    {
        var error = Assert.Throws<FormatException>(() => NasBench101Cell.Parse(text));
        Assert.StartsWith($"'{text}' is not a NAS-Bench-101 cell: {reason}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            """The form is {"matrix":[[0,1,0],[0,0,1],[0,0,0]],"ops":["input","conv3x3-bn-relu","output"]}.""",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
        => Assert.Contains(
            "it is not Unicode text",
            Assert.Throws<FormatException>(() => NasBench101Cell.Parse("{\"\ud800\":1}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Damaged_text_is_read_as_another_cell_or_refused()
    {
        var random = new RandomSource(9);
        char[] alphabet = [.. "01[]{},:\"\\uopsinptc3- \ud800\0"];
        var text = new NasBench101Cell([(0, 1), (0, 2), (1, 3), (2, 3)], [Conv3x3, Conv1x1]).ToString();
        var read = 0;
        for (var draw = 0; draw < 4_000; draw++)
        {
            var damaged = text.ToCharArray();
            for (var change = 0; change < 1 + draw % 3; change++)
            {
                damaged[random.NextInt(damaged.Length)] = random.Choose(alphabet);
            }

            try
            {
                Assert.True(NasBench101Cell.Parse(new string(damaged)).IsValid);
                read++;
            }
            catch (FormatException e)
            {
                Assert.Contains("is not a NAS-Bench-101 cell", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 20, 2_000);                    // the test saw both
    }

    [Fact]
    public void Long_nonsense_is_quoted_in_part()
        => Assert.InRange(
            Assert.Throws<FormatException>(() => NasBench101Cell.Parse(new string('[', 1_000_000))).Message.Length,
            300, 700);

    [Fact]
    public void Nine_edges_are_allowed_after_pruning()
    {
        (int, int)[] nine = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (2, 5), (3, 5), (4, 5), (5, 6)];
        NasBench101Operation[] five = [Conv3x3, Conv3x3, Conv1x1, Conv1x1, MaxPool3x3];
        Assert.True(new NasBench101Cell(nine, [.. five]).IsValid);
        var ten = new NasBench101Cell([.. nine, (0, 6)], [.. five]);
        Assert.False(ten.IsValid);
        var error = Assert.Throws<FormatException>(() => NasBench101Cell.Parse(ten.ToString()));
        Assert.Contains(
            "the number of edges on paths from input to output is 10 (allowed: up to 9)", error.Message,
            StringComparison.Ordinal);

        // Ten edges as well, but only four of them on paths: node 5 leads nowhere.
        Assert.True(new NasBench101Cell([.. nine[..^1], (4, 6), (3, 6)], [.. five]).IsValid);
    }

    [Fact]
    public void Pruning_removes_what_is_on_no_path()
    {
        // 1 is reached from nowhere, 2 leads nowhere, 4 has no edges; 3 and 5 are a chain.
        var cell = new NasBench101Cell(
            [(0, 2), (0, 3), (1, 3), (1, 6), (3, 5), (5, 6)], [Conv1x1, MaxPool3x3, Conv3x3, Conv1x1, MaxPool3x3]);
        var pruned = cell.Pruned();
        Assert.Equal<(int, int)>([(0, 1), (1, 2), (2, 3)], pruned.Edges);
        Assert.Equal<NasBench101Operation>([Conv3x3, MaxPool3x3], pruned.Operations);
        Assert.Equal($"{pruned}", $"{pruned.Pruned()}");
    }

    [Fact]
    public void A_disconnected_cell_prunes_to_input_and_output_and_is_not_valid()
    {
        var cell = new NasBench101Cell([(0, 1), (2, 3)], [Conv3x3, Conv3x3]);
        Assert.False(cell.IsValid);
        Assert.Equal(2, cell.Pruned().Nodes);
        Assert.Empty(cell.Pruned().Edges);
    }

    [Fact]
    public void Padding_adds_nodes_without_edges_before_the_output()
    {
        var padded = NasBench101Cell.Parse(Chain).Padded();
        Assert.Equal<(int, int)>([(0, 1), (1, 6)], padded.Edges);
        Assert.Equal<NasBench101Operation>([MaxPool3x3, Conv3x3, Conv3x3, Conv3x3, Conv3x3], padded.Operations);
        Assert.Equal(Chain, padded.Pruned().ToString());
    }

    [Fact]
    public void A_cell_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([], default));
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([], [(NasBench101Operation)3]));
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([], [.. Enumerable.Repeat(Conv3x3, 6)]));
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([(1, 0)], []));
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([(0, 2)], []));
        Assert.Throws<ArgumentException>(() => new NasBench101Cell([(-1, 1)], []));
    }
}
