using System.Collections.Immutable;
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
        return (motif.Cell.Length > 0 ? $"{motif.Cell}: " : "") + Of(Drawn(motif), 0);
    }

    /// <summary>The motif's graph as it is drawn: the names of inputs and outputs say nothing of the cell.</summary>
    public static LabelledDag Drawn(StudiedMotif motif)
    {
        ArgumentNullException.ThrowIfNull(motif);
        return motif.Graph with { Labels = [.. motif.Graph.Labels.Select(label => Plain(label, motif.Cell))] };
    }

    /// <summary>Of motifs that the same architectures hold the simplest one, in their order.</summary>
    public static ImmutableArray<StudiedMotif> Distinct(IEnumerable<StudiedMotif> motifs)
    {
        ArgumentNullException.ThrowIfNull(motifs);
        var list = motifs.ToArray();
        var simplest = list.GroupBy(m => (m.Cell, m.Support, Math.Round(m.Effect, 9), Math.Round(m.MeanWith, 9)))
            .Select(alike => alike.MinBy(m => m.Graph.Labels.Length)).ToHashSet();
        return [.. list.Where(simplest.Contains)];
    }

    private static string Plain(string label, string cell)
        => cell.Length == 0 || !(LabelledDag.IsInput(label) || LabelledDag.IsOutput(label)) ? label
            : label.Replace($" {cell}", "", StringComparison.Ordinal).Replace("c_{", "", StringComparison.Ordinal)
                .Replace("}", "", StringComparison.Ordinal).Replace('-', '−');

    private static string Of(LabelledDag graph, int node)
    {
        var follow = graph.Edges.Where(edge => edge.From == node)
            .Select(edge => (edge.Label is null ? "" : $"{edge.Label}: ") + Of(graph, edge.To))
            .GroupBy(text => text).Select(group => group.Count() > 1 ? $"{group.Count()} × {group.Key}" : group.Key).ToArray();
        var label = graph.Labels[node];
        var root = LabelledDag.IsInput(label) ? label.Replace('_', ' ') : Operation.Of(label).Title;
        return follow.Length == 0 ? root : $"{root} → {string.Join(" and ", follow)}";
    }
}
