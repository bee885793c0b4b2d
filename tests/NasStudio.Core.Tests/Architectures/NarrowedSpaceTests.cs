using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Architectures;

public sealed class NarrowedSpaceTests
{
    private static readonly NasBench201Space Whole = new();

    [Fact]
    public void Only_what_the_rule_keeps_is_drawn_listed_mutated_to_and_near()
    {
        var space = new NarrowedSpace(Whole, WithoutPools);
        var random = new RandomSource(1);
        Assert.Equal(4 * 4 * 4 * 4 * 4 * 4, space.Size);
        Assert.Equal(4096, space.Enumerate().Distinct().Count(WithoutPools));
        for (var draw = 0; draw < 200; draw++)
        {
            var architecture = space.Sample(random);
            var mutant = space.Mutate(architecture, random);
            Assert.True(WithoutPools(architecture) && WithoutPools(mutant) && space.Contains(mutant));
            Assert.Contains(mutant, Whole.Neighbours(architecture));
            Assert.Equal(Whole.Neighbours(architecture).Where(WithoutPools), space.Neighbours(architecture));
        }
    }

    [Fact]
    public void Names_graphs_and_encodings_are_those_of_the_whole()
    {
        var space = new NarrowedSpace(Whole, WithoutPools);
        var outside = Whole.Enumerate().First(a => !WithoutPools(a));
        Assert.False(space.Contains(outside));
        Assert.Equal(outside, space.Parse(outside.Native));
        Assert.Equal(
            (Whole.Kind, Whole.Title, Whole.Convention, Whole.FunctionalId(outside), Whole.IsomorphismClass(outside)),
            (space.Kind, space.Title, space.Convention, space.FunctionalId(outside), space.IsomorphismClass(outside)));
        Assert.Equal(Whole.FunctionalParts(outside), space.FunctionalParts(outside));
        Assert.Equal(Whole.Encode(outside), space.Encode(outside));
        Assert.Same(Whole, space.Whole);
        Assert.Same(Whole, Whole.Whole);
    }

    [Fact]
    public void Where_no_neighbour_is_kept_a_mutation_walks_on_and_ends_somewhere_else()
    {
        Architecture[] corners = [.. Whole.Enumerate().Where(a => Whole.Cell(a).Operations.Distinct().Count() == 1)];
        var space = new NarrowedSpace(Whole, corners.Contains);
        var random = new RandomSource(2);
        Assert.Empty(space.Neighbours(corners[0]));
        Assert.Contains(space.Mutate(corners[0], random), corners);

        var pair = new NarrowedSpace(Whole, a => Whole.Cell(a).Operations.Count(o => o == NasBench201Operation.NorConv3x3) == 1);
        var start = pair.Sample(random);
        Assert.NotEqual(start, pair.Mutate(start, random));
    }

    [Fact]
    public void A_space_narrowed_twice_keeps_what_both_rules_keep()
    {
        var space = new NarrowedSpace(new NarrowedSpace(Whole, WithoutPools), a => a.Native.Contains("none", StringComparison.Ordinal));
        Assert.Same(Whole, space.Whole);
        Assert.Equal(4096 - 3 * 3 * 3 * 3 * 3 * 3, space.Size);
    }

    [Fact]
    public void With_exploration_draws_and_mutations_lean_to_what_is_kept_and_nothing_is_shut_out()
    {
        const double Exploration = 0.4;
        const int Draws = 4_000;
        var space = new NarrowedSpace(Whole, WithoutPools, Exploration);
        var random = new RandomSource(3);
        var outside = Whole.Enumerate().First(a => !WithoutPools(a));
        Assert.Equal((Whole.Size, true), (space.Size, space.Contains(outside)));
        Assert.Equal(Whole.Neighbours(outside), space.Neighbours(outside));
        Assert.Equal(15_625, space.Enumerate().Count());

        // Kept: (1 - e) + e K / N, with K / N = 4096 / 15625; four deviations of so many draws are 0.03.
        var kept = Enumerable.Range(0, Draws).Count(_ => WithoutPools(space.Sample(random))) / (double)Draws;
        Assert.Equal(1 - Exploration + Exploration * 4096 / 15_625, kept, 0.03);

        // Of the 24 neighbours of a cell without pools 18 have none.
        var inside = Whole.Enumerate().First(WithoutPools);
        kept = Enumerable.Range(0, Draws).Count(_ => WithoutPools(space.Mutate(inside, random))) / (double)Draws;
        Assert.Equal(1 - Exploration + Exploration * 18 / 24, kept, 0.03);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NarrowedSpace(Whole, WithoutPools, 1.1));

        var within = new NarrowedSpace(new NarrowedSpace(Whole, WithoutPools), a => a != inside, Exploration);
        Assert.True(within.Contains(inside) && !within.Contains(outside));
        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(WithoutPools(within.Sample(random))));
    }

    [Fact]
    public void A_large_space_is_not_counted_and_a_rule_that_keeps_nothing_ends()
    {
        Assert.Null(new NarrowedSpace(new NasBench101Space(), _ => true).Size);
        Assert.Throws<InvalidOperationException>(() => new NarrowedSpace(Whole, _ => false).Sample(new RandomSource(1)));
    }

    private static bool WithoutPools(Architecture architecture)
        => !architecture.Native.Contains("avg_pool", StringComparison.Ordinal);
}
