using System.Collections.Immutable;
using NasStudio.Core.Objectives;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Orders architectures by what a problem asks for, and turns the order into training weights.</summary>
/// <remarks>
/// Tripp, Daxberger and Hernandez-Lobato, "Sample-Efficient Optimization in the Latent Space of Deep Generative Models
/// via Weighted Retraining", NeurIPS 2020, equation 4: w = 1 / (k n + rank), best rank 0. With several objectives the
/// key is the sum of the ranks from 1 by each objective; an architecture that breaks a constraint has its key
/// multiplied by 1000 (AG-Net, ECCV 2022, section 4.3; ranks from 1 so that the best infeasible one does not come
/// first).
/// </remarks>
public static class RankWeights
{
    private const double InfeasiblePenalty = 1000;

    /// <summary>Positions from best to worst; equal keys in the order given. // (n)</summary>
    /// <param name="problem">Objectives and constraints.</param>
    /// <param name="values">Measured or predicted values by metric name, for each architecture. // (n)</param>
    public static int[] BestFirst(Problem problem, IReadOnlyList<ImmutableSortedDictionary<string, double>> values)
    {
        var keys = Keys(problem, values);
        return [.. Enumerable.Range(0, keys.Length).OrderBy(position => keys[position])];
    }

    /// <summary>The key of each architecture; smaller is better. // (n)</summary>
    public static double[] Keys(Problem problem, IReadOnlyList<ImmutableSortedDictionary<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(values);
        var keys = new double[values.Count];
        foreach (var objective in problem.Objectives)
        {
            var sign = objective.Direction == Direction.Minimize ? 1 : -1;
            var sorted = values.Select(v => sign * v[objective.Metric]).Order().ToArray();
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] += RankFromOne(sorted, sign * values[i][objective.Metric]);
            }
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (problem.Constraints.Any(c => c.Violation(values[i][c.Metric]) > 0))
            {
                keys[i] *= InfeasiblePenalty;
            }
        }

        return keys;
    }

    /// <summary>Weights by position, in the order given to <see cref="BestFirst"/>. // (n)</summary>
    /// <param name="bestFirst">Positions from best to worst.</param>
    /// <param name="flatness">k; large values weigh all alike.</param>
    public static double[] Weigh(IReadOnlyList<int> bestFirst, double flatness)
    {
        ArgumentNullException.ThrowIfNull(bestFirst);
        var weights = new double[bestFirst.Count];
        for (var rank = 0; rank < weights.Length; rank++)
        {
            weights[bestFirst[rank]] = 1 / (flatness * weights.Length + rank);
        }

        return weights;
    }

    /// <summary>1 + how many are strictly better: equal values share the best of their ranks.</summary>
    /// <param name="sorted">All values, the best, which is the smallest, first.</param>
    /// <param name="value">One of them.</param>
    internal static int RankFromOne(double[] sorted, double value)
    {
        var position = Array.BinarySearch(sorted, value);
        while (position > 0 && sorted[position - 1] == value)
        {
            position--;
        }

        return 1 + position;
    }
}
