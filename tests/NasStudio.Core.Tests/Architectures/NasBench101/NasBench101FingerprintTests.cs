using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Randomness;
using NasStudio.Testing;
using static NasStudio.Core.Architectures.NasBench101.NasBench101Operation;

namespace NasStudio.Core.Tests.Architectures.NasBench101;

public sealed class NasBench101FingerprintTests
{
    private const string Golden = "b49ac8c578b4561d79ac7087988f1c61";

    [Fact]
    public void A_chain_of_one_first_operation_has_the_golden_value()
        => Assert.Equal(Golden, Fingerprint([(0, 1), (1, 2)], Conv3x3));

    [Fact]
    public void Nodes_that_do_not_count_change_nothing()
    {
        // 2 is the chain; 1 and 4 lead nowhere, 3 comes from nowhere, 5 has no edges.
        (int, int)[] edges = [(0, 1), (0, 2), (1, 4), (2, 6), (3, 6)];
        Assert.Equal(Golden, Fingerprint(edges, MaxPool3x3, Conv3x3, Conv1x1, Conv1x1, Conv1x1));
    }

    [Fact]
    public void The_inception_like_cell_is_the_one_that_the_benchmark_found_for_it()
    {
        // What the notebook asks for, and the matrix and operations that it is answered with. The value is that of the
        // benchmark's own function.
        var asked = Fingerprint(
            [(0, 1), (0, 2), (0, 3), (0, 5), (1, 6), (2, 6), (3, 4), (4, 6), (5, 6)],
            Conv1x1, Conv3x3, Conv3x3, Conv3x3, MaxPool3x3);
        var answered = Fingerprint(
            [(0, 1), (0, 2), (0, 3), (0, 4), (1, 6), (2, 6), (3, 6), (4, 5), (5, 6)],
            Conv3x3, Conv1x1, MaxPool3x3, Conv3x3, Conv3x3);
        Assert.Equal("28cfc7874f6d200472e1a9dcd8650aa0", asked);
        Assert.Equal(asked, answered);
    }

    [TableFact(SampleRows.File)]
    public void Cells_of_one_fingerprint_have_the_values_of_its_three_trainings()
    {
        var classes = SampleRows.Read().GroupBy(r => NasBench101Fingerprint.Of(r.Cell)).ToList();
        Assert.All(classes, c => Assert.InRange(c.Select(r => r.Accuracy).Distinct().Count(), 1, 3));
        Assert.InRange(classes.Max(c => c.Count()), 20, 100); // the largest class leaves no room for chance
    }

    [Fact]
    public void Branches_may_stand_in_any_order()
        => Assert.Equal(
            Fingerprint([(0, 1), (0, 2), (1, 3), (2, 4), (3, 4)], Conv3x3, MaxPool3x3, Conv1x1),
            Fingerprint([(0, 1), (0, 2), (2, 3), (1, 4), (3, 4)], MaxPool3x3, Conv3x3, Conv1x1));

