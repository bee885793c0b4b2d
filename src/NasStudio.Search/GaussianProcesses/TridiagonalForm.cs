using System.Numerics.Tensors;

namespace NasStudio.Search.GaussianProcesses;

/// <summary>
/// A symmetric matrix as K = Q T Q' with Q orthogonal and T tridiagonal. What a Gaussian process needs of K + g I is then
/// linear in n for every g: (K + g I)^-1 = Q (T + g I)^-1 Q'.
/// </summary>
/// <remarks>
/// Householder's reduction: Golub and Van Loan, "Matrix Computations", 4th edition, section 8.3.1, from the last row to
/// the first, so that what is left is always the leading block of the lower triangle. The update of each step and the
/// product of the next go over the matrix once. A third of the work of an eigendecomposition, and as exact.
/// Notation: reflector i is I - beta v v' with v in the first i coordinates.
/// </remarks>
internal sealed class TridiagonalForm
{
    private readonly double[][] _rows;                        // row i: the v of reflector i, then garbage // (n, n)
    private readonly double[] _betas;                         // (n)
    private readonly double[] _diagonal;                      // of T // (n)
    private readonly double[] _below;                         // entry (i, i - 1) of T at i // (n)

    /// <summary>Reduces a matrix.</summary>
    /// <param name="rows">Lower triangle, row i with i + 1 entries; overwritten. // (n, n)</param>
    public TridiagonalForm(double[][] rows)
    {
        var n = rows.Length;
        _rows = rows;
        (_betas, _diagonal, _below) = (new double[n], new double[n], new double[n]);
        var (v, w) = (Array.Empty<double>(), new double[n]);  // of the step before: rows still lack - v w' - w v'
        for (var i = n - 1; i >= 0; i--)
        {
            var row = rows[i];
            if (v.Length > 0)
            {
                Update(row, v, w);
            }

            _diagonal[i] = row[i];
            _betas[i] = Reflector(row, i, out _below[i]);
            var product = Product(rows, i, v, w, row);
            var p = product.AsSpan(0, i);
            TensorPrimitives.Multiply(p, _betas[i], p);
            var along = TensorPrimitives.Dot(p, row.AsSpan(0, i));
            TensorPrimitives.MultiplyAdd(row.AsSpan(0, i), -0.5 * _betas[i] * along, p, p);
            (v, w) = (row, product);
        }
    }

    /// <summary>Q' y. // (n)</summary>
    public double[] Rotate(ReadOnlySpan<double> y)
    {
        var rotated = y.ToArray();
        for (var i = rotated.Length - 1; i > 0; i--)
        {
            var v = _rows[i].AsSpan(0, i);
            var x = rotated.AsSpan(0, i);
            TensorPrimitives.MultiplyAdd(v, -_betas[i] * TensorPrimitives.Dot(v, x), x, x);
        }

        return rotated;
    }

    /// <summary>y' (K + g I)^-1 y and log |K + g I|; null where that matrix is not positive definite.</summary>
    /// <param name="rotated">Q' y. // (n)</param>
    /// <param name="g">What is added to the diagonal.</param>
    public (double Quadratic, double LogDeterminant)? Shifted(ReadOnlySpan<double> rotated, double g)
    {
        var (quadratic, logDeterminant, previous, product) = (0.0, 0.0, 0.0, 1.0);
        var pivot = 1.0;
        for (var i = 0; i < rotated.Length; i++)
        {
            var ratio = i == 0 ? 0 : _below[i] / pivot;
            previous = rotated[i] - ratio * previous;
            pivot = _diagonal[i] + g - (i == 0 ? 0 : ratio * _below[i]);
            if (!(pivot > 0))
            {
                return null;
            }

            quadratic += previous * previous / pivot;
            product *= pivot;
            if (product is < 1e-200 or > 1e200)               // one logarithm for many pivots
            {
                (logDeterminant, product) = (logDeterminant + Math.Log(product), 1);
            }
        }

        return (quadratic, logDeterminant + Math.Log(product));
    }

    /// <summary>Makes the v that reflects the first i entries of a row onto the last of them, in place.</summary>
    /// <returns>beta; 0 where nothing is to be done.</returns>
    private static double Reflector(double[] row, int i, out double left)
    {
        var x = row.AsSpan(0, i);
        left = i > 0 ? x[^1] : 0;
        var norm = i > 1 ? TensorPrimitives.Norm<double>(x) : 0;
        if (norm == 0 || TensorPrimitives.Norm<double>(x[..^1]) == 0)
        {
            return 0;
        }

        left = x[^1] > 0 ? -norm : norm;
        x[^1] -= left;
        return 1 / (norm * Math.Abs(x[^1]));                  // v'v = 2 |x| |v_last|
    }

    /// <summary>A v over the leading block of i rows, after the update that the step before left to do.</summary>
    private static double[] Product(double[][] rows, int i, double[] pendingV, double[] pendingW, double[] v)
    {
        var product = new double[i];
        for (var r = 0; r < i; r++)
        {
            if (pendingV.Length > 0)
            {
                Update(rows[r], pendingV, pendingW);
            }

            var left = rows[r].AsSpan(0, r);
            var above = product.AsSpan(0, r);
            TensorPrimitives.MultiplyAdd(left, v[r], above, above);
            product[r] = TensorPrimitives.Dot(rows[r], v.AsSpan(0, r + 1));
        }

        return product;
    }

    /// <summary>A row of A - v w' - w v'.</summary>
    private static void Update(double[] row, double[] v, double[] w)
    {
        var (last, length) = (row.Length - 1, row.Length);
        TensorPrimitives.MultiplyAdd(w.AsSpan(0, length), -v[last], row, row);
        TensorPrimitives.MultiplyAdd(v.AsSpan(0, length), -w[last], row, row);
    }
}
