using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class ParamsOnlyTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context) => new ParamsOnly(context, new ParamsOnlyOptions());

    [Fact]
    public void The_architectures_with_the_most_parameters_come_first()
    {
        var space = new NasBench201Space();
        var sizes = Search(Context()).Select(t => new NasBench201Size().Of(space.Cell(t.Architecture)).Parameters).ToList();
        Assert.Equal(1_531_546, sizes[0]);                    // the cell of six 3x3 convolutions
        Assert.Equal(space.Enumerate().Select(a => new NasBench201Size().Of(space.Cell(a)).Parameters)
            .OrderDescending().Take(Budget), sizes);
    }

    [Fact]
    public void A_space_without_a_size_of_its_own_is_sorted_by_the_nodes_of_the_functional_graph()
    {
        var tiny = new TinySpace();
        var trials = Search(Context(space: tiny, budget: 16), new ToyEvaluator(tiny));
        Assert.Equal("aaaa", trials[0].Architecture.Native);  // b is the identity
        Assert.Equal(("6 nodes", "2 nodes"), (trials[0].Proposal.Origin, trials[15].Proposal.Origin));
    }
}
