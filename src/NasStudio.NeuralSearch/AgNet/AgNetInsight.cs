using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What a round of AG-Net shows: where the generator looks, how it learns, and what it draws.</summary>
internal static class AgNetInsight
{
    /// <summary>The insight of a round.</summary>
    /// <param name="encoding">Names nodes and classes.</param>
    /// <param name="parts">Names of the architecture's graphs. // (K)</param>
    /// <param name="loss">Of its retraining; null where nothing learns.</param>
    /// <param name="draw">Its candidates.</param>
    public static RoundInsight Of(
        GraphEncoding encoding, IReadOnlyList<string> parts, RetrainingLoss? loss, CandidateDraw draw)
    {
        var numbers = ImmutableArray.CreateBuilder<InsightNumber>();
        if (loss is { } losses)
        {
            numbers.Add(new InsightNumber("reconstruction", "Reconstruction loss of the generator", "nats", losses.Reconstruction));
            if (losses.Prediction is { } error)
            {
                numbers.Add(new InsightNumber("prediction", "Squared error of the surrogate", "σ²", error));
            }
        }

        numbers.Add(new InsightNumber("valid", "Valid among drawn", "%", 100.0 * draw.Valid / Math.Max(1, draw.Drawn)));
        numbers.Add(new InsightNumber("distinct", "Distinct among valid", "%", 100.0 * draw.Distinct / Math.Max(1, draw.Valid)));
        numbers.Add(new InsightNumber("fresh", "New among distinct", "%", 100.0 * draw.Fresh / Math.Max(1, draw.Distinct)));
        numbers.Add(new InsightNumber("drawn", "Drawn", "architectures", draw.Drawn));
        numbers.Add(new InsightNumber("candidates", "Candidates", "architectures", draw.Candidates.Count));
        return new RoundInsight(
            [.. numbers.Where(number => double.IsFinite(number.Value))],
            [.. Enumerable.Range(0, parts.Count).SelectMany(part => Maps(encoding, parts[part], part, draw))]);
    }

    private static IEnumerable<HeatMap> Maps(GraphEncoding encoding, string part, int index, CandidateDraw draw)
    {
        var (inner, classes, pairs) = (encoding.Nodes - 1, encoding.Classes, encoding.Pairs);
        var of = part.Length > 0 ? $" of the {part} cell" : "";
        ImmutableArray<string> nodes = [.. Enumerable.Range(0, encoding.Nodes).Select(node => $"{node}")];
        // the last node is always the output
        yield return new HeatMap(
            $"nodes{part}", $"Operations{of}", "node", "operation", [.. nodes.Skip(1).Take(inner - 1)],
            [.. encoding.Vocabulary.Skip(2)],
            [
                .. from node in Enumerable.Range(0, inner - 1)
                   from kind in Enumerable.Range(2, classes - 2)
                   select (double?)Math.Round(draw.Nodes[(index * inner + node) * classes + kind], 4),
            ]);
        yield return new HeatMap(
            $"edges{part}", $"Edges{of}", "to node", "from node", [.. nodes.Skip(1)], [.. nodes.SkipLast(1)],
            [
                .. from to in Enumerable.Range(1, inner)
                   from source in Enumerable.Range(0, inner)
                   select source < to
                       ? Math.Round(draw.Edges[index * pairs + GraphEncoding.PairIndex(source, to)], 4) : (double?)null,
            ]);
    }
}
