namespace NasStudio.Core.Fronts;

/// <summary>The volume that a set of points dominates, up to a reference point. Every objective is minimised.</summary>
/// <remarks>
/// Exact for any number of objectives. Two: one sweep. Three: sweep along the third objective over a staircase of the
/// first two. More: WFG, While, Bradstreet and Barone, "A Fast Way of Calculating Exact Hypervolumes", IEEE Transactions
/// on Evolutionary Computation 16(1), 2012, with the three-dimensional sweep as its base.
/// </remarks>
public static class Hypervolume
{
    /// <summary>The dominated volume; points that are not better than the reference everywhere add nothing.</summary>
    /// <param name="points">Objective values, smaller is better. // (n, d)</param>
    /// <param name="reference">A point that is worse than all of interest; finite. // (d)</param>
    /// <exception cref="ArgumentException">A value is NaN or minus infinity, or lengths differ.</exception>
    public static double Of(IReadOnlyList<double[]> points, double[] reference)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(reference);
        PointChecks.Check([reference, .. points]);
        if (!reference.All(double.IsFinite) || points.Any(p => p.Contains(double.NegativeInfinity)))
        {
            throw new ArgumentException("The reference must be finite and no objective minus infinity: the volume is not.",
                nameof(points));
        }

        double[][] inside = [.. points.Where(p => p.Zip(reference).All(pair => pair.First < pair.Second))];
        return Volume(NonDominated(inside), reference);
    }

    private static double Volume(List<double[]> front, double[] reference) => reference.Length switch
    {
        _ when front.Count == 0 => 0,
        1 => reference[0] - front.Min(p => p[0]),
        2 => Area(front, reference),
        3 => Sweep(front, reference),
        _ => Wfg(front, reference),
    };

    private static double Area(List<double[]> front, double[] reference)
    {
        var area = 0.0;
        var upper = reference[1];
        foreach (var point in front.OrderBy(p => p[0]).ThenBy(p => p[1]).Where(p => p[1] < reference[1]))
        {
            if (point[1] < upper)
            {
                area += (reference[0] - point[0]) * (upper - point[1]);
                upper = point[1];
            }
        }

        return area;
    }

    private static double Sweep(List<double[]> front, double[] reference)
    {
        var volume = 0.0;
        var area = 0.0;
        var height = 0.0;
        var staircase = new List<(double X, double Y)>();     // x ascending, y descending: the front of what lies below
        foreach (var point in front.OrderBy(p => p[2]))
        {
            volume += area * (point[2] - height);
            height = point[2];
            area += Insert(staircase, point[0], point[1], reference);
        }

        return volume + area * (reference[2] - height);
    }

    /// <summary>Adds a step and returns the area gained; steps that it dominates are removed.</summary>
    private static double Insert(List<(double X, double Y)> staircase, double x, double y, double[] reference)
    {
        var at = staircase.BinarySearch((x, y));
        at = at < 0 ? ~at : at;
        var upper = at > 0 ? staircase[at - 1].Y : reference[1];
        if (upper <= y)
        {
            return 0;
        }

        var gained = 0.0;
        var left = x;
        var end = at;
        for (; end < staircase.Count && staircase[end].Y >= y; end++)
        {
            gained += (staircase[end].X - left) * (upper - y);
            (left, upper) = staircase[end];
        }

        var right = end < staircase.Count ? staircase[end].X : reference[0];
        gained += (right - left) * (upper - y);
        staircase.RemoveRange(at, end - at);
        staircase.Insert(at, (x, y));
        return gained;
    }

    /// <summary>Sum of what each point adds to the points after it; worst in the last objective first.</summary>
    private static double Wfg(List<double[]> front, double[] reference)
    {
        var volume = 0.0;
        List<double[]> sorted = [.. front.OrderByDescending(p => p[^1])];
        for (var i = 0; i < sorted.Count; i++)
        {
            // All later points reach at least as low in the last objective, so that one may be split off.
            var point = sorted[i];
            double[][] limited = [.. sorted.Skip(i + 1).Select(q => q.Zip(point, Math.Max).SkipLast(1).ToArray())];
            double[] flat = [.. point.SkipLast(1)];
            double[] flatReference = [.. reference.SkipLast(1)];
            var box = flat.Zip(flatReference, (p, r) => r - p).Aggregate(1.0, (a, b) => a * b);
            volume += (reference[^1] - point[^1]) * (box - Volume(NonDominated(limited), flatReference));
        }

        return volume;
    }

    private static List<double[]> NonDominated(double[][] points)
        => [.. ParetoFront.Of(points).Select(i => points[i])];
}
