using NasStudio.Core.Architectures;
using NasStudio.Runs.Motifs;
using NasStudio.Web.Cells;

namespace NasStudio.Web.Motifs;

/// <summary>Motifs in people's words.</summary>
public static class MotifText
{
    /// <summary>"3×3 conv → output and 2 × 1×1 conv", behind its cell's name where architectures have several.</summary>
    public static string Of(StudiedMotif motif)
    {
        ArgumentNullException.ThrowIfNull(motif);
        return (motif.Cell.Length > 0 ? $"{motif.Cell}: " : "") + Of(motif.Graph, 0);
    }

    private static string Of(LabelledDag graph, int node)
    {
        var follow = graph.Edges.Where(edge => edge.From == node)
            .Select(edge => (edge.Label is null ? "" : $"{edge.Label}: ") + Of(graph, edge.To))
            .GroupBy(text => text).Select(group => group.Count() > 1 ? $"{group.Count()} × {group.Key}" : group.Key).ToArray();
        var root = Operation.Of(graph.Labels[node]).Title;
        return follow.Length == 0 ? root : $"{root} → {string.Join(" and ", follow)}";
    }
}
