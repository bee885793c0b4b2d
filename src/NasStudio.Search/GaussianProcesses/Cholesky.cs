using System.Numerics.Tensors;

namespace NasStudio.Search.GaussianProcesses;

/// <summary>The factor L of a symmetric positive definite matrix K = L L', and what is solved with it.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th edition, algorithm 4.2.2, row by row.</remarks>
internal sealed class Cholesky
{
    private const double FirstJitter = 1e-10;
    private const double LargestJitter = 1e-2;
    private readonly double[][] _rows;                        // row i has i + 1 entries // (n, n), lower triangle

    private Cholesky(double[][] rows) => _rows = rows;

    /// <summary>Half of log |K|.</summary>
    public double HalfLogDeterminant => _rows.Sum(row => Math.Log(row[^1]));

    /// <summary>Factors a matrix. Where rounding has made it indefinite its diagonal grows, tenfold each time.</summary>
    /// <param name="matrix">Entry of row i and column j, j at most i.</param>
    /// <param name="size">n.</param>
    /// <exception cref="ArithmeticException">It is far from positive definite.</exception>
    public static Cholesky Of(Func<int, int, double> matrix, int size)
    {
        for (var jitter = 0.0; jitter <= LargestJitter; jitter = Math.Max(FirstJitter, 10 * jitter))
        {
            if (TryFactor(matrix, size, jitter) is { } rows)
            {
                return new Cholesky(rows);
            }
        }

        throw new ArithmeticException($"The matrix of size {size} is not positive definite.");
    }

    /// <summary>L^-1 b. // (n)</summary>
    public double[] SolveLower(double[] right)
    {
        var solution = new double[right.Length];
        for (var i = 0; i < right.Length; i++)
        {
            solution[i] = (right[i] - Dot(_rows[i], solution, i)) / _rows[i][i];
        }

        return solution;
    }

    /// <summary>K^-1 b. // (n)</summary>
    public double[] Solve(double[] right)
    {
        var solution = SolveLower(right);
        for (var i = right.Length - 1; i >= 0; i--)
        {
            solution[i] /= _rows[i][i];
            for (var j = 0; j < i; j++)
            {
                solution[j] -= _rows[i][j] * solution[i];
            }
        }

        return solution;
    }

    /// <summary>L x. // (n)</summary>
    public double[] Multiply(double[] right) => [.. _rows.Select(row => Dot(row, right, row.Length))];

    private static double[][]? TryFactor(Func<int, int, double> matrix, int size, double jitter)
    {
        var rows = new double[size][];
        for (var i = 0; i < size; i++)
        {
            rows[i] = new double[i + 1];
            for (var j = 0; j < i; j++)
            {
                rows[i][j] = (matrix(i, j) - Dot(rows[i], rows[j], j)) / rows[j][j];
            }

            var pivot = matrix(i, i) + jitter - Dot(rows[i], rows[i], i);
            if (!(pivot > 0))
            {
                return null;
            }

            rows[i][i] = Math.Sqrt(pivot);
        }

        return rows;
    }

    private static double Dot(double[] x, double[] y, int length)
        => TensorPrimitives.Dot(x.AsSpan(0, length), y.AsSpan(0, length));
}
