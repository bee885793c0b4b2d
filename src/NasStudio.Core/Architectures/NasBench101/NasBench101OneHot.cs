namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>The one-hot adjacency encoding of NAS-Bench-101: the upper triangle of the matrix of seven nodes, row by
/// row, then three entries for each inner node, all zero for one that a smaller cell does not have. // (36)</summary>
internal sealed class NasBench101OneHot(NasBench101Space space) : ArchitectureEncoding
{
    private const int OperationCount = 3;
    private const int InnerNodes = NasBench101Cell.MaxNodes - 2;

    /// <inheritdoc/>
    public override string Kind => OneHot;

    /// <inheritdoc/>
    public override int Width => NasBench101Space.Pairs.Length + InnerNodes * OperationCount;

    /// <inheritdoc/>
    public override double[] Encode(Architecture architecture)
    {
        var cell = space.Cell(architecture);
        var edges = cell.Padded().Edges.Select(edge => NasBench101Space.Pairs.IndexOf(edge));
        var operations = cell.Operations.Select((operation, i) => i * OperationCount + (int)operation);
        return WithOnes(edges.Concat(operations.Select(p => p + NasBench101Space.Pairs.Length)));
    }

    /// <inheritdoc/>
    public override Architecture? Decode(ReadOnlySpan<double> encoding)
    {
        if (OnesOf(encoding) is not { } ones)
        {
            return null;
        }

        int[] pairs = [.. ones.TakeWhile(p => p < NasBench101Space.Pairs.Length)];
        int[] operations = [.. ones.Skip(pairs.Length).Select(p => p - NasBench101Space.Pairs.Length)];
        if (operations.Index().Any(o => o.Item / OperationCount != o.Index))
        {
            return null;
        }

        const int lastPadded = NasBench101Cell.MaxNodes - 1;
        var last = operations.Length + 1;
        (int From, int To)[] edges =
        [
            .. pairs.Select(pair => NasBench101Space.Pairs[pair]).Select(e => e.To == lastPadded ? (e.From, last) : e),
        ];
        if (edges.Any(edge => edge.From >= edge.To || edge.To > last)
            || pairs.Any(pair => NasBench101Space.Pairs[pair].To is var to && to >= last && to < lastPadded))
        {
            return null;                                      // an edge of a node that is not there
        }

        var cell = new NasBench101Cell(
            edges, [.. operations.Select(p => (NasBench101Operation)(p % OperationCount))]);
        return cell.IsValid ? space.Architecture(cell) : null;
    }
}
