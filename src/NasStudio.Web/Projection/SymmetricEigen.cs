namespace NasStudio.Web.Projection;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations.</summary>
/// <remarks>
/// Golub and Van Loan, Matrix Computations, 4th edition, algorithm 8.5.3. Notation: A = V diag(values) Vᵀ, (c, s) the
/// cosine and sine of the rotation that zeroes A[p, q].
/// </remarks>
internal static class SymmetricEigen
{
    private const int MaximalSweeps = 60;           // a handful suffices; convergence is quadratic

    /// <summary>Values in falling order, with the vectors as columns in the same order.</summary>
    /// <param name="symmetric">A symmetric matrix; not changed. // (d, d)</param>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] symmetric)
    {
        var d = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();       // (d, d)
        var v = new double[d, d];                   // (d, d)
        for (var i = 0; i < d; i++)
        {
            v[i, i] = 1;
        }

        var scale = Enumerable.Range(0, d).Sum(i => Math.Abs(a[i, i]));
        for (var sweep = 0; sweep < MaximalSweeps && OffDiagonal(a) > 1e-14 * scale; sweep++)
        {
            for (var p = 0; p < d; p++)
            {
                for (var q = p + 1; q < d; q++)
                {
                    Rotate(a, v, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(i => a[i, i])];
        var vectors = new double[d, d];
        for (var k = 0; k < d; k++)
        {
            for (var i = 0; i < d; i++)
            {
                vectors[i, k] = v[i, order[k]];
            }
        }

        return ([.. order.Select(i => a[i, i])], vectors);
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        }

        for (var k = 0; k < a.GetLength(0); k++)
        {
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
            (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
        }
    }

    private static double OffDiagonal(double[,] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = i + 1; j < a.GetLength(1); j++)
            {
                sum += Math.Abs(a[i, j]);
            }
        }

        return sum;
    }
}
