using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.Search.Tests.NasBowl.Kernels;

/// <summary>Random labelled multigraphs.</summary>
internal static class RandomGraphs
{
    /// <summary>A graph of one to eight nodes, with few labels so that much is alike; a third of the edges that are
    /// there are double, a third carry a label.</summary>
    public static LabelledDag Draw(RandomSource random, int mostNodes = 8)
    {
        var nodes = 1 + random.NextInt(mostNodes);
        var density = random.NextDouble();
        return new LabelledDag(
            [.. Enumerable.Range(0, nodes).Select(_ => random.Choose(["conv", "pool", "add"]))],
            [
                .. from edge in from source in Enumerable.Range(0, nodes)
                                from target in Enumerable.Range(source + 1, nodes - source - 1)
                                where random.NextDouble() < density
                                select new DagEdge(source, target, random.NextInt(3) == 0 ? "gate" : null)
                   from copy in Enumerable.Repeat(edge, 1 + random.NextInt(3) / 2)
                   select copy,
            ]);
    }

    /// <summary>The same graph with its nodes in another topological order.</summary>
    public static LabelledDag Renumbered(LabelledDag graph, RandomSource random)
    {
        var order = new List<int>();
        while (order.Count < graph.Labels.Length)
        {
            int[] next =
            [
                .. Enumerable.Range(0, graph.Labels.Length).Where(
                    v => !order.Contains(v) && graph.Edges.All(e => e.To != v || order.Contains(e.From))),
            ];
            order.Add(random.Choose(next));
        }

        return new LabelledDag(
            [.. order.Select(v => graph.Labels[v])],
            [
                .. graph.Edges.Select(e => e with { From = order.IndexOf(e.From), To = order.IndexOf(e.To) })
                    .OrderBy(e => e.From).ThenBy(e => e.To),
            ]);
    }
}
