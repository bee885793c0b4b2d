using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>The space of NAS-Bench-201: 15,625 cells of six edges with five operations each.</summary>
/// <remarks>
/// Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", ICLR 2020.
/// 6,466 isomorphism classes, 5,425 functional ids, 341 cells without a path from input to output.
/// </remarks>
public sealed class NasBench201Space : SearchSpace
{
    private const int OperationCount = 5;
    private const int CellCount = 15_625;                     // 5^6

    /// <summary>The space.</summary>
    public NasBench201Space() => Encodings =
    [
        new OneHotEncoding(
            NasBench201Cell.EdgeCount, OperationCount, a => Cell(a).Operations.Select(o => (int)o),
            chosen => Architecture(new NasBench201Cell([.. chosen.Select(o => (NasBench201Operation)o)]))),
        new NasBench201Paths(this), new NasBench201GraphEncoding(this),
    ];

    /// <inheritdoc/>
    public override string Kind => "nas-bench-201";

    /// <inheritdoc/>
    public override string Title => "NAS-Bench-201";

    /// <inheritdoc/>
    public override string Convention =>
        "edges grouped by target node: |op~0| of node 1, + |op~0|op~1| of node 2, + |op~0|op~1|op~2| of node 3";

    /// <inheritdoc/>
    public override long? Size => CellCount;

    /// <summary>The cell behind an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string is not a cell.</exception>
    public NasBench201Cell Cell(Architecture architecture) => NasBench201Cell.Parse(NativeOf(architecture));

    /// <summary>The architecture that a cell is.</summary>
    public Architecture Architecture(NasBench201Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new Architecture(Kind, cell.ToString());
    }

    /// <inheritdoc/>
    public override Architecture Parse(string native) => Architecture(NasBench201Cell.Parse(native));

    /// <inheritdoc/>
    /// <remarks>The last edge changes fastest, operations in the benchmark's order.</remarks>
    public override IEnumerable<Architecture> Enumerate()
    {
        for (var number = 0; number < CellCount; number++)
        {
            var operations = new NasBench201Operation[NasBench201Cell.EdgeCount];
            for (int edge = operations.Length - 1, rest = number; edge >= 0; edge--, rest /= OperationCount)
            {
                operations[edge] = (NasBench201Operation)(rest % OperationCount);
            }

            yield return Architecture(new NasBench201Cell([.. operations]));
        }
    }

    /// <inheritdoc/>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var operations = new NasBench201Operation[NasBench201Cell.EdgeCount];
        for (var edge = 0; edge < operations.Length; edge++)
        {
            operations[edge] = (NasBench201Operation)random.NextInt(OperationCount);
        }

        return Architecture(new NasBench201Cell([.. operations]));
    }

    /// <inheritdoc/>
    /// <remarks>One edge, uniformly, gets another operation, uniformly.</remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var operations = Cell(architecture).Operations;
        var edge = random.NextInt(operations.Length);
        var shift = 1 + random.NextInt(OperationCount - 1);
        return Changed(operations, edge, ((int)operations[edge] + shift) % OperationCount);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
    {
        var operations = Cell(architecture).Operations;
        return
        [
            .. from edge in Enumerable.Range(0, operations.Length)
               from operation in Enumerable.Range(0, OperationCount)
               where operation != (int)operations[edge]
               select Changed(operations, edge, operation),
        ];
    }

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture)
        => NasBench201Graphs.IsomorphismClass(Cell(architecture));

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    public override LabelledDag Graph(Architecture architecture) => NasBench201Graphs.Drawn(Cell(architecture));

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture)
        => FunctionalReduction.Reduce(
            NasBench201Graphs.LineGraph(Cell(architecture)),
            dead: NasBench201Operation.None.Name(), identity: NasBench201Operation.SkipConnect.Name());

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
    {
        var kept = FunctionalReduction.Kept(
            NasBench201Graphs.LineGraph(Cell(architecture)),
            dead: NasBench201Operation.None.Name(), identity: NasBench201Operation.SkipConnect.Name());
        return [[.. kept.Select(NasBench201Graphs.DrawnPlace)]];
    }

    /// <inheritdoc/>
    public override bool IsConnected(Architecture architecture)
    {
        var cell = Cell(architecture);
        Span<bool> reached = stackalloc bool[NasBench201Cell.Nodes];
        reached[0] = true;
        foreach (var (from, to) in NasBench201Cell.Edges)
        {
            reached[to] |= reached[from] && cell[from, to] != NasBench201Operation.None;
        }

        return reached[^1];
    }

    /// <inheritdoc/>
    /// <remarks>One-hot: five entries for each edge, in the order of the native string. // (30)</remarks>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    private Architecture Changed(ImmutableArray<NasBench201Operation> operations, int edge, int operation)
        => Architecture(new NasBench201Cell(operations.SetItem(edge, (NasBench201Operation)operation)));
}
