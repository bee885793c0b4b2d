using System.Globalization;
using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>Names of Weisfeiler-Lehman labels that are equal exactly where the labels are, whatever order successors are
/// written in and wherever they were learned.</summary>
public static class MotifKey
{
    /// <summary>The name of a label.</summary>
    public static string Of(LabelTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Joined(tree.Operation, tree.Successors.Select(branch => Branch(branch.Edge, Of(branch.Tree))));
    }

    /// <summary>The names of the labels of a graph's nodes.</summary>
    /// <param name="graph">What an architecture's cell computes.</param>
    /// <param name="level">On which level, not negative.</param>
    public static string[] Of(LabelledDag graph, int level)
    {
        ArgumentNullException.ThrowIfNull(graph);
        string[] keys = [.. graph.Labels.Select(label => Joined(label, []))];
        for (var l = 0; l < level; l++)
        {
            var successors = graph.Edges.ToLookup(edge => edge.From, edge => Branch(edge.Label, keys[edge.To]));
            keys = [.. graph.Labels.Select((label, node) => Joined(label, successors[node]))];
        }

        return keys;
    }

    // Names are told with their lengths: whatever they hold, no two labels have one name.
    private static string Joined(string operation, IEnumerable<string> branches)
        => $"{Counted(operation)}({string.Concat(branches.Order(StringComparer.Ordinal))})";

    private static string Branch(string? edge, string tree) => edge is null ? tree : $"{Counted(edge)}>{tree}";

    private static string Counted(string name) => string.Create(CultureInfo.InvariantCulture, $"{name.Length}:{name}");
}
