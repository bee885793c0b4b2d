using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Core.Fronts;

/// <summary>The points that no other point dominates. Every objective is minimised; equal points stand or fall
/// together.</summary>
/// <remarks>
/// One and two objectives: one sweep over sorted points, O(n log n) (Kung, Luccio and Preparata, "On Finding the Maxima
/// of a Set of Vectors", JACM 1975). More: points in lexicographic order are compared with the front so far, O(n f d)
/// for a front of f points; no later point can dominate an earlier one.
/// </remarks>
public static class ParetoFront
{
    /// <summary>Whether a is nowhere worse than b and somewhere better.</summary>
    public static bool Dominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var better = false;
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i])
            {
                return false;
            }

            better |= a[i] < b[i];
        }

        return better;
    }

    /// <summary>Positions of the points on the front, in ascending order.</summary>
    /// <param name="points">Objective values, smaller is better; infinities are allowed. // (n, d)</param>
    /// <exception cref="ArgumentException">A value is NaN, or the points differ in length.</exception>
    public static IReadOnlyList<int> Of(IReadOnlyList<double[]> points)
    {
        PointChecks.Check(points);
        return OfChecked(points);
    }

    /// <summary>As <see cref="Of(IReadOnlyList{double[]})"/>, for points that were checked before.</summary>
    internal static List<int> OfChecked(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0)
        {
            return [];
        }

        var sorted = Enumerable.Range(0, points.Count).ToArray();
        Array.Sort(sorted, (i, j) => points[i].AsSpan().SequenceCompareTo(points[j]));
        var front = points[0].Length <= 2 ? Sweep(points, sorted) : Compare(points, sorted);
        front.Sort();
        return front;
    }

    /// <summary>The completed, full and feasible trials on the front, in the order given.</summary>
    public static IReadOnlyList<Trial> Of(Problem problem, IEnumerable<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Trial[] eligible =
        [
            .. trials.Where(t => t.State == TrialState.Completed && t.IsFull && problem.IsFeasible(t)),
        ];
        return [.. Of([.. eligible.Select(problem.Minimised)]).Select(i => eligible[i])];
    }

    private static List<int> Sweep(IReadOnlyList<double[]> points, int[] sorted)
    {
        var front = new List<int>();
        foreach (var i in sorted)                             // a new point has to be better in the last objective
        {
            if (front.Count == 0 || points[i][^1] < points[front[^1]][^1] || Equal(points[i], points[front[^1]]))
            {
                front.Add(i);
            }
        }

        return front;
    }

    private static List<int> Compare(IReadOnlyList<double[]> points, int[] sorted)
    {
        var front = new List<int>();
        foreach (var i in sorted)
        {
            if (!front.Exists(j => Dominates(points[j], points[i])))
            {
                front.Add(i);
            }
        }

        return front;
    }

    private static bool Equal(double[] a, double[] b) => a.AsSpan().SequenceEqual(b);
}
