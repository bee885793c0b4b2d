using NasStudio.Core.Architectures.Darts;
using static NasStudio.Core.Architectures.Darts.DartsOperation;

namespace NasStudio.Core.Tests.Architectures.Darts;

public sealed class DartsGenotypeTests
{
    private const string Canonical =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), "
        + "('skip_connect', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), ('dil_conv_3x3', 2)], "
        + "normal_concat=[2, 3, 4, 5], "
        + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('max_pool_3x3', 1), ('skip_connect', 2), "
        + "('max_pool_3x3', 0), ('skip_connect', 2), ('max_pool_3x3', 1), ('skip_connect', 2)], "
        + "reduce_concat=[2, 3, 4, 5])";

    [Fact]
    public void The_published_text_of_darts_v2_is_read_and_its_edges_sorted()
    {
        Assert.Equal(Canonical, DartsV2.Genotype.ToString());
        Assert.Equal(Canonical, DartsGenotype.Parse(Canonical).ToString());
    }

    [Fact]
    public void Json_blanks_tuples_ranges_and_the_order_of_parts_make_no_difference()
    {
        var json = """
            {"reduce": [["max_pool_3x3", 0], ["max_pool_3x3", 1], ["skip_connect", 2], ["max_pool_3x3", 1],
                        ["max_pool_3x3", 0], ["skip_connect", 2], ["skip_connect", 2], ["max_pool_3x3", 1]],
             "normal": [["sep_conv_3x3", 0], ["sep_conv_3x3", 1], ["sep_conv_3x3", 0], ["sep_conv_3x3", 1],
                        ["sep_conv_3x3", 1], ["skip_connect", 0], ["skip_connect", 0], ["dil_conv_3x3", 2]]}
            """;
        Assert.Equal(Canonical, DartsGenotype.Parse(json).ToString());
        var spread = Canonical.Replace("[2, 3, 4, 5]", "range(2, 6)", StringComparison.Ordinal)
            .Replace("'", "\"", StringComparison.Ordinal).Replace(",", " ,\n ", StringComparison.Ordinal)
            .Replace("=[", " = (", StringComparison.Ordinal).Replace(")]", "))", StringComparison.Ordinal);
        Assert.Equal(Canonical, DartsGenotype.Parse($" {spread} ").ToString());
    }

    [Theory]
    [InlineData("('dil_conv_3x3', 2)", "('none', 2)", "edge 8 of normal, 'none', is not an operation (allowed: max_")]
    [InlineData("('dil_conv_3x3', 2)", "('dil_conv_3x3', 5)", "edge 8 of node 5 comes from node 5 (allowed: 0 to 4)")]
    [InlineData("('dil_conv_3x3', 2)", "('dil_conv_3x3', 0)", "both edges of node 5 come from node 0")]
    [InlineData("('dil_conv_3x3', 2)", "('dil_conv_3x3', 99999999999)", "the number 99999999999 is too large")]
    [InlineData("('dil_conv_3x3', 2)", "('dil_conv_3x3', -1)", "'-' stands for a number")]
    [InlineData("('dil_conv_3x3', 2)", "('dil_conv_3x3', 2, 3)", "edge 8 of normal is not a pair")]
    [InlineData("('dil_conv_3x3', 2)", "(2, 'dil_conv_3x3')", "edge 8 of normal is not a pair")]
    [InlineData(", ('dil_conv_3x3', 2)", "", "of normal, it has 7 edge(s) instead of 8")]
    [InlineData("normal_concat=[2, 3, 4, 5]", "normal_concat=[2, 3]", "normal_concat is 2, 3 (allowed: 2, 3, 4, 5)")]
    [InlineData("normal_concat=[2, 3, 4, 5]", "normal_concat=range(3, 6)", "normal_concat is range 3, 6")]
    [InlineData("reduce=", "other=", "'other' is not a part of a genotype (allowed: normal, normal_concat")]
    [InlineData("reduce_concat=[2, 3, 4, 5])", "normal_concat=[2, 3, 4, 5])", "'normal_concat' is there twice")]
    [InlineData("5])", "5]) # end", "'# end' follows its end")]
    [InlineData("5])", "5]", "the end stands for ')'")]
    [InlineData("'sep_conv_3x3', 0), ('sep", "__import__('os'), 0), ('sep", "'_' stands for a number")]
    [InlineData("Genotype(", "DARTS = Genotype(", "at character 1, 'D' stands for 'Genotype'")]
    public void Faults_say_where_and_what_is_allowed(string part, string replacement, string reason)
    {
        var at = Canonical.IndexOf(part, StringComparison.Ordinal);
        var text = Canonical[..at] + replacement + Canonical[(at + part.Length)..];
        Assert.Contains(
            reason, Assert.Throws<FormatException>(() => DartsGenotype.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_cut_anywhere_is_refused()
        => Assert.All(
            Enumerable.Range(0, Canonical.Length),
            length => Assert.Throws<FormatException>(() => DartsGenotype.Parse(Canonical[..length])));

    [Fact]
    public void A_cell_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DartsCell(default));
        var cell = DartsV2.Genotype.Normal;
        Assert.Throws<ArgumentException>(() => cell.With(0, new DartsEdge(SkipConnect, 2)));
        Assert.Throws<ArgumentException>(() => cell.With(0, new DartsEdge(SkipConnect, 1)));
        Assert.Throws<ArgumentException>(() => cell.With(0, new DartsEdge((DartsOperation)7, 0)));
        Assert.Equal([1, 3, 4], cell.OtherSources(6));
    }
}
