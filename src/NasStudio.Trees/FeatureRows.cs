namespace NasStudio.Trees;

/// <summary>Rows of features, checked and laid out as libxgboost wants them.</summary>
internal static class FeatureRows
{
    /// <summary>Row after row. // (rows * columns)</summary>
    /// <exception cref="ArgumentException">A row has another length, or a value that is infinite in single precision.
    /// </exception>
    public static float[] Flat(IReadOnlyList<double[]> rows, int columns)
    {
        var flat = new float[checked(rows.Count * columns)];
        for (var row = 0; row < rows.Count; row++)
        {
            ArgumentNullException.ThrowIfNull(rows[row]);
            Fill(rows[row], flat.AsSpan(row * columns, columns), row);
        }

        return flat;
    }

    /// <summary>One row in single precision.</summary>
    /// <inheritdoc cref="Flat"/>
    public static void Fill(ReadOnlySpan<double> row, Span<float> flat, int number)
    {
        if (row.Length != flat.Length)
        {
            throw new ArgumentException($"Row {number} has {row.Length} features; allowed: {flat.Length}.");
        }

        for (var column = 0; column < flat.Length; column++)
        {
            flat[column] = float.IsInfinity((float)row[column])
                ? throw new ArgumentException(FormattableString.Invariant(
                    $"Feature {column} of row {number} is {row[column]}; allowed: single precision, or NaN."))
                : (float)row[column];
        }
    }

    /// <summary>A matrix of the library, with its targets.</summary>
    /// <exception cref="ArgumentException">There is no row, counts differ, or a number is not allowed.</exception>
    public static MatrixHandle Matrix(
        IReadOnlyList<double[]> features, IReadOnlyList<double> targets, int columns, string what)
    {
        if (features.Count == 0 || features.Count != targets.Count)
        {
            throw new ArgumentException(
                $"The {what} rows are {features.Count} with {targets.Count} targets; allowed: one target for each row, "
                + "and at least one row.");
        }

        var labels = new float[targets.Count];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = float.IsFinite((float)targets[row])
                ? (float)targets[row]
                : throw new ArgumentException(FormattableString.Invariant(
                    $"The target of row {row} is {targets[row]}; allowed: numbers of single precision."));
        }

        NativeMethods.Check(NativeMethods.XGDMatrixCreateFromMat_omp(
            Flat(features, columns), (ulong)features.Count, (ulong)columns, float.NaN, out var matrix, threads: 1));
        NativeMethods.Check(NativeMethods.XGDMatrixSetFloatInfo(matrix, "label", labels, (ulong)labels.Length));
        uint[] oneGroup = [(uint)labels.Length];
        NativeMethods.Check(NativeMethods.XGDMatrixSetUIntInfo(matrix, "group", oneGroup, 1));
        return matrix;
    }
}
