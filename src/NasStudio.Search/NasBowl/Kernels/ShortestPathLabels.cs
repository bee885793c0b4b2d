using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>Shortest paths. A feature of level h is a pair of operations at whose nodes a path of h edges begins and ends,
/// and none is shorter.</summary>
/// <remarks>
/// Borgwardt and Kriegel, "Shortest-Path Kernels on Graphs", ICDM 2005, with the delta kernel on lengths and labels; as one
/// of the kernels compared in Ru et al. 2021, section 5.1. Deviation: up to H edges, which the likelihood chooses; nodes
/// alone (level 0) count too, so that no graph is without features.
/// </remarks>
internal sealed class ShortestPathLabels(int depth) : GraphLabels(depth)
{
    /// <inheritdoc/>
    public override GraphFeatures Of(LabelledDag graph)
    {
        var nodes = graph.Labels.Length;
        int[] operations = [.. graph.Labels.Select(Name)];
        var successors = graph.Edges.ToLookup(e => e.From, e => e.To);
        var levels = Enumerable.Range(0, Depth + 1).Select(_ => new Dictionary<int, long>()).ToArray();
        for (var from = 0; from < nodes; from++)
        {
            var (reached, front) = (new bool[nodes], new List<int> { from });
            reached[from] = true;
            for (var length = 0; length <= Depth && front.Count > 0; length++)
            {
                var next = new List<int>();
                foreach (var node in front)
                {
                    var feature = length == 0
                        ? operations[from] : Table.Number([operations[from], length, operations[node]]);
                    levels[length][feature] = levels[length].GetValueOrDefault(feature) + 1;
                    foreach (var to in successors[node].Where(to => !reached[to]))
                    {
                        reached[to] = true;
                        next.Add(to);
                    }
                }

                front = next;
            }
        }

        return GraphFeatures.Counted(levels);
    }
}
