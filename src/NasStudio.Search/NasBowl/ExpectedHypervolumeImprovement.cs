using NasStudio.Core.Fronts;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.Search.NasBowl;

/// <summary>How much a candidate with two independent normal objectives is expected to add to the area that a front
/// dominates. Both objectives are minimised.</summary>
/// <remarks>
/// Emmerich, Deutz and Klinkenberg, "Hypervolume-Based Expected Improvement: Monotonicity Properties and Exact
/// Computation", IEEE CEC 2011; the strips of Yang, Emmerich, Deutz and Back, "Efficient Computation of Expected
/// Hypervolume Improvement Using Box Decomposition Algorithms", Journal of Global Optimization 75, 2019. A place (x, y)
/// is newly dominated with probability P(Y1 at most x) P(Y2 at most y); over a strip of x in (a, b), below which the front
/// leaves everything under y = h open, that integrates to (E1(b) - E1(a)) E2(h), with Ej(t) = E[max(0, t - Yj)]: exact,
/// one strip for each point of the front and one more.
/// </remarks>
internal sealed class ExpectedHypervolumeImprovement
{
    private readonly (double From, double To, double Height)[] _strips;

    /// <summary>The strips of a front.</summary>
    /// <param name="points">Points, dominated ones or not. // (n, 2)</param>
    /// <param name="reference">What is beyond it does not count. // (2)</param>
    public ExpectedHypervolumeImprovement(IReadOnlyList<double[]> points, double[] reference)
    {
        var strips = new List<(double, double, double)>();
        var (from, height) = (double.NegativeInfinity, reference[1]);
        foreach (var point in points.Where(p => p[0] < reference[0] && p[1] < reference[1])
            .OrderBy(p => p[0]).ThenBy(p => p[1]))
        {
            if (point[1] < height)
            {
                strips.Add((from, point[0], height));
                (from, height) = (point[0], point[1]);
            }
        }

        strips.Add((from, reference[0], height));
        _strips = [.. strips];
    }

    /// <summary>A reference a tenth of the front's range beyond its worst values.</summary>
    /// <remarks>Balandat et al., "BoTorch: A Framework for Efficient Monte-Carlo Bayesian Optimization", NeurIPS 2020, as
    /// its code infers reference points; where the front is one point, the range is that of all points.</remarks>
    /// <param name="points">// (n, 2), n at least 1</param>
    public static double[] Reference(IReadOnlyList<double[]> points)
    {
        double[][] front = [.. ParetoFront.Of(points).Select(i => points[i])];
        return
        [
            .. Enumerable.Range(0, 2).Select(j =>
            {
                var worst = front.Max(p => p[j]);
                var range = worst - front.Min(p => p[j]);
                range = range > 0 ? range : points.Max(p => p[j]) - points.Min(p => p[j]);
                return worst + 0.1 * (range > 0 ? range : 1);
            }),
        ];
    }

    /// <summary>The expectation.</summary>
    /// <param name="first">Mean and variance of the first objective.</param>
    /// <param name="second">Mean and variance of the second.</param>
    public double Of((double Mean, double Variance) first, (double Mean, double Variance) second)
    {
        var (sum, before) = (0.0, 0.0);
        foreach (var (_, to, height) in _strips)
        {
            var upTo = ExpectedImprovement.Of(first.Mean, first.Variance, to);
            sum += (upTo - before) * ExpectedImprovement.Of(second.Mean, second.Variance, height);
            before = upTo;
        }

        return sum;
    }
}
