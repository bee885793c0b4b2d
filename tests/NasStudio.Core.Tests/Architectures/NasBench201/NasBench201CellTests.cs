using NasStudio.Core.Architectures.NasBench201;

namespace NasStudio.Core.Tests.Architectures.NasBench201;

public sealed class NasBench201CellTests
{
    private const string Text =
        "|nor_conv_3x3~0|+|avg_pool_3x3~0|none~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|";

    [Fact]
    public void A_cell_prints_what_it_was_read_from()
        => Assert.Equal(Text, NasBench201Cell.Parse($"  {Text}\n").ToString());

    [Fact]
    public void Edges_are_found_by_their_nodes()
    {
        var cell = NasBench201Cell.Parse(Text);
        Assert.Equal(NasBench201Operation.NorConv3x3, cell[0, 1]);
        Assert.Equal(NasBench201Operation.None, cell[1, 2]);
        Assert.Equal(NasBench201Operation.SkipConnect, cell[0, 3]);
        Assert.Throws<ArgumentException>(() => cell[1, 0]);
    }

    [Theory]
    [InlineData("|none~0|+|none~0|none~1|", "it has 2 node(s) joined by '+' instead of 3")]
    [InlineData("none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "node 1, 'none~0|', does not begin and end with '|'")]
    [InlineData("|none~0|+|none~0|+|none~0|none~1|none~2|", "node 2, '|none~0|', has 1 edge(s) instead of 2")]
    [InlineData("|none~0|+|none~1|none~0|+|none~0|none~1|none~2|", "node 2: edge 1, 'none~1', does not end with '~0'")]
    [InlineData("|none~0|+|none~0|none|+|none~0|none~1|none~2|", "node 2: edge 2, 'none', does not end with '~1'")]
    [InlineData(
        "|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_5x5~2|",
        "node 3: 'nor_conv_5x5' on the edge from node 2 is not an operation "
        + "(allowed: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3)")]
    [InlineData(
        "|None~0|+|none~0|none~1|+|none~0|none~1|none~2|",
        "node 1: 'None' on the edge from node 0 is not an operation "
        + "(allowed: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3)")]
    public void Faults_say_where_and_what_is_allowed(string text, string reason)
    {
        var error = Assert.Throws<FormatException>(() => NasBench201Cell.Parse(text));
        Assert.Equal(
            $"'{text}' is not a NAS-Bench-201 cell: {reason}. The form is |op~0|+|op~0|op~1|+|op~0|op~1|op~2|.",
            error.Message);
    }

    [Fact]
    public void A_cell_needs_six_operations()
    {
        Assert.Throws<ArgumentException>(() => new NasBench201Cell([NasBench201Operation.None]));
        Assert.Throws<ArgumentException>(() => new NasBench201Cell([.. Enumerable.Repeat((NasBench201Operation)5, 6)]));
    }
}
