using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>A node of a recurrent cell.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Arguments">Values it takes, numbered as in <see cref="NasBenchNlpCell"/>; the order matters to blend
/// alone.</param>
public sealed record NasBenchNlpNode(NasBenchNlpOperation Operation, ImmutableArray<int> Arguments);

/// <summary>
/// A recurrent cell of NAS-Bench-NLP: from the word's vector x and one to three hidden states of the step before, nodes
/// compute the new states. Values are numbered: 0 is x, 1 to S the old states, S + 1 + i the value of node i.
/// </summary>
/// <remarks>
/// Klyuchnikov et al. 2022, section 3. What counts is the graph: nodes are always renumbered canonically, and sorted
/// where the order of arguments means nothing, so that cells with isomorphic graphs are equal to the letter. The new
/// state 0 is the cell's output. Nothing may be idle: x, each old state and each node must be used.
/// </remarks>
public sealed class NasBenchNlpCell
{
    /// <summary>The most hidden states.</summary>
    public const int MaxStates = 3;

    /// <summary>The most nodes that compute: with x, three states and the output the 26 of the benchmark.</summary>
    public const int MaxNodes = 21;

    private static readonly ImmutableArray<string> BlendRoles = ["gate", "open", "closed"];

    private NasBenchNlpCell(int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates)
    {
        States = states;
        Nodes = nodes;
        NewStates = newStates;
    }

    /// <summary>S, how many hidden states there are.</summary>
    public int States { get; }

    /// <summary>The nodes; each takes values of earlier ones.</summary>
    public ImmutableArray<NasBenchNlpNode> Nodes { get; }

    /// <summary>Which node each new state is. // (S), indices in <see cref="Nodes"/></summary>
    public ImmutableArray<int> NewStates { get; }

    /// <summary>Number of the value of node 0.</summary>
    public int FirstNode => States + 1;

    /// <summary>A cell of these nodes, in any order.</summary>
    /// <exception cref="ArgumentException">They are not a cell of the space; says why.</exception>
    public static NasBenchNlpCell Of(
        int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates)
        => Fault(states, nodes, newStates, value => $"value {value}") is { } fault
            ? throw new ArgumentException($"It is not a NAS-Bench-NLP cell: {fault}.", nameof(nodes))
            : Canonical(states, nodes, newStates);

    /// <summary>A cell of these nodes; null where they are not one.</summary>
    internal static NasBenchNlpCell? TryOf(
        int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates)
        => Fault(states, nodes, newStates, _ => "") is null ? Canonical(states, nodes, newStates) : null;

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what is allowed.</exception>
    public static NasBenchNlpCell Parse(string native) => NasBenchNlpText.Parse(native);

    /// <summary>The recipe: nodes in canonical order, named node_0, node_1, ... or by their new state.</summary>
    public override string ToString() => NasBenchNlpText.Print(this);

    /// <summary>The cell as a graph: an input for x and each old state, the nodes, an output for each new state. The
    /// three edges into a blend carry their roles: the gate z, what it is open for and what it is closed for.</summary>
    public LabelledDag Graph() => GraphOf(States, Nodes, NewStates);

    /// <summary>What keeps nodes from being a cell; null for nothing.</summary>
    internal static string? Fault(
        int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates, Func<int, string> name)
    {
        if (states is < 1 or > MaxStates || newStates.Length != states)
        {
            return $"it has {states} state(s) and {newStates.Length} new one(s) (allowed: as many, 1 to {MaxStates})";
        }

        if (nodes.Length is < 1 or > MaxNodes)
        {
            return $"it has {nodes.Length} nodes (allowed: 1 to {MaxNodes})";
        }

        var values = states + 1 + nodes.Length;
        var used = new bool[values];
        for (var i = 0; i < nodes.Length; i++)
        {
            var (operation, arguments) = (nodes[i].Operation, nodes[i].Arguments);
            var (fewest, most) = operation.Arguments();
            if (arguments.Length < fewest || arguments.Length > most)
            {
                return $"{name(states + 1 + i)} gives {arguments.Length} argument(s) to {operation.Name()} "
                    + $"(allowed: {(fewest == most ? fewest : $"{fewest} to {most}")})";
            }

            foreach (var argument in arguments)
            {
                if (argument < 0 || argument >= values)
                {
                    return $"{name(states + 1 + i)} takes the value {argument} (allowed: 0 to {values - 1})";
                }

                used[argument] = true;
            }

            if (arguments.Distinct().Count() < arguments.Length)
            {
                return $"{name(states + 1 + i)} takes one argument twice (they must differ)";
            }
        }

        foreach (var state in newStates)
        {
            if (state < 0 || state >= nodes.Length || newStates.Count(s => s == state) > 1)
            {
                return $"a new state is node {state} (allowed: different ones, 0 to {nodes.Length - 1})";
            }

            used[states + 1 + state] = true;
        }

        return Array.IndexOf(used, false) is var idle and >= 0 ? $"{name(idle)} is not used"
            : TopologicalOrder(states, nodes) is null ? "a node needs its own value: there is a cycle"
            : null;
    }

