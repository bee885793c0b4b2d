using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>The space of DARTS and NAS-Bench-301: two cells of eight edges, about 10^18 architectures.</summary>
/// <remarks>
/// Liu, Simonyan and Yang, "DARTS: Differentiable Architecture Search", ICLR 2019; Zela et al., "Surrogate NAS
/// Benchmarks: Going Beyond the Limited Search Spaces of Tabular NAS Benchmarks", ICLR 2022 (NAS-Bench-301). There is
/// no zero operation: every node is on a path to the output.
/// </remarks>
public sealed class DartsSpace : SearchSpace
{
    private const int OperationCount = 7;
    private const int CellCount = 2;

    /// <summary>The space.</summary>
    public DartsSpace() => Encodings = [new DartsOneHot(this), new DartsPaths(this), new DartsGenerator(this)];

    /// <inheritdoc/>
    public override string Kind => "darts";

    /// <inheritdoc/>
    public override string Title => "DARTS / NAS-Bench-301";

    /// <inheritdoc/>
    public override string Convention =>
        "two edges ('operation', source) for each of four intermediate nodes 2 to 5, sorted by source; sources 0 and 1 "
        + "are the outputs of the cell before last and of the last cell; normal is the normal cell, reduce the reduction "
        + "cell";

    /// <inheritdoc/>
    /// <remarks>A node with n earlier ones chooses n (n - 1) / 2 pairs of sources and 7^2 operations: 180 * 7^8 cells,
    /// squared.</remarks>
    public override long? Size => 1_037_664_180L * 1_037_664_180L;

    /// <summary>The genotype behind an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string is not a genotype.</exception>
    public DartsGenotype Genotype(Architecture architecture) => DartsGenotype.Parse(NativeOf(architecture));

    /// <summary>The architecture that a genotype is.</summary>
    public Architecture Architecture(DartsGenotype genotype)
    {
        ArgumentNullException.ThrowIfNull(genotype);
        return new Architecture(Kind, genotype.ToString());
    }

    /// <inheritdoc/>
    public override Architecture Parse(string native) => Architecture(DartsGenotype.Parse(native));

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate()
        => throw new NotSupportedException($"{Title} has {Size} architectures: too many to list.");

    /// <inheritdoc/>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Architecture(new DartsGenotype(SampleCell(random), SampleCell(random)));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Real, Aggarwal, Huang and Le, "Regularized Evolution for Image Classifier Architecture Search", AAAI 2019,
    /// section 3.2: a cell, uniformly, then either an operation or a source, with equal probability, of an edge,
    /// uniformly, becomes another one, uniformly. Deviation: the two sources of a node must stay different, so that the
    /// first node's, which have no alternative, never change.
    /// </remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var genotype = Genotype(architecture);
        var isNormal = random.NextInt(CellCount) == 0;
        var cell = isNormal ? genotype.Normal : genotype.Reduction;
        var edge = random.NextInt(DartsCell.EdgeCount);
        if (random.NextInt(2) == 0)
        {
            return Changed(genotype, isNormal, OtherOperation(cell, edge, 1 + random.NextInt(OperationCount - 1)));
        }

