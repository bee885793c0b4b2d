using System.Collections.Immutable;
using System.Text;

namespace NasStudio.Core.Architectures;

/// <summary>The search tree behind <see cref="CanonicalForm"/>.</summary>
/// <remarks>
/// Notation: a colouring gives each node the number of nodes in lower cells, so that a colour is also the position of
/// its cell; it is discrete when all colours differ. A path is the sequence of nodes singled out so far.
/// </remarks>
internal sealed class CanonicalSearch
{
    private readonly LabelledDag _graph;
    private readonly (int Label, int Node)[][] _in;           // by node: edges' labels and where they come from
    private readonly (int Label, int Node)[][] _out;
    private readonly List<int[]> _automorphisms = [];
    private readonly List<int> _path = [];
    private Leaf? _best;

    public CanonicalSearch(LabelledDag graph)
    {
        _graph = graph;
        var labels = graph.Edges.Select(e => e.Label ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
        var edges = graph.Edges.Select(e => (Label: labels.IndexOf(e.Label ?? ""), e.From, e.To)).ToList();
        var nodes = Enumerable.Range(0, graph.Labels.Length).ToList();
        _in = [.. nodes.Select(v => edges.Where(e => e.To == v).Select(e => (e.Label, e.From)).ToArray())];
        _out = [.. nodes.Select(v => edges.Where(e => e.From == v).Select(e => (e.Label, e.To)).ToArray())];
    }

    public (ImmutableArray<int> Order, LabelledDag Graph, string Text) Run()
    {
        var labels = _graph.Labels.Distinct().Order(StringComparer.Ordinal).ToList();
        Visit(Refined([.. _graph.Labels.Select(l => labels.IndexOf(l))]));
        var order = TopologicalOrder(_best!.Colours);
        var graph = new LabelledDag([.. order.Select(v => _graph.Labels[v])], [.. Renumbered(Inverse(order))]);
        return (order, graph, TextOf(graph.Labels, graph.Edges));
    }

    /// <summary>Explores below the current path.</summary>
    /// <returns>The length of path to which to go back: shorter than the current one where an automorphism maps the
    /// whole branch onto one that was explored before.</returns>
    private int Visit(int[] colours)
    {
        var depth = _path.Count;
        var cell = colours.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key).DefaultIfEmpty(-1).Min();
        if (cell < 0)
        {
            return Finish(colours);
        }

        var explored = new List<int>();
        foreach (var node in Enumerable.Range(0, colours.Length).Where(v => colours[v] == cell))
        {
            if (explored.Count > 0 && InOrbitOf(explored, node))
            {
                continue;
            }

            explored.Add(node);
            var single = colours.Select(c => c >= cell ? c + 1 : c).ToArray();
            single[node] = cell;
            _path.Add(node);
            var back = Visit(Refined(single));
            _path.RemoveAt(depth);
            if (back < depth)
            {
                return back;
            }
        }

        return depth;
    }

    private int Finish(int[] colours)
    {
        var nodeAt = Inverse(colours);
        var text = TextOf(nodeAt.Select(v => _graph.Labels[v]), Renumbered(colours));
        var depth = _path.Count;
        if (_best is null || string.CompareOrdinal(text, _best.Text) < 0)
        {
            _best = new Leaf([.. _path], colours, text);
            return depth;
        }

        if (text != _best.Text)
        {
            return depth;
        }

        int[] automorphism = [.. _best.Colours.Select(c => nodeAt[c])];
        _automorphisms.Add(automorphism);
        var shared = 0;                                       // length of the path that both leaves have in common
        while (shared < depth && shared < _best.Path.Length && _path[shared] == _best.Path[shared])
        {
            shared++;
        }

        return shared;
    }

    /// <summary>Whether an automorphism that fixes every node of the path maps an explored node onto this
    /// one.</summary>
    private bool InOrbitOf(List<int> explored, int node)
    {
        var fixing = _automorphisms.Where(a => _path.TrueForAll(v => a[v] == v)).ToList();
        var orbit = new HashSet<int>(explored);
        var open = new Queue<int>(explored);
        while (open.TryDequeue(out var member))
        {
            foreach (var image in fixing.Select(a => a[member]).Where(orbit.Add))
            {
                open.Enqueue(image);
            }
        }

        return orbit.Contains(node);
    }

    /// <summary>Refines until nodes of one colour have equally coloured neighbours along equally labelled
    /// edges.</summary>
    private int[] Refined(int[] colours)
    {
        var n = colours.Length;
        var cells = -1;
        while (true)
        {
            var signatures = Enumerable.Range(0, n).Select(v => Signature(v, colours)).ToArray();
            var sorted = Enumerable.Range(0, n).ToArray();
            Array.Sort(sorted, (u, v) => signatures[u].AsSpan().SequenceCompareTo(signatures[v]));
            var next = new int[n];
            var count = n == 0 ? 0 : 1;
            for (var i = 1; i < n; i++)
            {
                var same = signatures[sorted[i]].AsSpan().SequenceEqual(signatures[sorted[i - 1]]);
                next[sorted[i]] = same ? next[sorted[i - 1]] : i;
                count += same ? 0 : 1;
            }

            if (count == cells)
            {
                return next;
            }

            (colours, cells) = (next, count);
        }
    }

    private int[] Signature(int node, int[] colours)
    {
        var incoming = _in[node].Select(e => (e.Label, Colour: colours[e.Node])).Order();
        var outgoing = _out[node].Select(e => (e.Label, Colour: colours[e.Node])).Order();
        return
        [
            colours[node], _in[node].Length,
            .. incoming.SelectMany(e => new[] { e.Label, e.Colour }),
            .. outgoing.SelectMany(e => new[] { e.Label, e.Colour }),
        ];
    }

    private static string TextOf(IEnumerable<string> labels, IEnumerable<DagEdge> edges)
    {
        var text = new StringBuilder();                       // lengths before labels: no label can imitate a separator
        foreach (var label in labels)
        {
            text.Append(label.Length).Append(':').Append(label).Append(' ');
        }

        foreach (var edge in edges)
        {
            text.Append(edge.From).Append('>').Append(edge.To);
            text.Append(edge.Label is null ? " " : $":{edge.Label.Length}:{edge.Label} ");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The edges after renumbering, sorted.</summary>
    private IEnumerable<DagEdge> Renumbered(int[] number)
        => _graph.Edges.Select(e => new DagEdge(number[e.From], number[e.To], e.Label))
            .OrderBy(e => e.From).ThenBy(e => e.To).ThenBy(e => e.Label, StringComparer.Ordinal);

    /// <summary>A topological order: of all nodes whose predecessors are in it, the one of lowest colour comes
    /// next.</summary>
    private ImmutableArray<int> TopologicalOrder(int[] colours)
    {
        var order = ImmutableArray.CreateBuilder<int>(colours.Length);
        while (order.Count < colours.Length)
        {
            order.Add(Enumerable.Range(0, colours.Length)
                .Where(v => !order.Contains(v) && _in[v].All(e => order.Contains(e.Node)))
                .MinBy(v => colours[v]));
        }

        return order.MoveToImmutable();
    }

    private static int[] Inverse(IReadOnlyList<int> permutation)
    {
        var inverse = new int[permutation.Count];
        for (var i = 0; i < inverse.Length; i++)
        {
            inverse[permutation[i]] = i;
        }

        return inverse;
    }

    /// <summary>A discrete colouring: the graph with colours for numbers, as text.</summary>
    private sealed record Leaf(int[] Path, int[] Colours, string Text);
}
