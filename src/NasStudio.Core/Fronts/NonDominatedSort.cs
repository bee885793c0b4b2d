using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Core.Fronts;

/// <summary>Orders points and trials by several objectives: front by front, within a front the least crowded
/// first.</summary>
/// <remarks>
/// Deb, Pratap, Agarwal and Meyarivan, "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", IEEE
/// Transactions on Evolutionary Computation 6(2), 2002, sections III.A, III.B and VI.A (feasibility first).
/// </remarks>
public static class NonDominatedSort
{
    /// <summary>Number of the front of each point: 0 for the Pareto front, 1 for the front of the rest, and so on. //
    /// (n)</summary>
    /// <param name="points">Objective values, smaller is better. // (n, d)</param>
    /// <exception cref="ArgumentException">A value is NaN, or the points differ in length.</exception>
    public static int[] Fronts(IReadOnlyList<double[]> points)
    {
        PointChecks.Check(points);
        var fronts = new int[points.Count];
        var left = Enumerable.Range(0, points.Count).ToList();
        for (var front = 0; left.Count > 0; front++)
        {
            var members = ParetoFront.Of([.. left.Select(i => points[i])]).Select(i => left[i]).ToHashSet();
            foreach (var member in members)
            {
                fronts[member] = front;
            }

            left.RemoveAll(members.Contains);
        }

        return fronts;
    }

    /// <summary>How far apart each point's neighbours are, summed over the objectives; infinite at the ends. //
    /// (n)</summary>
    /// <param name="points">The points of one front. // (n, d)</param>
    /// <exception cref="ArgumentException">A value is NaN, or the points differ in length.</exception>
    public static double[] CrowdingDistances(IReadOnlyList<double[]> points)
    {
        PointChecks.Check(points);
        var distances = new double[points.Count];
        for (var objective = 0; points.Count > 0 && objective < points[0].Length; objective++)
        {
            int[] sorted = [.. Enumerable.Range(0, points.Count).OrderBy(i => points[i][objective])];
            var range = points[sorted[^1]][objective] - points[sorted[0]][objective];
            distances[sorted[0]] = distances[sorted[^1]] = double.PositiveInfinity;
            for (var i = 1; range > 0 && double.IsFinite(range) && i < sorted.Length - 1; i++)
            {
                distances[sorted[i]] += (points[sorted[i + 1]][objective] - points[sorted[i - 1]][objective]) / range;
            }
        }

        return distances;
    }

    /// <summary>
    /// Rank of each completed trial, best 0: feasible ones first, by front and crowding; then the others by how far
    /// they break the constraints. Equals share the lowest rank of their group. // (n)
    /// </summary>
    public static int[] Ranks(Problem problem, IReadOnlyList<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(trials);
        var keys = new (double Violation, int Front, double Tie)[trials.Count];
        int[] feasible = [.. Enumerable.Range(0, trials.Count).Where(i => problem.IsFeasible(trials[i]))];
        double[][] points = [.. feasible.Select(i => problem.Minimised(trials[i]))];
        var order = problem.Objectives.Length == 1 ? [.. points.Select(p => (0, p[0]))] : FrontAndCrowding(points);
        for (var i = 0; i < feasible.Length; i++)
        {
            keys[feasible[i]] = (0, order[i].Front, order[i].Tie);
        }

        foreach (var i in Enumerable.Range(0, trials.Count).Except(feasible))
        {
            keys[i] = (problem.TotalViolation(trials[i]), 0, 0);
        }

        var ranks = new Dictionary<(double, int, double), int>();
        foreach (var (key, rank) in keys.Order().Select((key, rank) => (key, rank)))
        {
            ranks.TryAdd(key, rank);
        }

        return [.. keys.Select(key => ranks[key])];
    }

    private static (int Front, double Tie)[] FrontAndCrowding(double[][] points)
    {
        var order = new (int Front, double Tie)[points.Length];
        foreach (var front in Fronts(points).Select((front, i) => (front, i)).GroupBy(x => x.front, x => x.i))
        {
            int[] members = [.. front];
            var distances = CrowdingDistances([.. members.Select(i => points[i])]);
            for (var i = 0; i < members.Length; i++)
            {
                order[members[i]] = (front.Key, -distances[i]);
            }
        }

        return order;
    }
}
