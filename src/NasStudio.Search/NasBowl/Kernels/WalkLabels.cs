using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>Walks. A feature of level h is the sequence of operations that a walk of h edges meets.</summary>
/// <remarks>
/// Gartner, Flach and Wrobel, "On Graph Kernels: Hardness Results and Efficient Alternatives", COLT 2003; as one of the
/// kernels compared in Ru et al. 2021, section 5.1. Deviation: walks of up to H edges, each length with the same weight,
/// where the geometric kernel sums all lengths with falling weights: walks of a cell are short, and the likelihood
/// chooses H. Walks over a multiple edge count as often as it is there.
/// </remarks>
internal sealed class WalkLabels(int depth) : GraphLabels(depth)
{
    /// <inheritdoc/>
    public override GraphFeatures Of(LabelledDag graph)
    {
        var nodes = graph.Labels.Length;
        var edges = graph.Edges.ToLookup(e => e.From);
        var walks = new Dictionary<int, long>[nodes];          // from each node: which, how often
        for (var v = 0; v < nodes; v++)
        {
            walks[v] = new() { [Name(graph.Labels[v])] = 1 };
        }

        var levels = new List<IReadOnlyDictionary<int, long>> { Sum(walks) };
        while (levels.Count <= Depth)
        {
            walks = [.. Enumerable.Range(0, nodes).Select(v => Longer(Name(graph.Labels[v]), edges[v], walks))];
            levels.Add(Sum(walks));
        }

        return GraphFeatures.Counted(levels);
    }

    /// <summary>The walks from a node, by those of one edge less from its successors.</summary>
    private Dictionary<int, long> Longer(int operation, IEnumerable<DagEdge> edges, Dictionary<int, long>[] walks)
    {
        var longer = new Dictionary<int, long>();
        foreach (var edge in edges)
        {
            foreach (var (walk, count) in walks[edge.To])
            {
                var feature = Table.Number([operation, edge.Label is null ? 0 : Name(edge.Label) + 1, walk]);
                longer[feature] = longer.GetValueOrDefault(feature) + count;
            }
        }

        return longer;
    }

    private static Dictionary<int, long> Sum(IEnumerable<Dictionary<int, long>> walks)
        => walks.SelectMany(w => w).GroupBy(w => w.Key).ToDictionary(group => group.Key, group => group.Sum(w => w.Value));
}
