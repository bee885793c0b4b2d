using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl;

/// <summary>Whether two small graphs are one and the same, but for the numbers of their nodes.</summary>
/// <remarks>Nodes are matched one after the other, each with the first that fits, going back where none does. Of graphs
/// that look alike from every node that takes a few steps, far fewer than a canonical form.</remarks>
internal static class Isomorphism
{
    private const int MostSteps = 1_000;

    /// <summary>Whether a bijection of the nodes keeps labels and edges; null where that is not found out soon, or where
    /// edges carry labels.</summary>
    public static bool? Exists(LabelledDag first, LabelledDag second)
    {
        var n = first.Labels.Length;
        if (n != second.Labels.Length || first.Edges.Length != second.Edges.Length)
        {
            return false;
        }

        if (Counts(first) is not { } edges || Counts(second) is not { } others)
        {
            return null;
        }

        var (images, used, steps) = (new int[n], new bool[n], MostSteps);
        var isFound = Match(0);
        return steps > 0 ? isFound : null;

        bool Match(int node)
        {
            if (node == n)
            {
                return true;
            }

            for (var image = 0; image < n && --steps > 0; image++)
            {
                if (!used[image] && Fits(node, image))
                {
                    (used[image], images[node]) = (true, image);
                    if (Match(node + 1))
                    {
                        return true;
                    }

                    used[image] = false;
                }
            }

            return false;
        }

        bool Fits(int node, int image)
        {
            if (first.Labels[node] != second.Labels[image])
            {
                return false;
            }

            for (var earlier = 0; earlier < node; earlier++)
            {
                if (edges[earlier * n + node] != others[images[earlier] * n + image]
                    || others[image * n + images[earlier]] != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>How many edges lead from each node to each; null where one carries a label. // (n n)</summary>
    private static int[]? Counts(LabelledDag graph)
    {
        var counts = new int[graph.Labels.Length * graph.Labels.Length];
        foreach (var edge in graph.Edges)
        {
            if (edge.Label is not null)
            {
                return null;
            }

            counts[edge.From * graph.Labels.Length + edge.To]++;
        }

        return counts;
    }
}
