using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>Recurrent cells as graphs: x, the old states, the nodes in canonical order, the new states, the
/// output.</summary>
/// <remarks>
/// N = 29, A = 20, W = 986. Deviation from Lukasik, Jung and Keuper 2022 (N = 26, A = 9), whose graphs lose which node
/// is which new state and in which order a blend takes its arguments: each old and new state has a class and a node of
/// its own, and a blend has a class for each order of its arguments by number. The graph's nodes are those of the
/// one-hot adjacency encoding as well.
/// </remarks>
internal sealed class NasBenchNlpGraphEncoding(NasBenchNlpSpace space, string kind) : SingleGraphEncoding
{
    private const int FirstOld = 2;
    private const int FirstOperation = FirstOld + NasBenchNlpCell.MaxStates;
    private const int FirstBlend = FirstOperation + 6;        // blend is the last of seven operations
    private const int FirstNew = FirstBlend + 6;

    /// <summary>All orders of three arguments.</summary>
    internal static ImmutableArray<ImmutableArray<int>> Orders { get; } =
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override int Nodes => 2 + 2 * NasBenchNlpCell.MaxStates + NasBenchNlpCell.MaxNodes;

    /// <inheritdoc/>
    public override ImmutableArray<string> Vocabulary { get; } =
    [
        "output", "input", .. Enumerable.Range(0, NasBenchNlpCell.MaxStates).Select(state => $"h_prev_{state}"),
        .. NasBenchNlpOperations.Names[..^1],
        .. Orders.Select(order => $"blend_{string.Concat(order)}"),
        .. Enumerable.Range(0, NasBenchNlpCell.MaxStates).Select(state => $"h_new_{state}"),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<(int From, int To)> ForcedEdges => [];

    /// <inheritdoc/>
    public override GraphCode GraphOf(Architecture architecture)
    {
        var cell = space.Cell(architecture);
        var states = Enumerable.Range(0, cell.States);
        int[] labels =
        [
            Input, .. states.Select(state => FirstOld + state), .. cell.Nodes.Select(ClassOf),
            .. states.Select(state => FirstNew + state), Output,
        ];
        var firstNew = cell.FirstNode + cell.Nodes.Length;
        return new GraphCode([.. labels], EdgesWhere(labels.Length, (from, to) =>
            to < cell.FirstNode ? false
            : to < firstNew ? cell.Nodes[to - cell.FirstNode].Arguments.Contains(from)
            : to < labels.Length - 1 ? cell.NewStates[to - firstNew] == from - cell.FirstNode
            : from >= firstNew));
    }

    /// <inheritdoc/>
    public override Architecture? Decode(GraphCode graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var labels = graph.Labels;
        var states = labels.Count(label => label is >= FirstOld and < FirstOperation);
        var (firstNode, firstNew, last) = (states + 1, labels.Length - 1 - states, labels.Length - 1);
        if (firstNew <= firstNode
            || labels[0] != Input || labels[last] != Output
            || Enumerable.Range(0, states).Any(
                s => labels[1 + s] != FirstOld + s || labels[firstNew + s] != FirstNew + s)
            || labels.AsSpan()[firstNode..firstNew].IndexOfAnyExceptInRange(FirstOperation, FirstNew - 1) >= 0)
        {
            return null;
        }

        int[][] sources =
        [
            .. Enumerable.Range(0, labels.Length)
                .Select(to => Enumerable.Range(0, to).Where(from => graph.HasEdge(from, to)).ToArray()),
        ];
        var hasTerminals = sources[..firstNode].All(s => s.Length == 0)
            && sources[firstNew..last].All(s => s.Length == 1)
            && sources[last].SequenceEqual(Enumerable.Range(firstNew, states));
        if (!hasTerminals || sources[firstNode..firstNew].Any(s => s.Length == 0 || s[^1] >= firstNew))
        {
            return null;
        }

        var nodes = Enumerable.Range(firstNode, firstNew - firstNode).Select(v => NodeOf(labels[v], sources[v]));
        var cell = NasBenchNlpCell.TryOf(
            states, [.. nodes], [.. sources[firstNew..last].Select(s => s[0] - firstNode)]);
        return cell is null ? null : space.Architecture(cell);
    }

    /// <inheritdoc/>
    /// <remarks>One to three old states in order, then operations that have enough values to take and leave room for what
    /// follows, at least as many as there are states; then the new states in order, and the output.</remarks>
    public override bool Allows(IReadOnlyList<int> labels, int next)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var states = labels.Count(label => label is >= FirstOld and < FirstOperation);
        var news = labels.Count(label => label >= FirstNew);
        var operations = labels.Count - 1 - states - news;
        return next switch
        {
            Output => news == states && states > 0,
            Input => false,
            < FirstOperation => operations + news == 0 && next == FirstOld + states,
            < FirstNew => states > 0 && news == 0 && operations < NasBenchNlpCell.MaxNodes && ArgumentsOf(next).Fewest <= labels.Count,
            _ => states > 0 && operations >= states && news < states && next == FirstNew + news,
        };
    }

