using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>The counts of a cell's features up to a depth, as a vector: phi.</summary>
internal sealed class CountVector
{
    private readonly Dictionary<int, (long Count, int Level)> _entries = [];

    /// <summary>Takes the levels up to a depth.</summary>
    public CountVector(GraphFeatures features, int depth)
    {
        for (var level = 0; level <= depth; level++)
        {
            var (from, length) = features.Level(level).GetOffsetAndLength(features.Ids.Length);
            for (var i = from; i < from + length; i++)
            {
                _entries.Add(features.Ids[i], (features.Counts[i], level));
            }
        }

        Norm = Math.Sqrt(_entries.Values.Sum(e => (double)e.Count * e.Count));
    }

    /// <summary>|phi|, positive.</summary>
    public double Norm { get; }

    /// <summary>The features that occur.</summary>
    public IEnumerable<int> Features => _entries.Keys;

    /// <summary>The count of a feature.</summary>
    public long this[int feature] => _entries.GetValueOrDefault(feature).Count;

    /// <summary>The level of a feature; -1 where it does not occur.</summary>
    public int LevelOf(int feature) => _entries.TryGetValue(feature, out var entry) ? entry.Level : -1;

    /// <summary>phi . x; features beyond the end of x count nothing.</summary>
    public double Dot(double[] x) => _entries.Where(e => e.Key < x.Length).Sum(e => e.Value.Count * x[e.Key]);

    /// <summary>x + factor phi, in place.</summary>
    public void AddTo(double[] x, double factor)
    {
        foreach (var (feature, entry) in _entries)
        {
            x[feature] += factor * entry.Count;
        }
    }
}
