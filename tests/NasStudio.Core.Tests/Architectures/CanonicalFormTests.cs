using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Architectures;

public sealed class CanonicalFormTests
{
    [Fact]
    public void Renumbered_graphs_have_equal_forms()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomSource(seed);
            var graph = RandomGraph(random, nodes: 2 + random.NextInt(7));
            var form = CanonicalForm.Of(graph);
            for (var repeat = 0; repeat < 5; repeat++)
            {
                var other = CanonicalForm.Of(Renumbered(graph, random));
                Assert.Equal(form.Text, other.Text);
                Assert.Equal(form.Hash, other.Hash);
                Assert.Equal(form.Graph, other.Graph);
            }
        }
    }

    [Fact]
    public void Forms_are_equal_exactly_where_brute_force_finds_an_isomorphism()
    {
        // Small vocabulary and few nodes, so that many pairs are isomorphic or nearly so.
        var random = new RandomSource(11);
        var graphs = Enumerable.Range(0, 100)
            .Select(_ => RandomGraph(random, nodes: 4, labels: 2, density: 3)).ToList();
        var forms = graphs.ConvertAll(g => CanonicalForm.Of(g).Text);
        var isomorphic = 0;
        for (var a = 0; a < graphs.Count; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var expected = AreIsomorphic(graphs[a], graphs[b]);
                isomorphic += expected ? 1 : 0;
                Assert.Equal(expected, forms[a] == forms[b]);
            }
        }

        Assert.InRange(isomorphic, 20, 4_000);                // of 4,950 pairs: the test saw both answers
    }

    [Fact]
    public void One_changed_edge_or_label_is_seen()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new RandomSource(seed);
            var graph = RandomGraph(random, nodes: 6, labels: 2);
            if (graph.Edges.IsEmpty)
            {
                continue;
            }

            LabelledDag[] near =
            [
                graph with { Edges = graph.Edges.RemoveAt(random.NextInt(graph.Edges.Length)) },
                graph with { Edges = graph.Edges.Add(graph.Edges[^1]) },
                graph with { Labels = graph.Labels.SetItem(random.NextInt(6), "c") },
            ];
            Assert.All(near, other => Assert.NotEqual(CanonicalForm.Of(graph).Text, CanonicalForm.Of(other).Text));
        }
    }

    [Fact]
    public void Regular_graphs_that_refinement_cannot_tell_apart_are_told_apart()
    {
        // Sources and sinks of one 6-cycle pair, or of two 3-cycle pairs: every node looks alike to its neighbours.
        LabelledDag Circulant(params (int Source, int Sink)[] extra) => new(
            [.. Enumerable.Repeat("x", 12)],
            [.. Enumerable.Range(0, 6).Select(i => new DagEdge(i, 6 + i))
                .Concat(extra.Select(e => new DagEdge(e.Source, 6 + e.Sink))).OrderBy(e => e.From).ThenBy(e => e.To)]);

        var one = Circulant((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0));
        var two = Circulant((0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3));
        Assert.NotEqual(CanonicalForm.Of(one).Text, CanonicalForm.Of(two).Text);
        Assert.Equal(CanonicalForm.Of(two).Text, CanonicalForm.Of(Renumbered(two, new RandomSource(1))).Text);
    }

    [Fact]
    public void Many_equal_branches_do_not_explode()
    {
        // 12 equal chains of two operations: 12! numberings look alike.
        const int chains = 12;
        var graph = new LabelledDag(
            [
                LabelledDag.Input,
                .. Enumerable.Repeat("a", chains), .. Enumerable.Repeat("b", chains),
                LabelledDag.Output,
            ],
            [
                .. Enumerable.Range(1, chains).Select(i => new DagEdge(0, i)),
                .. Enumerable.Range(1, chains).Select(i => new DagEdge(i, i + chains)),
                .. Enumerable.Range(1, chains).Select(i => new DagEdge(i + chains, 2 * chains + 1)),
            ]);
        Assert.Equal(CanonicalForm.Of(graph).Text, CanonicalForm.Of(Renumbered(graph, new RandomSource(4))).Text);
    }

    [Fact]
    public void Edge_labels_and_their_absence_count()
    {
        LabelledDag Wire(string? label) => new(["a", "a"], [new DagEdge(0, 1, label)]);
        string?[] labels = [null, "", "x", "y"];
        Assert.Equal(4, labels.Select(l => CanonicalForm.Of(Wire(l)).Text).Distinct().Count());
    }

    [Fact]
    public void Labels_cannot_imitate_each_other()
        => Assert.NotEqual(
            CanonicalForm.Of(new LabelledDag(["a 1:b"], [])).Text,
            CanonicalForm.Of(new LabelledDag(["a", "b"], [])).Text);

    [Fact]
    public void The_text_is_stable()
    {
        var form = CanonicalForm.Of(new LabelledDag(
            [LabelledDag.Input, "conv", LabelledDag.Output],
            [new DagEdge(0, 1), new DagEdge(0, 2), new DagEdge(1, 2)]));
        Assert.Equal("5:input 4:conv 6:output 0>1 0>2 1>2", form.Text);
        Assert.Equal<int>([0, 1, 2], form.Order);
        Assert.Equal("", CanonicalForm.Of(new LabelledDag([], [])).Text);
    }

    [Fact]
    public void An_edge_that_does_not_lead_upwards_is_refused()
        => Assert.Throws<ArgumentException>(() => CanonicalForm.Of(new LabelledDag(["a", "b"], [new DagEdge(1, 0)])));

    private static LabelledDag RandomGraph(RandomSource random, int nodes, int labels = 3, int density = 4)
    {
        var edges = from u in Enumerable.Range(0, nodes)
                    from v in Enumerable.Range(u + 1, nodes - u - 1)
                    from _ in Enumerable.Range(0, Math.Max(0, random.NextInt(density) - 1))
                    select new DagEdge(u, v, random.NextInt(10) == 0 ? "e" : null);
        return new LabelledDag(
            [.. Enumerable.Range(0, nodes).Select(_ => $"{(char)('a' + random.NextInt(labels))}")],
            [.. edges.OrderBy(e => e.From).ThenBy(e => e.To)]);
    }

    /// <summary>The same graph in another random topological order.</summary>
    private static LabelledDag Renumbered(LabelledDag graph, RandomSource random)
    {
        var left = Enumerable.Range(0, graph.Labels.Length).ToList();
        var order = new List<int>();
        while (left.Count > 0)
        {
            var ready = left.FindAll(v => !graph.Edges.Any(e => e.To == v && left.Contains(e.From)));
            order.Add(random.Choose(ready));
            left.Remove(order[^1]);
        }

        return new LabelledDag(
            [.. order.Select(v => graph.Labels[v])],
            [.. graph.Edges.Select(e => e with { From = order.IndexOf(e.From), To = order.IndexOf(e.To) })
                .OrderBy(e => e.From).ThenBy(e => e.To)]);
    }

    private static bool AreIsomorphic(LabelledDag a, LabelledDag b)
    {
        static string Key(IEnumerable<DagEdge> edges)
            => string.Join(' ', edges.Select(e => $"{e.From}>{e.To}{e.Label}").Order());


        var target = Key(b.Edges);
        return a.Edges.Length == b.Edges.Length && Permutations([.. Enumerable.Range(0, a.Labels.Length)], 0).Any(p =>
            p.Select((image, v) => a.Labels[v] == b.Labels[image]).All(same => same)
            && Key(a.Edges.Select(e => e with { From = p[e.From], To = p[e.To] })) == target);
    }

    private static IEnumerable<int[]> Permutations(int[] items, int from)
    {
        if (from == items.Length)
        {
            yield return items;
            yield break;
        }

        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var permutation in Permutations(items, from + 1))
            {
                yield return permutation;
            }

            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