    /// <inheritdoc/>
    /// <remarks>Each operation keeps as many of its drawn arguments as it takes, those of the largest scores, and gets
    /// others where it lacks some; each new state is one node, and no two the same. A value that nothing takes then takes the
    /// place of one that others take too, or of none in a linear node, where the scores are most for it.</remarks>
    public override GraphCode Completed(GraphCode drawn, Func<int, int, double> score)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(score);
        var labels = drawn.Labels;
        var states = labels.Count(label => label is >= FirstOld and < FirstOperation);
        var (firstNode, firstNew, last) = (states + 1, labels.Length - 1 - states, labels.Length - 1);
        if (states == 0 || firstNew - firstNode < states)
        {
            return drawn;
        }

        var edges = new HashSet<(int, int)>();
        for (var to = firstNode; to < firstNew; to++)
        {
            var (fewest, most) = labels[to] is >= FirstOperation and < FirstNew ? ArgumentsOf(labels[to]) : (0, 0);
            var sources = Ranked(to, Enumerable.Range(0, to));
            var count = Math.Clamp(sources.Count(from => drawn.HasEdge(from, to)), fewest, most);
            edges.UnionWith(sources.Take(count).Select(from => (from, to)));
        }

        var free = Enumerable.Range(firstNode, firstNew - firstNode).ToHashSet();
        for (var to = firstNew; to < last; to++)
        {
            var node = Ranked(to, free)[0];
            free.Remove(node);
            edges.UnionWith([(node, to), (to, last)]);
        }

        Use(edges, labels, (firstNode, firstNew), score);
        return new GraphCode(labels, EdgesWhere(labels.Length, (from, to) => edges.Contains((from, to))));

        int[] Ranked(int to, IEnumerable<int> sources) =>
            [.. sources.OrderByDescending(from => drawn.HasEdge(from, to)).ThenByDescending(from => score(from, to))];
    }

    /// <summary>Gives every idle value to a later node, the last first: in a free place or instead of one that others take
    /// too, and where there is none instead of an earlier one, whose turn comes; leaves it idle where that cannot be.</summary>
    private static void Use(
        HashSet<(int From, int To)> edges, ImmutableArray<int> labels, (int FirstNode, int FirstNew) at, Func<int, int, double> score)
    {
        for (var idle = at.FirstNew - 1; idle >= 0; idle--)
        {
            if (edges.Any(edge => edge.From == idle))
            {
                continue;
            }

            var places =
                from to in Enumerable.Range(idle + 1, labels.Length - 2 - idle)
                where to >= at.FirstNode && (to < at.FirstNew || idle >= at.FirstNode)
                let taken = edges.Where(edge => edge.To == to).Select(edge => edge.From).ToArray()
                let hasRoom = to < at.FirstNew && taken.Length < ArgumentsOf(labels[to]).Most
                from instead in hasRoom ? [-1] : taken
                let isFree = instead < 0 || edges.Count(edge => edge.From == instead) > 1
                where isFree || instead < idle
                orderby isFree descending, score(idle, to) - (instead < 0 ? 0 : score(instead, to)) descending
                select (to, instead);
            foreach (var (to, instead) in places.Take(1).ToArray())
            {
                edges.Remove((instead, to));
                edges.Add((idle, to));
            }
        }
    }

    private static (int Fewest, int Most) ArgumentsOf(int label)
        => (label < FirstBlend ? (NasBenchNlpOperation)(label - FirstOperation) : NasBenchNlpOperation.Blend).Arguments();

    private static int ClassOf(NasBenchNlpNode node)
    {
        if (node.Operation != NasBenchNlpOperation.Blend)
        {
            return FirstOperation + (int)node.Operation;
        }

        ImmutableArray<int> sorted = [.. node.Arguments.Order()];
        return FirstBlend
            + Orders.Index().First(o => o.Item.Select(p => sorted[p]).SequenceEqual(node.Arguments)).Index;
    }

    private static NasBenchNlpNode NodeOf(int label, int[] sources) => label < FirstBlend
        ? new NasBenchNlpNode((NasBenchNlpOperation)(label - FirstOperation), [.. sources])
        : new NasBenchNlpNode(
            NasBenchNlpOperation.Blend,
            sources.Length == 3 ? [.. Orders[label - FirstBlend].Select(place => sources[place])] : []);
}
