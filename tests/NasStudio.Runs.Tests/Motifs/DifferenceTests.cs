using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Motifs;

namespace NasStudio.Runs.Tests.Motifs;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_operations_have_places_every_neighbour_changes_one(int kind)
    {
        SearchSpace space = kind == 0 ? new NasBench201Space() : new NasBenchMacroSpace();
        foreach (var (from, to, difference) in Neighbours(space, 5))
        {
            Assert.Equal(0, difference.Part);
            var (was, becomes) = (SearchSpace.Places(from[0].Graph), SearchSpace.Places(to[0].Graph));
            Assert.Equal(becomes[difference.Place!.Value], difference.Text);
            Assert.Equal(was.SetItem(difference.Place.Value, difference.Text).AsEnumerable(), becomes);
        }
    }

    [Fact]
    public void A_connection_that_comes_or_goes_is_told_in_words()
    {
        var differences = Neighbours(new NasBench101Space(), 5).Select(n => n.Difference).ToArray();
        Assert.Contains(differences, d => d.Place is null && d.Text.StartsWith("with node", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.Place is null && d.Text.StartsWith("without node", StringComparison.Ordinal));
        Assert.Contains(differences, d => d.Place is not null);
        Assert.All(differences, d => Assert.DoesNotContain("the same", d.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_cells_the_one_that_changes_is_named()
    {
        var differences = Neighbours(new DartsSpace(), 3).Select(n => n.Difference).ToArray();
        Assert.Equal([0, 1], differences.Select(d => d.Part).OfType<int>().Distinct().Order());
        Assert.All(differences.Where(d => d.Place is null), d => Assert.Matches("^(normal|reduction): ", d.Text));
    }

    [Fact]
    public void What_is_not_changed_is_said_to_be_the_same()
    {
        var space = new NasBench201Space();
        var parts = space.Parts(space.Sample(new RandomSource(1)));
        Assert.Equal((null, null), (Difference.Of(parts, parts).Part, Difference.Of(parts, parts).Place));
    }

    private static IEnumerable<(IReadOnlyList<(string Name, LabelledDag Graph)> From, IReadOnlyList<(string Name, LabelledDag Graph)> To, Difference Difference)>
        Neighbours(SearchSpace space, int count)
    {
        var random = new RandomSource(4);
        return from _ in Enumerable.Range(0, count)
               let architecture = space.Sample(random)
               let parts = space.Parts(architecture)
               from neighbour in space.Neighbours(architecture)
               let other = space.Parts(neighbour)
               select (parts, other, Difference.Of(parts, other));
    }
}
