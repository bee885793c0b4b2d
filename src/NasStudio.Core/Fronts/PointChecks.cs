namespace NasStudio.Core.Fronts;

/// <summary>What fronts and volumes require of their points.</summary>
internal static class PointChecks
{
    /// <summary>Refuses NaN, points without objectives and points of different length.</summary>
    public static void Check(IReadOnlyList<double[]> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Length == 0 || points[i].Length != points[0].Length)
            {
                throw new ArgumentException(
                    $"Point {i} has {points[i].Length} objectives; all need the same number, at least one "
                    + $"(point 0 has {points[0].Length}).", nameof(points));
            }

            var nan = Array.FindIndex(points[i], double.IsNaN);
            if (nan >= 0)
            {
                throw new ArgumentException(
                    $"Objective {nan} of point {i} is NaN; it cannot be compared.", nameof(points));
            }
        }
    }
}
