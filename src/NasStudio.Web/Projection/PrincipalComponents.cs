using System.Collections.Immutable;

namespace NasStudio.Web.Projection;

/// <summary>The plane on which points of many dimensions spread most, for drawing them.</summary>
/// <remarks>
/// Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", 1901; eigenvectors of the covariance by
/// cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, section 8.5). An eigenvector's sign is arbitrary:
/// it is chosen to agree with the plane drawn before, or else such that the largest loading is positive, so that a
/// picture that grows does not flip over.
/// </remarks>
public sealed class PrincipalComponents
{
    private readonly double[] _mean;                // (d)
    private readonly double[][] _axes;              // (2, d), unit length

    private PrincipalComponents(double[] mean, double[][] axes, double explained)
        => (_mean, _axes, ExplainedShare) = (mean, axes, explained);

    /// <summary>Share of the points' variance that lies in the plane, in [0, 1]; 0 when all points are one.</summary>
    public double ExplainedShare { get; }

    /// <summary>The two axes. // (2, d)</summary>
    public IReadOnlyList<IReadOnlyList<double>> Axes => _axes;

    /// <summary>Finds the plane of the points.</summary>
    /// <param name="points">At least one, all of one length d. // (n, d)</param>
    /// <param name="before">The plane to agree with in sign; null for none.</param>
    /// <exception cref="ArgumentException">There is no point, or their lengths differ.</exception>
    public static PrincipalComponents Fit(IReadOnlyList<ImmutableArray<double>> points, PrincipalComponents? before = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0 || points.Any(p => p.Length != points[0].Length || p.Length == 0))
        {
            throw new ArgumentException("Points of one length, and at least one, are needed.", nameof(points));
        }

        var (mean, covariance) = Moments(points);
        var total = Enumerable.Range(0, mean.Length).Sum(i => covariance[i, i]);
        var (values, vectors) = SymmetricEigen.Decompose(covariance);
        double[][] axes = [Axis(0), mean.Length > 1 ? Axis(1) : new double[1]];
        var plane = values[0] + (mean.Length > 1 ? values[1] : 0);
        return new(mean, axes, total > 0 ? Math.Clamp(plane / total, 0, 1) : 0);

        double[] Axis(int k)
        {
            double[] axis = [.. Enumerable.Range(0, mean.Length).Select(i => vectors[i, k])];
            var reference = before?._axes[k].Length == axis.Length ? Dot(before._axes[k], axis) : 0;
            var sign = Math.Abs(reference) > 1e-6 ? reference : axis.MaxBy(v => Math.Round(Math.Abs(v), 9));
            return sign < 0 ? [.. axis.Select(v => -v)] : axis;
        }
    }

    /// <summary>Where a point falls on the plane.</summary>
    /// <param name="point">Of the length d of the fitted points.</param>
    public (double X, double Y) Project(ImmutableArray<double> point)
    {
        var (x, y) = (0.0, 0.0);
        for (var i = 0; i < _mean.Length; i++)
        {
            x += (point[i] - _mean[i]) * _axes[0][i];
            y += (point[i] - _mean[i]) * _axes[1][i];
        }

        return (x, y);
    }

    /// <summary>The point of the plane at a place: the mean and so much of either axis. // (d)</summary>
    public ImmutableArray<double> Unproject(double x, double y)
        => [.. _mean.Select((mean, i) => mean + x * _axes[0][i] + y * _axes[1][i])];

    private static (double[] Mean, double[,] Covariance) Moments(IReadOnlyList<ImmutableArray<double>> points)
    {
        var d = points[0].Length;
        var mean = new double[d];
        foreach (var point in points)
        {
            for (var i = 0; i < d; i++)
            {
                mean[i] += point[i] / points.Count;
            }
        }

        var covariance = new double[d, d];          // (d, d)
        var centred = new double[d];
        foreach (var point in points)
        {
            for (var i = 0; i < d; i++)
            {
                centred[i] = point[i] - mean[i];
            }

            for (var i = 0; i < d; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    covariance[i, j] += centred[i] * centred[j] / points.Count;
                    covariance[j, i] = covariance[i, j];
                }
            }
        }

        return (mean, covariance);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