    [Fact]
    public void Cells_with_equal_degrees_and_operations_are_told_apart_by_their_edges()
    {
        // Two chains of two: a 3x3 and a 1x1 convolution in each, or two of a kind.
        (int, int)[] chains = [(0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (4, 5)];
        Assert.NotEqual(
            Fingerprint(chains, Conv3x3, Conv3x3, Conv1x1, Conv1x1),
            Fingerprint(chains, Conv3x3, Conv1x1, Conv1x1, Conv3x3));
        Assert.NotEqual(
            Fingerprint(chains, Conv3x3, Conv1x1, Conv3x3, Conv1x1),
            Fingerprint(chains, Conv3x3, Conv1x1, Conv1x1, Conv3x3));
    }

    [Fact]
    public void Direction_and_a_shortcut_count()
    {
        string[] different =
        [
            Fingerprint([(0, 1), (1, 2), (2, 3)], Conv3x3, Conv1x1),
            Fingerprint([(0, 1), (1, 2), (2, 3)], Conv1x1, Conv3x3),
            Fingerprint([(0, 1), (0, 3), (1, 2), (2, 3)], Conv3x3, Conv1x1),
            Fingerprint([(0, 1), (0, 2), (1, 2), (2, 3)], Conv3x3, Conv1x1),
            Fingerprint([(0, 1), (1, 2), (1, 3), (2, 3)], Conv3x3, Conv1x1),
            Fingerprint([(0, 1), (0, 2), (1, 3), (2, 3)], Conv3x3, Conv1x1),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
    }

    [Fact]
    public void Renumbered_cells_have_equal_fingerprints()
    {
        var random = new RandomSource(1);
        var space = new NasBench101Space();
        var renumbered = 0;
        for (var draw = 0; draw < 200; draw++)
        {
            var cell = space.Cell(space.Sample(random));
            var other = Renumbered(cell, random);
            renumbered += $"{cell}" == $"{other}" ? 0 : 1;
            Assert.Equal(NasBench101Fingerprint.Of(cell), NasBench101Fingerprint.Of(other));
        }

        Assert.InRange(renumbered, 100, 200);                 // most of them really changed their numbers
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 6)]
    [InlineData(4, 84)]
    [InlineData(5, 2_441)]
    public void There_are_as_many_fingerprints_as_isomorphism_classes(int nodes, int expected)
    {
        var names = new HashSet<(string Fingerprint, string Canonical)>();
        foreach (var cell in AllWithoutDanglingNodes(nodes))
        {
            names.Add((NasBench101Fingerprint.Of(cell), CanonicalForm.Of(cell.Graph()).Text));
        }

        Assert.Equal(expected, names.Count);
        Assert.Equal(expected, names.Select(n => n.Fingerprint).Distinct().Count());
        Assert.Equal(expected, names.Select(n => n.Canonical).Distinct().Count());
    }

    private static string Fingerprint((int, int)[] edges, params ImmutableArray<NasBench101Operation> operations)
        => NasBench101Fingerprint.Of(new NasBench101Cell(edges, operations));

    private static IEnumerable<NasBench101Cell> AllWithoutDanglingNodes(int nodes)
    {
        (int From, int To)[] pairs =
        [
            .. from source in Enumerable.Range(0, nodes)
               from target in Enumerable.Range(source + 1, nodes - 1 - source)
               select (source, target),
        ];
        var labellings = (int)Math.Pow(3, nodes - 2);
        for (var bits = 0; bits < 1 << pairs.Length; bits++)
        {
            (int, int)[] edges = [.. pairs.Where((_, pair) => (bits >> pair & 1) == 1)];
            var plain = new NasBench101Cell(edges, [.. Enumerable.Repeat(Conv3x3, nodes - 2)]);
            if (!plain.IsValid || plain.Pruned().Nodes < nodes)
            {
                continue;
            }

            for (var labelling = 0; labelling < labellings; labelling++)
            {
                var rest = labelling;
                var operations = ImmutableArray.CreateBuilder<NasBench101Operation>(nodes - 2);
                for (var node = 1; node < nodes - 1; node++, rest /= 3)
                {
                    operations.Add((NasBench101Operation)(rest % 3));
                }

                yield return new NasBench101Cell(edges, operations.MoveToImmutable());
            }
        }
    }

    /// <summary>The same cell in a random topological order of its inner nodes.</summary>
    private static NasBench101Cell Renumbered(NasBench101Cell cell, RandomSource random)
    {
        var left = Enumerable.Range(1, cell.Nodes - 2).ToList();
        List<int> order = [0];                                // old number of each new one
        while (left.Count > 0)
        {
            order.Add(random.Choose(left.FindAll(v => !left.Any(u => cell[u, v]))));
            left.Remove(order[^1]);
        }

        order.Add(cell.Nodes - 1);
        return new NasBench101Cell(
            cell.Edges.Select(e => (order.IndexOf(e.From), order.IndexOf(e.To))),
            [.. order[1..^1].Select(v => cell.Operations[v - 1])]);
    }
}
