using NasStudio.Core.Architectures;

namespace NasStudio.Runs.Motifs;

/// <summary>Where an architecture of a space differs from another.</summary>
/// <param name="Part">The only cell that differs; null where several places do.</param>
/// <param name="Place">The only place of it that differs; null where connections do.</param>
/// <param name="Text">The difference in words; of one place what stands there instead.</param>
internal sealed record Difference(int? Part, int? Place, string Text)
{
    /// <summary>Compares two architectures by what is drawn of them.</summary>
    public static Difference Of(
        IReadOnlyList<(string Name, LabelledDag Graph)> from, IReadOnlyList<(string Name, LabelledDag Graph)> to)
    {
        var texts = new List<string>();
        var places = new List<(int Part, int Place, string Label)>();
        var connects = false;
        for (var part = 0; part < from.Count; part++)
        {
            var cell = from.Count > 1 ? $"{from[part].Name}: " : "";
            var (old, current) = (from[part].Graph, to[part].Graph);
            if (!Shape(old).SequenceEqual(Shape(current)) || old.Labels.Length != current.Labels.Length)
            {
                connects = true;
                var (before, after) = (Connections(old), Connections(current));
                texts.AddRange(Without(before, after).Select(c => $"{cell}without {c}"));
                texts.AddRange(Without(after, before).Select(c => $"{cell}with {c}"));
                continue;
            }

            var (was, becomes) = (SearchSpace.Places(old), SearchSpace.Places(current));
            foreach (var (place, label) in becomes.Index().Where(p => p.Item != was[p.Index]))
            {
                places.Add((part, place, label));
                texts.Add($"{cell}{was[place]} becomes {label}");
            }
        }

        return !connects && places is [var only]
            ? new Difference(only.Part, only.Place, only.Label)
            : new Difference(null, null, texts.Count > 0 ? string.Join(", ", texts) : "the same drawn otherwise");
    }

    private static IEnumerable<(int, int, bool)> Shape(LabelledDag graph)
        => graph.Edges.Select(edge => (edge.From, edge.To, edge.Label is null));

    private static List<string> Connections(LabelledDag graph) =>
    [
        .. graph.Edges.Select(edge => edge.Label is null
            ? $"{Node(edge.From)} → {Node(edge.To)}" : $"{edge.Label} from {Node(edge.From)} to {Node(edge.To)}"),
    ];

    private static string Node(int number) => $"node {number}";

    private static List<string> Without(IEnumerable<string> list, IEnumerable<string> others)
    {
        var left = list.ToList();
        foreach (var other in others)
        {
            left.Remove(other);
        }

        return left;
    }
}
