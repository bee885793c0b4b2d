namespace NasStudio.Core.Architectures.Darts;

/// <summary>The path encoding of the DARTS space: for the normal, then the reduction cell, for each of the two inputs,
/// words of one to four operations. // (11,200)</summary>
/// <remarks>
/// Decoding builds each cell from its inputs on: the words that reach a node must all be asked for, since every node
/// leads to the output, and all nodes together must give exactly those.
/// </remarks>
internal sealed class DartsPaths(DartsSpace space) : PathEncoding
{
    private const int Letters = 7;
    private const int MostPaths = 2 + 3 + 5 + 8;              // of a cell: to node n as many as to n - 1 and n - 2
    private static readonly int Words = WordCount(Letters, DartsCell.IntermediateNodes) - 1;
    private static readonly int CellWidth = DartsCell.Inputs * Words;

    /// <inheritdoc/>
    public override int Width => 2 * CellWidth;

    /// <inheritdoc/>
    protected override IEnumerable<int> PathsOf(Architecture architecture)
    {
        var genotype = space.Genotype(architecture);
        return [.. PathsOf(genotype.Normal), .. PathsOf(genotype.Reduction).Select(path => path + CellWidth)];
    }

    /// <inheritdoc/>
    protected override Architecture? Find(IReadOnlySet<int> paths)
        => new Search(paths.Where(path => path < CellWidth)).Run() is { } normal
            && new Search(paths.Where(path => path >= CellWidth).Select(path => path - CellWidth)).Run() is { } reduction
                ? space.Architecture(new DartsGenotype(normal, reduction))
                : null;

    private static HashSet<int> PathsOf(DartsCell cell)
    {
        var search = new Search([]);
        for (var edge = 0; edge < DartsCell.EdgeCount; edge += DartsCell.EdgesPerNode)
        {
            search.Reach(DartsCell.Target(edge), cell.Edges[edge], cell.Edges[edge + 1]);
        }

        return search.Found();
    }

    private sealed class Search(IEnumerable<int> wanted)
    {
        private readonly HashSet<int> _wanted = [.. wanted];
        private readonly DartsEdge[] _edges = new DartsEdge[DartsCell.EdgeCount];

        // By node: which input (0, 1) and which word lead to it.
        private readonly HashSet<(int Input, int Word)>[] _words =
        [
            [(0, 0)], [(1, 0)], .. Enumerable.Repeat(new HashSet<(int, int)>(), DartsCell.IntermediateNodes),
        ];

        public DartsCell? Run() => _wanted.Count <= MostPaths ? Place(DartsCell.Inputs) : null;

        public void Reach(int node, DartsEdge first, DartsEdge second)
            => _words[node] = [.. Along(first), .. Along(second)];

        public HashSet<int> Found()
            => [.. _words.Skip(DartsCell.Inputs).SelectMany(words => words).Select(Position)];

        private DartsCell? Place(int node)
        {
            if (node == _words.Length)
            {
                return Found().SetEquals(_wanted) ? new DartsCell([.. _edges]) : null;
            }

            DartsEdge[] edges =
            [
                .. from source in Enumerable.Range(0, node)
                   from operation in Enumerable.Range(0, Letters)
                   let edge = new DartsEdge((DartsOperation)operation, source)
                   where Along(edge).All(word => _wanted.Contains(Position(word)))
                   select edge,
            ];
            var pairs = from first in edges
                        from second in edges
                        where first.Source < second.Source
                        select (first, second);
            foreach (var (first, second) in pairs)
            {
                Reach(node, first, second);
                var at = DartsCell.EdgesPerNode * (node - DartsCell.Inputs);
                (_edges[at], _edges[at + 1]) = (first, second);
                if (Place(node + 1) is { } cell)
                {
                    return cell;
                }
            }

            return null;
        }

        private IEnumerable<(int Input, int Word)> Along(DartsEdge edge)
            => _words[edge.Source].Select(from => (from.Input, Append(from.Word, (int)edge.Operation, Letters)));

        private static int Position((int Input, int Word) path) => path.Input * Words + path.Word - 1;
    }
}