        const int first = DartsCell.EdgesPerNode;
        edge = first + random.NextInt(DartsCell.EdgeCount - first);
        int[] sources = [.. cell.OtherSources(edge)];
        return Changed(genotype, isNormal, OtherSource(cell, edge, random.Choose(sources)));
    }

    /// <inheritdoc/>
    /// <remarks>120 of them: 6 other operations on 16 edges, 24 other sources.</remarks>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
    {
        var genotype = Genotype(architecture);
        return
        [
            .. Around(genotype.Normal).Select(cell => Changed(genotype, isNormal: true, cell)),
            .. Around(genotype.Reduction).Select(cell => Changed(genotype, isNormal: false, cell)),
        ];

        static IEnumerable<DartsCell> Around(DartsCell cell)
            => from edge in Enumerable.Range(0, DartsCell.EdgeCount)
               from other in Enumerable.Range(1, OperationCount - 1).Select(shift => OtherOperation(cell, edge, shift))
                   .Concat(cell.OtherSources(edge).Select(source => OtherSource(cell, edge, source)))
               select other;
    }

    /// <inheritdoc/>
    /// <remarks>Intermediate nodes may be renumbered within each cell: that permutes the channels that the output
    /// concatenates and changes nothing else.</remarks>
    public override string IsomorphismClass(Architecture architecture)
        => CanonicalForm.Of(Graph(architecture)).Hash;

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    /// <remarks>Seven nodes of the normal cell, then seven of the reduction cell: two inputs, four sums, the
    /// output; operations on the edges.</remarks>
    public override LabelledDag Graph(Architecture architecture)
    {
        var parts = Parts(architecture);
        return DartsGraphs.Both(parts[0].Graph, parts[1].Graph);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, LabelledDag Graph)> Parts(Architecture architecture)
    {
        var genotype = Genotype(architecture);
        return [.. Cells(genotype).Zip(DartsGraphs.CellNames, (cell, name) => (name, DartsGraphs.Drawn(cell, name)))];
    }

    /// <inheritdoc/>
    /// <remarks>Skips are contracted but for those of stride 2. The sums are nodes: the output concatenates
    /// them.</remarks>
    public override LabelledDag FunctionalGraph(Architecture architecture)
    {
        var parts = FunctionalParts(architecture);
        return DartsGraphs.Both(parts[0], parts[1]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledDag> FunctionalParts(Architecture architecture)
        =>
        [
            .. Cells(Genotype(architecture)).Zip(DartsGraphs.CellNames, DartsGraphs.WithOperationsOnNodes)
                .Select(graph => FunctionalReduction.Reduce(
                    graph, dead: "none", identity: DartsOperation.SkipConnect.Name())),
        ];

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        =>
        [
            .. Cells(Genotype(architecture)).Zip(DartsGraphs.CellNames, (cell, name) =>
            {
                var kept = FunctionalReduction.Kept(
                    DartsGraphs.WithOperationsOnNodes(cell, name), dead: "none",
                    identity: DartsOperation.SkipConnect.Name());
                return kept.Select(node => DartsGraphs.DrawnPlace(cell, node)).ToImmutableArray();
            }),
        ];

    /// <inheritdoc/>
    /// <remarks>Always: there is no zero operation.</remarks>
    public override bool IsConnected(Architecture architecture)
    {
        _ = Genotype(architecture);                           // refuses one of another space
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    private static DartsCell[] Cells(DartsGenotype genotype) => [genotype.Normal, genotype.Reduction];

    private static DartsCell SampleCell(RandomSource random)
    {
        var edges = new DartsEdge[DartsCell.EdgeCount];
        for (var edge = 0; edge < edges.Length; edge += DartsCell.EdgesPerNode)
        {
            var earlier = DartsCell.Target(edge);
            var source = random.NextInt(earlier);
            edges[edge] = new DartsEdge(Operation(), source);
            edges[edge + 1] = new DartsEdge(Operation(), (source + 1 + random.NextInt(earlier - 1)) % earlier);
        }

        return new DartsCell([.. edges]);

        DartsOperation Operation() => (DartsOperation)random.NextInt(OperationCount);
    }

    private static DartsCell OtherOperation(DartsCell cell, int edge, int shift)
    {
        var (operation, source) = cell.Edges[edge];
        return cell.With(edge, new DartsEdge((DartsOperation)(((int)operation + shift) % OperationCount), source));
    }

    private static DartsCell OtherSource(DartsCell cell, int edge, int source)
        => cell.With(edge, cell.Edges[edge] with { Source = source });

    private Architecture Changed(DartsGenotype genotype, bool isNormal, DartsCell cell)
        => Architecture(isNormal ? genotype with { Normal = cell } : genotype with { Reduction = cell });
}
