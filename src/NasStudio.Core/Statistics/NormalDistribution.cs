namespace NasStudio.Core.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    private const double Far = 3;
    private const int Terms = 60;

    /// <summary>How probable a value above z is, to about 12 digits also far out.</summary>
    /// <remarks>
    /// Within 3 the series of Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4), 2004;
    /// beyond, Laplace's continued fraction (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.14).
    /// </remarks>
    public static double Above(double z)
    {
        if (z < 0)
        {
            return 1 - Above(-z);
        }

        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > Far)
        {
            var fraction = z;
            for (var k = Terms; k > 0; k--)
            {
                fraction = z + k / fraction;
            }

            return density / fraction;
        }

        var (sum, term) = (z, z);
        for (var k = 3; k < 2 * Terms; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return 0.5 - density * sum;
    }

    /// <summary>How probable a value below z is, to about 12 digits also far out.</summary>
    public static double Below(double z) => Above(-z);

    /// <summary>What a value is below with probability p in (0, 1), to about 12 digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in (0, 1).</exception>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability in (0, 1) is needed.");
        }

        if (p > 0.5)
        {
            return -Quantile(1 - p);
        }

        var (low, high) = (-40.0, 0.0);             // halved until the ends meet; only small tails are looked at
        for (var middle = -20.0; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = Above(-middle) < p ? (middle, high) : (low, middle);
        }

        return high;
    }
}
