namespace NasStudio.Core.Architectures.Darts;

/// <summary>The one-hot adjacency encoding of the DARTS space: for the normal, then the reduction cell, seven entries
/// for each of 14 possible edges (to node 2 from 0, 1; to node 3 from 0, 1, 2; ...), all zero where there is
/// none. // (196)</summary>
internal sealed class DartsOneHot(DartsSpace space) : ArchitectureEncoding
{
    private const int OperationCount = 7;
    private const int PossibleEdges = 14;
    private const int CellWidth = PossibleEdges * OperationCount;

    /// <inheritdoc/>
    public override string Kind => OneHot;

    /// <inheritdoc/>
    public override int Width => 2 * CellWidth;

    /// <inheritdoc/>
    public override double[] Encode(Architecture architecture)
    {
        var genotype = space.Genotype(architecture);
        return WithOnes([.. Positions(genotype.Normal), .. Positions(genotype.Reduction).Select(p => p + CellWidth)]);
    }

    /// <inheritdoc/>
    public override Architecture? Decode(ReadOnlySpan<double> encoding)
        => OnesOf(encoding) is { } ones
            && Cell([.. ones.Where(p => p < CellWidth)]) is { } normal
            && Cell([.. ones.Where(p => p >= CellWidth).Select(p => p - CellWidth)]) is { } reduction
                ? space.Architecture(new DartsGenotype(normal, reduction))
                : null;

    private static IEnumerable<int> Positions(DartsCell cell)
        => cell.Edges.Select((e, i) =>
            (FirstEdge(DartsCell.Target(i)) + e.Source) * OperationCount + (int)e.Operation);

    private static DartsCell? Cell(int[] positions)
    {
        // Where a node has not two edges, a source is out of its range here.
        var edges = positions.Select((position, i) => new DartsEdge(
            (DartsOperation)(position % OperationCount),
            position / OperationCount - FirstEdge(DartsCell.Target(i))));
        return DartsCell.Fault([.. edges]) is null ? new DartsCell([.. edges]) : null;
    }

    private static int FirstEdge(int node) => (node * (node - 1) - DartsCell.Inputs) / 2;
}
