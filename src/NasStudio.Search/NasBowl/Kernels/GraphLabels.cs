using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>Finds the features of graphs, level by level, and numbers them. One for all graphs that are
/// compared.</summary>
/// <param name="depth">The deepest level; level 0 is always there, the operations of the nodes.</param>
internal abstract class GraphLabels(int depth)
{
    private readonly Dictionary<string, int> _numbers = [];   // of names that are not forgotten
    private readonly List<string> _names = [];                // all that ever were: an operation set is small

    /// <summary>Numbers of all texts and features.</summary>
    protected LabelTable Table { get; } = new();

    /// <summary>The deepest level.</summary>
    public int Depth => depth;

    /// <summary>How many numbers are given so far.</summary>
    public int Count => Table.Count;

    /// <summary>The features of a graph, <see cref="Depth"/> + 1 levels.</summary>
    public abstract GraphFeatures Of(LabelledDag graph);

    /// <summary>Takes back what was numbered since <see cref="Count"/> was this.</summary>
    public void Forget(int count)
    {
        if (count < Table.Count)
        {
            Table.Forget(count);
            foreach (var name in _numbers.Where(n => n.Value >= count).Select(n => n.Key).ToList())
            {
                _numbers.Remove(name);
            }
        }
    }

    /// <summary>Number of an operation's name or an edge's label. Names and features share one table, therefore one
    /// number never means both.</summary>
    protected int Name(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            var ordinal = _names.IndexOf(name);
            if (ordinal < 0)
            {
                ordinal = _names.Count;
                _names.Add(name);
            }

            number = Table.Number([-1 - ordinal]);            // a feature begins with what is not negative
            _numbers.Add(name, number);
        }

        return number;
    }

    /// <summary>The name behind a number; null where it is a feature's.</summary>
    protected string? NameOf(int number) => Table[number][0] is var first and < 0 ? _names[(int)(-1 - first)] : null;
}
