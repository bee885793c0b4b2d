using NasStudio.Core.Architectures;

namespace NasStudio.Core.Tests.Architectures;

public sealed class FunctionalReductionTests
{
    private const string Input = LabelledDag.Input;
    private const string Output = LabelledDag.Output;

    [Fact]
    public void A_chain_of_identities_becomes_one_edge()
        => AssertReduces(
            [Input, "skip", "skip", "skip", Output], [(0, 1), (1, 2), (2, 3), (3, 4)],
            [Input, Output], [(0, 1)]);

    [Fact]
    public void Identities_side_by_side_keep_their_number()
        => AssertReduces(
            [Input, "skip", "skip", "skip", Output], [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)],
            [Input, Output], [(0, 1), (0, 1)]);

    [Fact]
    public void A_dead_operation_takes_what_feeds_only_it_along()
        => AssertReduces(
            [Input, "conv", "pool", "none", Output], [(0, 1), (0, 2), (1, 3), (2, 4), (3, 4)],
            [Input, "pool", Output], [(0, 1), (1, 2)]);

    [Fact]
    public void What_comes_from_a_dead_operation_alone_goes_too()
        => AssertReduces(
            [Input, "none", "conv", "pool", Output], [(0, 1), (1, 2), (0, 3), (2, 4), (3, 4)],
            [Input, "pool", Output], [(0, 1), (1, 2)]);

    [Fact]
    public void Without_a_path_only_input_and_output_are_left()
        => AssertReduces([Input, "conv", "none", Output], [(0, 1), (1, 2), (2, 3)], [Input, Output], []);

    private static void AssertReduces(
        string[] labels, (int From, int To)[] edges, string[] expectedLabels, (int From, int To)[] expectedEdges)
        => Assert.Equal(
            Graph(expectedLabels, expectedEdges), FunctionalReduction.Reduce(Graph(labels, edges), "none", "skip"));

    private static LabelledDag Graph(string[] labels, (int From, int To)[] edges)
        => new([.. labels], [.. edges.Select(e => new DagEdge(e.From, e.To))]);
}
