namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>The path encoding of NAS-Bench-101: words of no to five operations. // (364)</summary>
/// <remarks>
/// Decoding builds cells from the output back. Notation: L(v) is the set of words from node v, its own operation
/// included, to the output; with the successors S(v) and the operation a, L(v) = a L(S(v)). A node is kept only
/// while every word of L(v) ends a word that is asked for; the input's successors must give exactly those. Cells with
/// fewer nodes, then fewer edges at the input are found first.
/// </remarks>
internal sealed class NasBench101Paths(NasBench101Space space) : PathEncoding
{
    private const int Letters = 3;
    private const int InnerNodes = NasBench101Cell.MaxNodes - 2;
    private const int MostPaths = 1 << InnerNodes;            // each inner node is on a path or not

    /// <inheritdoc/>
    public override int Width => WordCount(Letters, InnerNodes);

    /// <inheritdoc/>
    protected override IEnumerable<int> PathsOf(Architecture architecture)
    {
        var cell = space.Cell(architecture).Pruned();
        var words = new HashSet<int>[cell.Nodes];             // by node: words from the input to it
        words[0] = [0];
        for (var v = 1; v < cell.Nodes; v++)
        {
            var incoming = Enumerable.Range(0, v).Where(u => cell[u, v]).SelectMany(u => words[u]);
            words[v] = v == cell.Nodes - 1
                ? [.. incoming]
                : [.. incoming.Select(word => Append(word, (int)cell.Operations[v - 1], Letters))];
        }

        return words[^1];
    }

    /// <inheritdoc/>
    protected override Architecture? Find(IReadOnlySet<int> paths)
    {
        string[] wanted = [.. paths.Select(Spelled)];
        if (wanted.Length is 0 or > MostPaths)
        {
            return null;
        }

        var suffixes = wanted.SelectMany(w => Enumerable.Range(0, w.Length + 1).Select(i => w[i..])).ToHashSet();
        for (var inner = 0; inner <= InnerNodes; inner++)
        {
            var search = new Search(wanted.ToHashSet(), suffixes, inner);
            if (search.Run() is { } cell)
            {
                return space.Architecture(cell);
            }
        }

        return null;
    }

    private static string Spelled(int word)
    {
        var spelled = "";
        for (; word > 0; word = (word - 1) / Letters)
        {
            spelled = (char)('0' + (word - 1) % Letters) + spelled;
        }

        return spelled;
    }

    /// <summary>The search among cells of one number of inner nodes. Node 0 here is the output, node v the v-th before
    /// it.</summary>
    private sealed class Search(HashSet<string> wanted, HashSet<string> suffixes, int inner)
    {
        private readonly HashSet<string>[] _words = [[""], .. Enumerable.Repeat(new HashSet<string>(), inner)];
        private readonly int[] _operation = new int[inner + 1];
        private readonly int[] _successors = new int[inner + 2];          // a bit for each node

        public NasBench101Cell? Run() => Place(1, 0);

        private NasBench101Cell? Place(int node, int edges)
        {
            if (node > inner)
            {
                return Close(edges);
            }

            for (var successors = 1; successors < 1 << node; successors++)
            {
                var used = edges + int.PopCount(successors);
                var tails = Union(successors, node);
                for (var operation = 0; operation < Letters && used < NasBench101Cell.MaxEdges; operation++)
                {
                    if (successors >> node - 1 == 0 && (successors, operation).CompareTo(
                        (_successors[node - 1], _operation[node - 1])) <= 0)
                    {
                        continue;                             // neither node leads to the other: one order is enough
                    }

                    var words = tails.Select(tail => (char)('0' + operation) + tail).ToHashSet();
                    if (words.IsSubsetOf(suffixes))
                    {
                        (_words[node], _operation[node], _successors[node]) = (words, operation, successors);
                        if (Place(node + 1, used) is { } cell)
                        {
                            return cell;
                        }
                    }
                }
            }

            return null;
        }

        private NasBench101Cell? Close(int edges)
        {
            var input = Enumerable.Range(1, (1 << inner + 1) - 1).OrderBy(int.PopCount)
                .Where(first => edges + int.PopCount(first) <= NasBench101Cell.MaxEdges)
                .FirstOrDefault(first => Union(first, inner + 1).SetEquals(wanted));
            if (input == 0)
            {
                return null;
            }

            _successors[inner + 1] = input;
            var pairs = from source in Enumerable.Range(1, inner + 1)
                        from target in Enumerable.Range(0, source)
                        where (_successors[source] >> target & 1) == 1
                        select (inner + 1 - source, inner + 1 - target);
            return new NasBench101Cell(
                pairs, [.. _operation.Skip(1).Reverse().Select(operation => (NasBench101Operation)operation)]);
        }

        private HashSet<string> Union(int nodes, int count)
            => [.. Enumerable.Range(0, count).Where(v => (nodes >> v & 1) == 1).SelectMany(v => _words[v])];
    }
}