    private static int[]? TopologicalOrder(int states, ImmutableArray<NasBenchNlpNode> nodes)
    {
        var order = new List<int>();
        var done = new bool[nodes.Length];
        while (order.Count < nodes.Length)
        {
            var next = Enumerable.Range(0, nodes.Length).FirstOrDefault(
                i => !done[i] && nodes[i].Arguments.All(a => a <= states || done[a - states - 1]), -1);
            if (next < 0)
            {
                return null;
            }

            done[next] = true;
            order.Add(next);
        }

        return [.. order];
    }

    private static NasBenchNlpCell Canonical(
        int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates)
    {
        var order = TopologicalOrder(states, nodes)!;
        var number = order.Index().ToDictionary(o => o.Item + states + 1, o => o.Index + states + 1);
        var sorted = order.Select(i => nodes[i] with
        {
            Arguments = [.. nodes[i].Arguments.Select(a => a <= states ? a : number[a])],
        });
        var graph = GraphOf(states, [.. sorted], [.. newStates.Select(s => number[s + states + 1] - states - 1)]);
        return FromGraph(CanonicalForm.Of(graph).Graph, states);
    }

    private static LabelledDag GraphOf(
        int states, ImmutableArray<NasBenchNlpNode> nodes, ImmutableArray<int> newStates)
    {
        var edges = new List<DagEdge>();
        for (var i = 0; i < nodes.Length; i++)
        {
            var isBlend = nodes[i].Operation == NasBenchNlpOperation.Blend;
            edges.AddRange(nodes[i].Arguments.Select((value, role) =>
                new DagEdge(value, states + 1 + i, isBlend ? BlendRoles[role] : null)));
        }

        edges.AddRange(newStates.Select((node, state) =>
            new DagEdge(states + 1 + node, states + 1 + nodes.Length + state)));
        var olds = Enumerable.Range(0, states).Select(state => $"{LabelledDag.Input} h_prev_{state}");
        var news = Enumerable.Range(0, states).Select(state => $"{LabelledDag.Output} h_new_{state}");
        return new LabelledDag(
            [$"{LabelledDag.Input} x", .. olds, .. nodes.Select(node => node.Operation.Name()), .. news],
            [.. edges.OrderBy(e => e.From).ThenBy(e => e.To)]);
    }

    /// <summary>The cell that a graph shows, its nodes in the graph's order.</summary>
    private static NasBenchNlpCell FromGraph(LabelledDag graph, int states)
    {
        var value = new int[graph.Labels.Length];             // number of each of the graph's nodes
        var next = states + 1;
        for (var v = 0; v < value.Length; v++)
        {
            value[v] = !LabelledDag.IsInput(graph.Labels[v])
                ? LabelledDag.IsOutput(graph.Labels[v]) ? -1 : next++
                : graph.Labels[v].EndsWith('x') ? 0 : 1 + (graph.Labels[v][^1] - '0');
        }

        var nodes = ImmutableArray.CreateBuilder<NasBenchNlpNode>();
        var newStates = new int[states];
        for (var v = 0; v < value.Length; v++)
        {
            var incoming = graph.Edges.Where(edge => edge.To == v);
            if (LabelledDag.IsOutput(graph.Labels[v]))
            {
                newStates[graph.Labels[v][^1] - '0'] = value[incoming.Single().From] - states - 1;
            }
            else if (value[v] > states)
            {
                nodes.Add(new NasBenchNlpNode(
                    (NasBenchNlpOperation)NasBenchNlpOperations.Names.IndexOf(graph.Labels[v]),
                    [
                        .. incoming.OrderBy(e => e.Label is null ? 0 : BlendRoles.IndexOf(e.Label))
                            .ThenBy(e => value[e.From]).Select(e => value[e.From]),
                    ]));
            }
        }

        return new NasBenchNlpCell(states, nodes.ToImmutable(), [.. newStates]);
    }
}
