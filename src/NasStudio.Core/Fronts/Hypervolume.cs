namespace NasStudio.Core.Fronts;

/// <summary>The volume that a set of points dominates, up to a reference point. Every objective is minimised.</summary>
/// <remarks>
/// Exact for any number of objectives. Two: one sweep. Three: sweep along the third objective over a staircase of the
/// first two. More: WFG, While, Bradstreet and Barone, "A Fast Way of Calculating Exact Hypervolumes", IEEE
/// Transactions on Evolutionary Computation 16(1), 2012, with the three-dimensional sweep as its base.
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
            throw new ArgumentException(
                "The reference must be finite and no objective minus infinity: the volume is not.", nameof(points));
        }

        double[][] inside = [.. points.Where(p => p.Zip(reference).All(pair => pair.First < pair.Second))];
        return Volume(NonDominated(inside), reference);
    }

    private static double Volume(List<double[]> front, double[] reference) => reference.Length switch
    {
        _ when front.Count == 0 => 0,
        _ when front.Count == 1 => Box(front[0], reference),
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
        // Later points reach at least as low in the last objective, so that it splits off: what a point adds is its
        // extent there times what it adds in the other d - 1 objectives.
        var volume = 0.0;
        var flatReference = reference[..^1];
        front.Sort((a, b) => b[^1].CompareTo(a[^1]));
        for (var i = 0; i < front.Count; i++)
        {
            var point = front[i];
            var shared = Volume(NonDominated(Limited(front, i + 1, point)), flatReference);
            volume += (reference[^1] - point[^1]) * (Box(point, flatReference) - shared);
        }

        return volume;
    }

    /// <summary>The points from a position on, made no better than a point in any objective, without the last
    /// one.</summary>
    private static double[][] Limited(List<double[]> points, int from, double[] point)
    {
        var limited = new double[points.Count - from][];
        for (var i = 0; i < limited.Length; i++)
        {
            var corner = new double[point.Length - 1];
            for (var d = 0; d < corner.Length; d++)
            {
                corner[d] = Math.Max(points[from + i][d], point[d]);
            }

            limited[i] = corner;
        }

        return limited;
    }

    /// <summary>Volume between a point and the reference, over the reference's objectives.</summary>
    private static double Box(double[] point, double[] reference)
    {
        var volume = 1.0;
        for (var d = 0; d < reference.Length; d++)
        {
            volume *= reference[d] - point[d];
        }

        return volume;
    }

    private static List<double[]> NonDominated(double[][] points)
        => [.. ParetoFront.OfChecked(points).Select(i => points[i])];
}
