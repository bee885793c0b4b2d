using System.Numerics.Tensors;

namespace NasStudio.Search.GaussianProcesses;

/// <summary>The factor L of a symmetric positive definite matrix K = L L', and what is solved with it.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th edition, algorithm 4.2.2, row by row.</remarks>
internal sealed class Cholesky
{
    private const double FirstJitter = 1e-10;
    private const double LargestJitter = 1e-2;
    private readonly double[][] _rows;                        // row i has i + 1 entries // (n, n), lower triangle

    private readonly double _jitter;                          // what the diagonal had to grow by

    private Cholesky(double[][] rows, double jitter) => (_rows, _jitter) = (rows, jitter);

    /// <summary>n.</summary>
    public int Size => _rows.Length;

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
                return new Cholesky(rows, jitter);
            }
        }

        throw new ArithmeticException($"The matrix of size {size} is not positive definite.");
    }

    /// <summary>The factor of a larger matrix that begins with this one's; what it holds is exactly what
    /// <see cref="Of"/> would give.</summary>
    /// <param name="matrix">Entry of row i and column j, j at most i; rows that are factored are not read.</param>
    /// <param name="size">Size of the larger matrix.</param>
    /// <exception cref="ArithmeticException">It is far from positive definite.</exception>
    public Cholesky Extended(Func<int, int, double> matrix, int size)
    {
        var rows = new double[size][];
        _rows.CopyTo(rows, 0);
        for (var i = _rows.Length; i < size; i++)
        {
            if (Row(rows, i, matrix, _jitter) is not { } row)
            {
                return Of(matrix, size);
            }

            rows[i] = row;
        }

        return new Cholesky(rows, _jitter);
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
            var earlier = solution.AsSpan(0, i);
            TensorPrimitives.MultiplyAdd(_rows[i].AsSpan(0, i), -solution[i], earlier, earlier);
        }

        return solution;
    }

    /// <summary>L x. // (n)</summary>
    public double[] Multiply(double[] right) => [.. _rows.Select(row => Dot(row, right, row.Length))];

    /// <summary>Diagonal of K^-1: what the columns of L^-1 have as squares. // (n)</summary>
    public double[] InverseDiagonal()
    {
        var diagonal = new double[Size];
        var column = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            column[i] = 1 / _rows[i][i];
            for (var j = i + 1; j < Size; j++)
            {
                var above = TensorPrimitives.Dot(_rows[j].AsSpan(i..j), column.AsSpan(i..j));
                column[j] = -above / _rows[j][j];
            }

            diagonal[i] = TensorPrimitives.SumOfSquares<double>(column.AsSpan(i));
        }

        return diagonal;
    }

    private static double[][]? TryFactor(Func<int, int, double> matrix, int size, double jitter)
    {
        var rows = new double[size][];
        for (var i = 0; i < size; i++)
        {
            if (Row(rows, i, matrix, jitter) is not { } row)
            {
                return null;
            }

            rows[i] = row;
        }

        return rows;
    }

    /// <summary>The next row of a factor; null where the matrix is not positive definite so far.</summary>
    private static double[]? Row(ReadOnlySpan<double[]> rows, int i, Func<int, int, double> matrix, double jitter)
    {
        var row = new double[i + 1];
        for (var j = 0; j < i; j++)
        {
            row[j] = (matrix(i, j) - Dot(row, rows[j], j)) / rows[j][j];
        }

        var pivot = matrix(i, i) + jitter - Dot(row, row, i);
        row[i] = Math.Sqrt(pivot);
        return pivot > 0 ? row : null;
    }

    private static double Dot(double[] x, double[] y, int length)
        => TensorPrimitives.Dot(x.AsSpan(0, length), y.AsSpan(0, length));
}
