using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Search.Tests.NasBowl.Motifs;

public sealed class MotifNarrowingTests
{
    private const string Conv3x3 = "nor_conv_3x3", Pool = "avg_pool_3x3";
    private static readonly NasBench201Space Space = new();

    [Fact]
    public void Rules_keep_what_holds_a_good_motif_and_no_bad_one()
    {
        var set = Set((0, Leaf(Conv3x3), MotifClass.Good), (1, Follows(Conv3x3, Pool), MotifClass.Bad));
        var filter = new MotifFilter(Space, set);
        foreach (var architecture in Space.Enumerate().Where((_, i) => i % 7 == 0))
        {
            var graph = Space.FunctionalGraph(architecture);
            var good = graph.Labels.Contains(Conv3x3);
            var bad = Enumerable.Range(0, graph.Labels.Length).Any(node => graph.Labels[node] == Conv3x3
                && graph.Edges.Where(e => e.From == node).Select(e => graph.Labels[e.To]).SequenceEqual([Pool]));
            Assert.Equal((good, bad), filter.Holds(architecture));
            Assert.Equal(good, filter.Keeps(architecture, MotifRules.Good));
            Assert.Equal(good && !bad, filter.Keeps(architecture, MotifRules.GoodAndNoBad));
            Assert.Equal(!bad, filter.Keeps(architecture, MotifRules.NoBad));
        }

        Assert.Throws<ArgumentException>(() => filter.Keeps(Space.Sample(new RandomSource(1)), "some"));
    }

    [Fact]
    public void A_motif_belongs_to_its_cell()
    {
        var space = new DartsSpace();
        var filter = new MotifFilter(space, Set(new Row(0, Leaf("max_pool_3x3"), MotifClass.Good, Part: 1)));
        var random = new RandomSource(4);
        for (var draw = 0; draw < 50; draw++)
        {
            var architecture = space.Sample(random);
            Assert.Equal(
                space.FunctionalParts(architecture)[1].Labels.Contains("max_pool_3x3"), filter.Holds(architecture).Good);
        }
    }

