using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class InitialDesignTests
{
    [Fact]
    public void A_larger_design_begins_with_the_smaller_one()
    {
        var context = Context(new NasBench201Space());
        Assert.Equal(InitialDesign.Draw(context, 10), InitialDesign.Draw(context, 50).Take(10));
    }

    [Fact]
    public void Architectures_are_distinct_and_depend_on_the_seed_alone()
    {
        var design = InitialDesign.Draw(Context(new NasBench201Space(), seed: 1), 2_000);
        Assert.Equal(2_000, design.Distinct().Count());
        Assert.Equal(design, InitialDesign.Draw(Context(new NasBench201Space(), seed: 1), 2_000));
        Assert.NotEqual(design, InitialDesign.Draw(Context(new NasBench201Space(), seed: 2), 2_000));
    }

    [Fact]
    public void A_whole_space_can_be_drawn()
    {
        var space = new NasBench201Space();
        var all = InitialDesign.Sequence(Context(space)).ToHashSet();
        Assert.Equal(space.Size, all.Count);
        Assert.Equal(16, InitialDesign.Draw(Context(new TinySpace()), 100).Count);
    }

    [Fact]
    public void Nothing_may_be_asked_for_but_not_less()
    {
        Assert.Empty(InitialDesign.Draw(Context(new TinySpace()), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InitialDesign.Draw(Context(new TinySpace()), -1));
    }

    private static StrategyContext Context(SearchSpace space, long seed = 0)
        => new(space, ToyEvaluator.OneObjective, new RandomSource(seed), 10, Path.GetTempPath(), _ => { });
}
