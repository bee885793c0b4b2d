using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>The space of NAS-Bench-NLP: recurrent cells of up to 21 nodes and three hidden states.</summary>
/// <remarks>
/// Klyuchnikov, Trofimov, Artemova, Salnikov, Fedorov, Filippov and Burnaev, "NAS-Bench-NLP: Neural Architecture Search
/// Benchmark for Natural Language Processing", IEEE Access 2022 (arXiv:2006.07116, 2020). Native strings are canonical:
/// isomorphic cells have one and the same, whatever their nodes were called.
/// </remarks>
public sealed class NasBenchNlpSpace : SearchSpace
{
    private const int FewestDrawn = 3;
    private const int MostDrawn = 18;

    /// <summary>The space.</summary>
    public NasBenchNlpSpace() => Encodings =
    [
        new NasBenchNlpGraphEncoding(this, ArchitectureEncoding.OneHot),
        new NasBenchNlpGraphEncoding(this, ArchitectureEncoding.Generator),
    ];

    /// <inheritdoc/>
    public override string Kind => "nas-bench-nlp";

    /// <inheritdoc/>
    public override string Title => "NAS-Bench-NLP";

    /// <inheritdoc/>
    public override string Convention =>
        "name=operation(arguments) for each node, joined by |; x is the word, h_prev_0 to h_prev_2 are the old states, "
        + "h_new_0 (the output) to h_new_2 the new ones; blend(z,x,y) is z*x+(1-z)*y; other names mean nothing";

    /// <inheritdoc/>
    /// <remarks>Too many to count.</remarks>
    public override long? Size => null;

    /// <inheritdoc/>
    /// <remarks>The one-hot adjacency and the generator encoding hold the same. There is no path encoding: paths are
    /// too many to list them all, and a list of the short ones cannot be decoded.</remarks>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    /// <summary>The cell behind an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string is not a recipe.</exception>
    public NasBenchNlpCell Cell(Architecture architecture) => NasBenchNlpCell.Parse(NativeOf(architecture));

    /// <summary>The architecture that a cell is.</summary>
    public Architecture Architecture(NasBenchNlpCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new Architecture(Kind, cell.ToString());
    }

    /// <inheritdoc/>
    public override Architecture Parse(string native) => Architecture(NasBenchNlpCell.Parse(native));

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate()
        => throw new NotSupportedException($"{Title} has more architectures than can be listed.");

    /// <inheritdoc/>
    /// <remarks>
    /// Not uniform over strings, which nobody can count. After the outline of Klyuchnikov et al. 2022, section 3: a
    /// random graph is grown node by node, then what does not serve a new state is pruned. The paper leaves the
    /// distributions open; here the number of states (1 to 3), the number of nodes before pruning (3 to 18), each
    /// operation, each linear node's number of arguments and the arguments among all earlier values are uniform, the
    /// last nodes are the new states, and a draw that leaves x or an old state idle is repeated.
    /// </remarks>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            if (Draw(random) is { } cell)
            {
                return Architecture(cell);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The benchmark defines no mutation. A kind of change, uniformly: another operation of as many arguments; another
    /// argument; an argument of a linear node more or less; an activation, or a linear node that adds an input, put in
    /// or taken out. Then a change of the kind, uniformly; redrawn until the cell is valid and another. The number of
    /// states stays.
    /// </remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var changes = new NasBenchNlpChanges(Cell(architecture));
        while (true)
        {
            Func<NasBenchNlpCell?>[] kind = [.. changes.OfKind(random.NextInt(NasBenchNlpChanges.Kinds))];
            if (kind.Length > 0 && random.Choose(kind)() is { } changed && Architecture(changed) is var other
                && other != architecture)
            {
                return other;
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
    {
        var changes = new NasBenchNlpChanges(Cell(architecture));
        return
        [
            .. Enumerable.Range(0, NasBenchNlpChanges.Kinds).SelectMany(changes.OfKind)
                .Select(change => change()).OfType<NasBenchNlpCell>().Select(Architecture)
                .Where(other => other != architecture).Distinct(),
        ];
    }

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    /// <remarks>The isomorphism class: there is neither a zero nor an identity.</remarks>
    public override string FunctionalId(Architecture architecture) => IsomorphismClass(architecture);

    /// <inheritdoc/>
    /// <remarks>Without the roles of a blend's arguments, which <see cref="FunctionalGraph"/> has on its edges: the
    /// operations are on the nodes.</remarks>
    public override LabelledDag Graph(Architecture architecture)
    {
        var graph = FunctionalGraph(architecture);
        return graph with { Edges = [.. graph.Edges.Select(edge => edge with { Label = null })] };
    }

    /// <inheritdoc/>
    /// <remarks>With the roles of a blend's arguments on its edges.</remarks>
    public override IReadOnlyList<(string Name, LabelledDag Graph)> Parts(Architecture architecture)
        => [("", FunctionalGraph(architecture))];

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture) => Cell(architecture).Graph();

    /// <inheritdoc/>
    /// <remarks>Always: nothing may be idle.</remarks>
    public override bool IsConnected(Architecture architecture)
    {
        _ = Cell(architecture);                               // refuses one of another space
        return true;
    }

    private static NasBenchNlpCell? Draw(RandomSource random)
    {
        var states = 1 + random.NextInt(NasBenchNlpCell.MaxStates);
        var nodes = new List<NasBenchNlpNode>();
        for (var left = FewestDrawn + random.NextInt(MostDrawn - FewestDrawn + 1); left > 0; left--)
        {
            var earlier = Enumerable.Range(0, states + 1 + nodes.Count).ToArray();
            var operation = (NasBenchNlpOperation)random.NextInt(NasBenchNlpOperations.Names.Length);
            var (fewest, most) = operation.Arguments();
            random.Shuffle<int>(earlier);
            var count = fewest + random.NextInt(most - fewest + 1);
            if (count <= earlier.Length)
            {
                nodes.Add(new NasBenchNlpNode(operation, [.. earlier.Take(count)]));
            }
        }

        return nodes.Count < states ? null : Pruned(states, nodes);
    }

    /// <summary>What serves the new states, which are the last nodes.</summary>
    private static NasBenchNlpCell? Pruned(int states, List<NasBenchNlpNode> nodes)
    {
        var needed = new bool[states + 1 + nodes.Count];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            needed[states + 1 + i] |= i >= nodes.Count - states;
            foreach (var value in needed[states + 1 + i] ? nodes[i].Arguments : [])
            {
                needed[value] = true;
            }
        }

        int[] kept = [.. Enumerable.Range(0, needed.Length).Where(value => value <= states || needed[value])];
        ImmutableArray<NasBenchNlpNode> left =
        [
            .. kept.Skip(states + 1).Select(value => nodes[value - states - 1])
                .Select(node => node with { Arguments = [.. node.Arguments.Select(a => Array.IndexOf(kept, a))] }),
        ];
        return NasBenchNlpCell.TryOf(states, left, [.. Enumerable.Range(left.Length - states, states)]);
    }
}