    [Fact]
    public void A_space_is_narrowed_always_equally_and_its_share_is_told()
    {
        var set = Set((0, Leaf(Conv3x3), MotifClass.Good), (0, Leaf(Pool), MotifClass.Bad));
        var narrowing = MotifNarrowing.Of(Space, set, MotifRules.GoodAndNoBad);
        var kept = narrowing.Space.Enumerate().Count() / 15_625.0;
        Assert.Equal((MotifRules.GoodAndNoBad, true), (narrowing.Rule, narrowing.Occurs));
        Assert.InRange(narrowing.Share, kept - 0.07, kept + 0.07);
        Assert.Equal(narrowing.Share, narrowing.WantedShare);
        Assert.Equal(narrowing with { Space = Space }, MotifNarrowing.Of(Space, set, MotifRules.GoodAndNoBad) with { Space = Space });
        Assert.StartsWith("Motifs narrow the search: the rule 'good-and-no-bad' keeps about", narrowing.Describe(MotifRules.GoodAndNoBad), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_keeps_next_to_nothing_is_relaxed()
    {
        var contradiction = Set((0, Leaf(Conv3x3), MotifClass.Good), (0, Leaf(LabelledDag.Output), MotifClass.Bad));
        var relaxed = MotifNarrowing.Of(Space, contradiction, MotifRules.GoodAndNoBad);
        Assert.Equal((MotifRules.Good, 0.0), (relaxed.Rule, relaxed.WantedShare));
        Assert.InRange(relaxed.Share, 0.4, 0.9);
        Assert.Contains("less than 5 %, and is relaxed to 'good'", relaxed.Describe(MotifRules.GoodAndNoBad), StringComparison.Ordinal);

        var rare = Set((1, Follows(Conv3x3, Pool, Pool, Pool), MotifClass.Good), (0, Leaf(Pool), MotifClass.Bad));
        Assert.Equal(MotifRules.NoBad, MotifNarrowing.Of(Space, rare, MotifRules.GoodAndNoBad).Rule);

        var hopeless = Set((1, Follows(Conv3x3, Pool, Pool, Pool), MotifClass.Good), (0, Leaf(LabelledDag.Input), MotifClass.Bad));
        var whole = MotifNarrowing.Of(Space, hopeless, MotifRules.GoodAndNoBad);
        Assert.Equal((null, 1.0), (whole.Rule, whole.Share));
        Assert.Same(Space, whole.Space);
        Assert.Contains("The whole space is searched", whole.Describe(MotifRules.GoodAndNoBad), StringComparison.Ordinal);
    }

    [Fact]
    public void With_exploration_the_rule_biases_and_shuts_nothing_out()
    {
        var set = Set((0, Leaf(Conv3x3), MotifClass.Good), (0, Leaf(Pool), MotifClass.Bad));
        var narrowing = MotifNarrowing.Of(Space, set, MotifRules.GoodAndNoBad, exploration: 0.25);
        Assert.Equal(15_625, narrowing.Space.Size);
        Assert.Equal(MotifNarrowing.Of(Space, set, MotifRules.GoodAndNoBad).Share, narrowing.Share);
        Assert.Equal(
            narrowing.Describe(MotifRules.GoodAndNoBad),
            FormattableString.Invariant($"Motifs bias the search: the rule 'good-and-no-bad' keeps about {100 * narrowing.Share:F1} % of the space. 25 % of the draws and mutations ignore it."));

        var contradiction = Set((0, Leaf(Conv3x3), MotifClass.Good), (0, Leaf(LabelledDag.Output), MotifClass.Bad));
        Assert.EndsWith(
            " 25 % of the draws and mutations ignore it.",
            MotifNarrowing.Of(Space, contradiction, MotifRules.GoodAndNoBad, 0.25).Describe(MotifRules.GoodAndNoBad), StringComparison.Ordinal);
    }

    [Fact]
    public void Motifs_of_one_space_narrow_another_that_has_their_operations()
    {
        var darts = new DartsSpace();
        var learnedOnOtherCells = Set((0, Leaf(Pool), MotifClass.Bad), (0, Leaf(Conv3x3), MotifClass.Good));
        var narrowing = MotifNarrowing.Of(darts, learnedOnOtherCells, MotifRules.NoBad);
        Assert.Equal((MotifRules.NoBad, true), (narrowing.Rule, narrowing.Occurs));
        Assert.InRange(narrowing.Share, 0.1, 0.6);
        var random = new RandomSource(5);
        Assert.All(
            Enumerable.Range(0, 50).Select(_ => narrowing.Space.Sample(random)),
            a => Assert.DoesNotContain(Pool, darts.FunctionalParts(a)[0].Labels));
    }

    [Fact]
    public void Motifs_of_other_operations_do_not_occur()
    {
        var set = Set((0, Leaf(Conv3x3), MotifClass.Good));
        Assert.False(MotifNarrowing.Of(new NasBenchMacroSpace(), set, MotifRules.Good).Occurs);
        Assert.True(MotifNarrowing.Of(Space, set, MotifRules.Good).Occurs);
    }

    private static LabelTree Leaf(string operation) => new(operation, []);

    private static LabelTree Follows(string operation, params string[] successors)
        => new(operation, [.. successors.Select(s => new LabelBranch(null, Leaf(s)))]);

    private static MotifSet Set(params Row[] rows) => new(1,
    [
        .. rows.Select(row => new ClassedMotif(
            new Motif(row.Part, row.Level, row.Tree, 10, null, null, ImmutableSortedDictionary<long, double>.Empty, 0, null, null, 0),
            row.Class)),
    ]);

    private sealed record Row(int Level, LabelTree Tree, MotifClass Class, int Part = 0)
    {
        public static implicit operator Row((int Level, LabelTree Tree, MotifClass Class) row) => new(row.Level, row.Tree, row.Class);
    }
}
