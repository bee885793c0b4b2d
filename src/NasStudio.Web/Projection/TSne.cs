using System.Collections.Immutable;
using System.Numerics;
using NasStudio.Core.Randomness;

namespace NasStudio.Web.Projection;

/// <summary>A plane on which near points of many dimensions stay near: t-distributed stochastic neighbour
/// embedding.</summary>
/// <remarks>
/// Van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 2008: exact gradient (equation 5), momentum,
/// per-coordinate gains (Jacobs 1988, as in section 3.4) and early exaggeration. Deviation: the picture starts from the
/// two principal components, not from noise, which keeps the large-scale order (Kobak and Berens, "The art of using
/// t-SNE for single-cell transcriptomics", Nature Communications 2019), with exaggeration 12 for 250 steps and a step
/// size that grows with n (Belkina et al., "Automated optimized parameters for t-SNE", Nature Communications 2019).
/// Notation: n points y on the plane, p[i, j] affinities, q[i, j] = 1 / (1 + |y_i - y_j|²), Z the sum of all q.
/// </remarks>
public static class TSne
{
    private const double Perplexity = 30;                     // 5 to 50, JMLR 2008, section 2
    private const double Exaggeration = 12, StartSpread = 1e-4, Jitter = 1e-3, LeastGain = 0.01;
    private const double EarlyMomentum = 0.5, LateMomentum = 0.8;    // JMLR 2008, section 3.4
    private const int EarlySteps = 250, AllSteps = 750, AgainSteps = 250;

    /// <summary>Finds the places. Equal input gives equal output on one machine.</summary>
    /// <param name="points">All of one length d. // (n, d)</param>
    /// <param name="before">Where the points lie already, to start there; null to begin anew. // (n)</param>
    /// <param name="progress">Hears the share that is done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public static ImmutableArray<(double X, double Y)> Embed(
        IReadOnlyList<ImmutableArray<double>> points, IReadOnlyList<(double X, double Y)>? before = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (before is not null && before.Count != points.Count)
        {
            throw new ArgumentException($"{before.Count} places for {points.Count} points.", nameof(before));
        }

        if (points.Count < 2)
        {
            return [.. points.Select(_ => (0.0, 0.0))];
        }

        var n = points.Count;
        var affinities = new Affinities(points, Math.Min(Perplexity, (n - 1) / 3.0), cancellation);
        var start = before ?? Principal(points);
        var x = new Coordinate(start.Select(p => p.X), affinities.Width);
        var y = new Coordinate(start.Select(p => p.Y), affinities.Width);
        var steps = before is null ? AllSteps : AgainSteps;
        var rate = Math.Max(n / Exaggeration / 4, 50);        // of the gradient with its factor 4
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var early = before is null && step < EarlySteps;
            Gradient(affinities, x.At, y.At, early ? Exaggeration : 1, x.Slope, y.Slope);
            var momentum = early ? EarlyMomentum : LateMomentum;
            x.Move(n, momentum, rate);
            y.Move(n, momentum, rate);
            progress?.Report((step + 1.0) / steps);
        }

        return [.. Enumerable.Range(0, n).Select(i => (x.At[i], y.At[i]))];
    }

    /// <summary>Slopes of the Kullback-Leibler divergence of the places from the affinities (equation 5).</summary>
    /// <param name="affinities">Of n points, in rows of a width w. // (n, w)</param>
    /// <param name="x">Places across; beyond n, so far off that nothing is felt. // (w)</param>
    /// <param name="y">Places up. // (w)</param>
    /// <param name="exaggeration">Multiplies the affinities.</param>
    /// <param name="slopeX">Filled. // (w)</param>
    /// <param name="slopeY">Filled. // (w)</param>
    internal static void Gradient(
        Affinities affinities, double[] x, double[] y, double exaggeration, double[] slopeX, double[] slopeY)
    {
        var (n, width) = (affinities.Count, affinities.Width);
        var (pushX, pushY) = (new double[n], new double[n]);
        var z = -(double)n;                                   // q[i, i] = 1 does not count
        for (var i = 0; i < n; i++)
        {
            var (xi, yi) = (new Vector<double>(x[i]), new Vector<double>(y[i]));
            Vector<double> pullX = default, pullY = default, awayX = default, awayY = default, sum = default;
            for (var j = 0; j < width; j += Vector<double>.Count)
            {
                var (dx, dy) = (xi - new Vector<double>(x, j), yi - new Vector<double>(y, j));
                var q = Vector<double>.One / (Vector<double>.One + dx * dx + dy * dy);
                var (pull, away) = (new Vector<double>(affinities.Rows, i * width + j) * q, q * q);
                (pullX, pullY) = (pullX + pull * dx, pullY + pull * dy);
                (awayX, awayY) = (awayX + away * dx, awayY + away * dy);
                sum += q;
            }

            (slopeX[i], slopeY[i]) = (4 * exaggeration * Vector.Sum(pullX), 4 * exaggeration * Vector.Sum(pullY));
            (pushX[i], pushY[i]) = (4 * Vector.Sum(awayX), 4 * Vector.Sum(awayY));
            z += Vector.Sum(sum);
        }

        for (var i = 0; i < n; i++)
        {
            (slopeX[i], slopeY[i]) = (slopeX[i] - pushX[i] / z, slopeY[i] - pushY[i] / z);
        }
    }

    /// <summary>The two principal components, small, with a trace of noise that parts what these do not.</summary>
    private static IReadOnlyList<(double X, double Y)> Principal(IReadOnlyList<ImmutableArray<double>> points)
    {
        var plane = PrincipalComponents.Fit(points);
        (double X, double Y)[] places = [.. points.Select(plane.Project)];
        var spread = Math.Sqrt(places.Average(p => p.X * p.X));
        var scale = spread > 0 ? StartSpread / spread : 0;
        var random = new RandomSource(0);
        return [.. places.Select(p => (p.X * scale + Noise(), p.Y * scale + Noise()))];

        double Noise() => Jitter * StartSpread * random.NextGaussian();
    }

    /// <summary>One coordinate of all points, and how it moves.</summary>
    private sealed class Coordinate
    {
        private readonly double[] _speed, _gain;              // (n)

        public Coordinate(IEnumerable<double> start, int width)
        {
            double[] values = [.. start];
            At = [.. values, .. Enumerable.Repeat(Affinities.Far, width - values.Length)];
            (Slope, _speed, _gain) = (new double[width], new double[values.Length], [.. values.Select(_ => 1.0)]);
        }

        public double[] At { get; }                           // (w)

        public double[] Slope { get; }                        // (w)

        /// <summary>Steps down the slope and puts the mean back to 0.</summary>
        public void Move(int n, double momentum, double rate)
        {
            var mean = 0.0;
            for (var i = 0; i < n; i++)
            {
                _gain[i] = Math.Max(LeastGain, Slope[i] > 0 == _speed[i] > 0 ? 0.8 * _gain[i] : _gain[i] + 0.2);
                _speed[i] = momentum * _speed[i] - rate * _gain[i] * Slope[i];
                At[i] += _speed[i];
                mean += At[i] / n;
            }

            for (var i = 0; i < n; i++)
            {
                At[i] -= mean;
            }
        }
    }
}
