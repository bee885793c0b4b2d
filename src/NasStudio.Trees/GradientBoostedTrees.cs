namespace NasStudio.Trees;

/// <summary>An ensemble of boosted regression trees, grown by the system's libxgboost.</summary>
/// <remarks>
/// Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016. One thread, and everything that XGBoost
/// would otherwise estimate or choose by the size of the data is set: equal data, options and seed give equal trees.
/// Numbers are of single precision inside. <see cref="Predict(IReadOnlyList{double[]})"/> and <see cref="SaveJson"/>
/// are safe for concurrent use; <see cref="Dispose"/> is not.
/// </remarks>
public sealed class GradientBoostedTrees : IDisposable
{
    private const string Prediction =
        """
        {"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0}
        """;

    private readonly BoosterHandle _booster;
    private readonly Lock _saving = new();

    private GradientBoostedTrees(BoosterHandle booster)
    {
        _booster = booster;
        try
        {
            NativeMethods.Check(NativeMethods.XGBoosterGetNumFeature(booster, out var features));
            NativeMethods.Check(NativeMethods.XGBoosterBoostedRounds(booster, out var rounds));
            (FeatureCount, Rounds) = ((int)features, rounds);
            Predict([new double[FeatureCount]]);               // the first one sets the booster up, not thread-safely
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>Columns of the features.</summary>
    public int FeatureCount { get; }

    /// <summary>Trees.</summary>
    public int Rounds { get; }

    /// <summary>Grows trees that predict the targets.</summary>
    /// <param name="features">NaN where a value is missing. // (rows, columns)</param>
    /// <param name="targets">// (rows)</param>
    /// <param name="options">How to grow them.</param>
    /// <param name="validation">Rows that stop the training in time; null to grow all rounds.</param>
    /// <param name="cancellation">Stops between two rounds.</param>
    /// <exception cref="ArgumentException">Rows, targets or options are not allowed; says which.</exception>
    /// <exception cref="XgBoostException">libxgboost is missing, or refuses.</exception>
    public static GradientBoostedTrees Train(
        IReadOnlyList<double[]> features, IReadOnlyList<double> targets, TreeOptions options,
        TreeValidation? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (validation is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(validation.Patience);
        }

        var columns = features.Count > 0 ? features[0].Length : 0;
        return new GradientBoostedTrees(
            TreeTraining.Run(features, targets, columns, options, validation, cancellation));
    }

    /// <summary>A model that <see cref="SaveJson"/> or XGBoost itself wrote, in XGBoost's JSON form.</summary>
    /// <remarks>Checked before libxgboost sees it, which trusts the numbers of nodes and features in a model.</remarks>
    /// <exception cref="XgBoostException">It is not such a model; says where and what is allowed.</exception>
    public static GradientBoostedTrees LoadJson(ReadOnlySpan<byte> json)
    {
        var model = TreeModelCheck.Normalised(json);
        NativeMethods.Check(NativeMethods.XGBoosterCreate([], 0, out var booster));
        try
        {
            NativeMethods.Check(NativeMethods.XGBoosterSetParam(booster, "verbosity", "0"));
            NativeMethods.Check(NativeMethods.XGBoosterSetParam(booster, "nthread", "1"));
            NativeMethods.Check(NativeMethods.XGBoosterLoadModelFromBuffer(booster, model, (ulong)model.Length));
        }
        catch
        {
            booster.Dispose();
            throw;
        }

        return new GradientBoostedTrees(booster);
    }

    /// <summary>The model in XGBoost's JSON form, UTF-8.</summary>
    public unsafe byte[] SaveJson()
    {
        lock (_saving)
        {
            NativeMethods.Check(NativeMethods.XGBoosterSaveModelToBuffer(
                _booster, """{"format":"json"}""", out var length, out var model));
            return new ReadOnlySpan<byte>(model, checked((int)length)).ToArray();
        }
    }

    /// <summary>A prediction for each row. // (rows)</summary>
    /// <param name="features">// (rows, columns)</param>
    /// <exception cref="ArgumentException">A row has another number of columns than the training rows.</exception>
    public double[] Predict(IReadOnlyList<double[]> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Count == 0 ? [] : Predict(FeatureRows.Flat(features, FeatureCount), features.Count);
    }

    /// <summary>The prediction for one row.</summary>
    /// <param name="features">// (columns)</param>
    /// <inheritdoc cref="Predict(IReadOnlyList{double[]})"/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var flat = new float[FeatureCount];
        FeatureRows.Fill(features, flat, number: 0);
        return Predict(flat, rows: 1)[0];
    }

    /// <summary>Frees the native model.</summary>
    public void Dispose() => _booster.Dispose();

    private unsafe double[] Predict(float[] flat, int rows)
    {
        fixed (float* data = flat)
        {
            var values = FormattableString.Invariant(
                $$"""{"data":[{{(nint)data}},true],"shape":[{{rows}},{{FeatureCount}}],"typestr":"<f4","version":3}""");
            NativeMethods.Check(NativeMethods.XGBoosterPredictFromDense(
                _booster, values, Prediction, 0, out _, out _, out var result));
            var predicted = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                predicted[row] = result[row];
            }

            return predicted;
        }
    }
}
