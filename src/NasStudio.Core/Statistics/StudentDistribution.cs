namespace NasStudio.Core.Statistics;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
public static class StudentDistribution
{
    /// <summary>How probable a value between -t and t is.</summary>
    /// <remarks>Finite sums: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4.</remarks>
    public static double Within(double t, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        var angle = Math.Atan(Math.Abs(t) / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degrees % 2 == 1;
        var term = isOdd ? cosine : 1;
        var sum = degrees == 1 ? 0 : term;
        for (var k = isOdd ? 3 : 2; k <= degrees - 2; k += 2)
        {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }

        return isOdd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }

    /// <summary>The t for which a value between -t and t has this probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="degrees">Degrees of freedom.</param>
    public static double Quantile(double probability, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var (low, high) = (0.0, 1.0);
        while (Within(high, degrees) < probability)
        {
            (low, high) = (high, 2 * high);
        }

        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = Within(middle, degrees) < probability ? (middle, high) : (low, middle);
        }

        return high;
    }
}
