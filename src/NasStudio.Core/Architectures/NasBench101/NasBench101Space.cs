using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>The space of NAS-Bench-101: 423,624 classes of cells of up to seven nodes and nine edges.</summary>
/// <remarks>
/// Ying, Klein, Christiansen, Real, Murphy and Hutter, "NAS-Bench-101: Towards Reproducible Neural Architecture
/// Search", ICML 2019. There are no identities and no zeros, so that the functional id names the pruned cell up to
/// isomorphism, as the benchmark's fingerprint does. Samples, mutations and neighbours have seven nodes, as 99.4
/// percent of all strings have: a smaller cell is first padded with nodes without edges, which does not change what it
/// computes.
/// </remarks>
public sealed class NasBench101Space : SearchSpace
{
    private const int OperationCount = 3;
    private const int InnerNodes = NasBench101Cell.MaxNodes - 2;

    // The notebook flips each of 21 edges with probability 1/7 and redraws each of 5 operations with probability 1/5:
    // three edges to one operation.
    private const double EdgeShare = 0.75;

    /// <summary>The 21 pairs of nodes that an edge may join, by source.</summary>
    internal static ImmutableArray<(int From, int To)> Pairs { get; } =
    [
        .. from source in Enumerable.Range(0, NasBench101Cell.MaxNodes)
           from target in Enumerable.Range(source + 1, NasBench101Cell.MaxNodes - 1 - source)
           select (source, target),
    ];

    /// <summary>The space.</summary>
    public NasBench101Space() => Encodings =
        [new NasBench101OneHot(this), new NasBench101Paths(this), new NasBench101GraphEncoding(this)];

    /// <inheritdoc/>
    public override string Kind => "nas-bench-101";

    /// <inheritdoc/>
    public override string Title => "NAS-Bench-101";

    /// <inheritdoc/>
    public override string Convention =>
        "matrix[i][j] is 1 where an edge leads from node i to node j > i; ops names the nodes, the first the input, "
        + "the last the output; nodes on no path from input to output do not count";

    /// <inheritdoc/>
    /// <remarks>All valid native strings, of two to seven nodes.</remarks>
    public override long? Size => 375_975_790;

    /// <summary>The cell behind an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string is not a cell.</exception>
    public NasBench101Cell Cell(Architecture architecture) => NasBench101Cell.Parse(NativeOf(architecture));

    /// <summary>The architecture that a cell is.</summary>
    /// <exception cref="ArgumentException">The cell is not in the space.</exception>
    public Architecture Architecture(NasBench101Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.IsValid
            ? new Architecture(Kind, cell.ToString())
            : throw new ArgumentException(
                $"The cell {cell} is not in the space: it has no path from input to output or more than "
                + $"{NasBench101Cell.MaxEdges} edges on such paths.",
                nameof(cell));
    }

    /// <inheritdoc/>
    public override Architecture Parse(string native) => Architecture(NasBench101Cell.Parse(native));

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate()
        => throw new NotSupportedException($"{Title} has {Size} architectures: too many to list.");

    /// <inheritdoc/>
    /// <remarks>
    /// As random_spec of the benchmark's notebook: each of 21 edges there or not, each of five operations, all with
    /// equal probability, until the cell is valid (73 percent are). So the draw is uniform over the valid strings of
    /// seven nodes, not over isomorphism classes: all seven nodes count in one draw of 321, but in 85 percent of the
    /// classes.
    /// </remarks>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            (int, int)[] edges = [.. Pairs.Where(_ => random.NextInt(2) == 1)];
            var operations = new NasBench101Operation[InnerNodes];
            for (var i = 0; i < operations.Length; i++)
            {
                operations[i] = (NasBench101Operation)random.NextInt(OperationCount);
            }

            if (new NasBench101Cell(edges, [.. operations]) is { IsValid: true } cell)
            {
                return Architecture(cell);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// As mutate_spec of the benchmark's notebook, redrawn until the cell is valid: with probability 3/4 an edge,
    /// uniformly, comes or goes, else a node, uniformly, gets another operation, uniformly. Deviation: one change in
    /// all, so that a mutation is a neighbour; the notebook decides on each edge and node by itself and makes four
    /// changes on average.
    /// </remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var cell = Cell(architecture).Padded();
        while (true)
        {
            var changed = random.NextDouble() < EdgeShare
                ? cell.WithFlipped(random.Choose(Pairs))
                : Changed(cell, 1 + random.NextInt(InnerNodes), 1 + random.NextInt(OperationCount - 1));
            if (changed.IsValid)
            {
                return Architecture(changed);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Every valid cell with one edge more or less, then with one other operation.</remarks>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
    {
        var cell = Cell(architecture).Padded();
        var otherEdges = Pairs.Select(cell.WithFlipped).Where(c => c.IsValid);
        var otherOperations = from node in Enumerable.Range(1, InnerNodes)
                              from shift in Enumerable.Range(1, OperationCount - 1)
                              select Changed(cell, node, shift);
        return [.. otherEdges.Concat(otherOperations).Select(Architecture)];
    }

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture)
        => NasBench101Fingerprint.Of(Cell(architecture));

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    public override LabelledDag Graph(Architecture architecture) => Cell(architecture).Graph();

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture) => Cell(architecture).Pruned().Graph();

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        => [Cell(architecture).Kept()];

    /// <inheritdoc/>
    /// <remarks>Always: the benchmark holds no other cells.</remarks>
    public override bool IsConnected(Architecture architecture) => Cell(architecture).IsValid;

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    private static NasBench101Cell Changed(NasBench101Cell cell, int node, int shift)
        => cell.With(node, (NasBench101Operation)(((int)cell.Operations[node - 1] + shift) % OperationCount));
}
