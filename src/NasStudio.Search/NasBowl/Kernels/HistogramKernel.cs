using System.Runtime.InteropServices;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>How the counts of one feature in two graphs are compared.</summary>
internal enum CountComparison
{
    /// <summary>Their product: the sum over the features is the dot product of the histograms.</summary>
    Product,

    /// <summary>The smaller of them: the sum is the histograms' intersection, which is the value of the optimal
    /// assignment of the nodes of one graph to those of the other.</summary>
    Minimum,
}

/// <summary>
/// The kernel of graphs by the features they share, normalised, at each depth h: k(G, G') = s / sqrt(s(G) s(G')) with s
/// the sum over levels 0 to h and over features of the compared counts. The Grams of what was learned are kept and
/// appended to.
/// </summary>
/// <remarks>
/// Dot product: Shervashidze et al., JMLR 12, 2011, section 3.1. Optimal assignment: Kriege, Giscard and Wilson, "On Valid
/// Optimal Assignment Kernels and Applications to Graph Classification", NIPS 2016, theorem 2 and section 4.2. Sums are of
/// integers and therefore exact, whatever their order and whatever numbers the features have. A feature that was never
/// learned is part of a graph's own s alone. Notation: n graphs learned, H the deepest level.
/// </remarks>
internal sealed class HistogramKernel(CountComparison comparison, int depth)
{
    private readonly List<List<(int Graph, long Count)>?> _postings = [];     // by feature: where it occurs
    private readonly List<double>[] _norms = Lists(depth);                   // by depth: sqrt(s(G)) // (H + 1, n)
    private readonly List<double[]>[] _grams =                               // by depth: lower triangle // (H + 1, n, n)
        [.. Enumerable.Range(0, depth + 1).Select(_ => new List<double[]>())];

    /// <summary>n.</summary>
    public int Count => _norms[0].Count;

    /// <summary>The normalised Gram of a depth, row i with i + 1 entries. // (n, n)</summary>
    public IReadOnlyList<double[]> Gram(int level) => _grams[level];

    /// <summary>Learns a graph: appends a row to the Gram of every depth.</summary>
    public void Append(GraphFeatures features)
    {
        var n = Count;
        var sums = new double[n];
        var own = 0.0;
        for (var level = 0; level <= depth; level++)
        {
            Accumulate(features, level, sums);
            own += OwnSum(features, level);
            var norm = Math.Sqrt(own);
            var row = new double[n + 1];
            var norms = CollectionsMarshal.AsSpan(_norms[level]);
            for (var i = 0; i < n; i++)
            {
                row[i] = sums[i] / (norm * norms[i]);
            }

            row[n] = 1;
            _grams[level].Add(row);
            _norms[level].Add(norm);
        }

        for (var f = 0; f < features.Ids.Length; f++)
        {
            var id = features.Ids[f];
            if (id >= _postings.Count)
            {
                CollectionsMarshal.SetCount(_postings, id + 1);
            }

            (_postings[id] ??= []).Add((n, features.Counts[f]));
        }
    }

    /// <summary>Adds to a row the weighted similarity of a graph to everything learned.</summary>
    /// <param name="features">The graph.</param>
    /// <param name="level">The depth h.</param>
    /// <param name="weight">What the similarities are multiplied by.</param>
    /// <param name="row">// (n)</param>
    public void AddSimilarities(GraphFeatures features, int level, double weight, Span<double> row)
    {
        Span<double> sums = row.Length <= 512 ? stackalloc double[row.Length] : new double[row.Length];
        sums.Clear();
        for (var l = 0; l <= level; l++)
        {
            Accumulate(features, l, sums);
        }

        var norm = Norm(features, level);
        var norms = CollectionsMarshal.AsSpan(_norms[level]);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] += weight * (sums[i] / (norm * norms[i]));
        }
    }

    /// <summary>The similarity of two graphs, in [0, 1].</summary>
    /// <param name="first">A graph, learned or not.</param>
    /// <param name="second">Another, its features numbered by the same table.</param>
    /// <param name="level">The depth h.</param>
    public double Similarity(GraphFeatures first, GraphFeatures second, int level)
    {
        var sum = 0.0;
        for (var l = 0; l <= level; l++)
        {
            var (a, endA) = Bounds(first, l);
            var (b, endB) = Bounds(second, l);
            while (a < endA && b < endB)
            {
                var order = first.Ids[a] - second.Ids[b];
                sum += order == 0 ? Compared(first.Counts[a], second.Counts[b]) : 0;
                a += order <= 0 ? 1 : 0;
                b += order >= 0 ? 1 : 0;
            }
        }

        return sum / (Norm(first, level) * Norm(second, level));
    }

    private double Norm(GraphFeatures features, int level)
    {
        var own = 0.0;
        for (var l = 0; l <= level; l++)
        {
            own += OwnSum(features, l);
        }

        return Math.Sqrt(own);
    }

    private double OwnSum(GraphFeatures features, int level)
    {
        var sum = 0.0;
        foreach (var count in features.Counts.AsSpan(features.Level(level)))
        {
            sum += Compared(count, count);
        }

        return sum;
    }

    private void Accumulate(GraphFeatures features, int level, Span<double> sums)
    {
        var (from, end) = Bounds(features, level);
        for (var f = from; f < end; f++)
        {
            var (id, count) = (features.Ids[f], features.Counts[f]);
            if (id >= _postings.Count || _postings[id] is not { } posting)
            {
                continue;                                     // never learned
            }

            foreach (var (graph, other) in CollectionsMarshal.AsSpan(posting))
            {
                sums[graph] += Compared(count, other);
            }
        }
    }

    private double Compared(long first, long second)
        => comparison == CountComparison.Product ? (double)first * second : Math.Min(first, second);

    private static (int From, int End) Bounds(GraphFeatures features, int level)
    {
        var (from, length) = features.Level(level).GetOffsetAndLength(features.Ids.Length);
        return (from, from + length);
    }

    private static List<double>[] Lists(int depth) => [.. Enumerable.Range(0, depth + 1).Select(_ => new List<double>())];
}
