using System.Globalization;

namespace NasStudio.Trees;

/// <summary>Grows the trees, round by round.</summary>
internal static class TreeTraining
{
    private const string Prediction =
        """{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";

    public static BoosterHandle Run(
        IReadOnlyList<double[]> features, IReadOnlyList<double> targets, int columns, TreeOptions options,
        TreeValidation? validation, CancellationToken cancellation)
    {
        using var training = FeatureRows.Matrix(features, targets, columns, "training");
        using var held = validation is null
            ? null
            : FeatureRows.Matrix(validation.Features, validation.Targets, columns, "validation");
        var booster = Create(held is null ? [training] : [training, held]);
        try
        {
            Set(booster, options, targets);
            var best = (Round: options.Rounds - 1, Loss: double.PositiveInfinity);
            for (var round = 0; round < options.Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                NativeMethods.Check(NativeMethods.XGBoosterUpdateOneIter(booster, round, training));
                if (held is null)
                {
                    continue;
                }

                var loss = Loss(Predict(booster, held, validation!.Targets.Count), validation.Targets, options);
                if (loss < best.Loss)
                {
                    best = (round, loss);
                }
                else if (round - best.Round >= validation.Patience)
                {
                    break;
                }
            }

            return held is null ? booster : Cut(booster, best.Round + 1);
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>A booster that remembers its predictions for these matrices between rounds.</summary>
    private static BoosterHandle Create(ReadOnlySpan<MatrixHandle> matrices)
    {
        var handles = new nint[matrices.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = matrices[i].DangerousGetHandle();     // the caller holds them until the booster is trained
        }

        NativeMethods.Check(NativeMethods.XGBoosterCreate(handles, (ulong)handles.Length, out var booster));
        return booster;
    }

    private static void Set(BoosterHandle booster, TreeOptions options, IReadOnlyList<double> targets)
    {
        var isRank = options.Objective == TreeObjective.PairwiseRank;
        Set(booster, "verbosity", 0);
        Set(booster, "nthread", 1);                            // sums in one order: equal trees on every machine
        Set(booster, "booster", "gbtree");
        Set(booster, "tree_method", "hist");
        Set(booster, "max_bin", 256);
        Set(booster, "objective", isRank ? "rank:pairwise" : "reg:squarederror");
        Set(booster, "base_score", isRank ? 0 : targets.Average());
        Set(booster, "max_depth", options.Depth);
        Set(booster, "eta", options.Eta);
        Set(booster, "lambda", options.Lambda);
        Set(booster, "alpha", options.Alpha);
        Set(booster, "min_child_weight", options.MinChildWeight);
        Set(booster, "subsample", options.Subsample);
        Set(booster, "colsample_bytree", options.ColumnSample);
        Set(booster, "seed", options.Seed);
    }

    private static void Set(BoosterHandle booster, string name, object value)
        => NativeMethods.Check(NativeMethods.XGBoosterSetParam(
            booster, name, Convert.ToString(value, CultureInfo.InvariantCulture)!));

    private static unsafe float[] Predict(BoosterHandle booster, MatrixHandle matrix, int rows)
    {
        NativeMethods.Check(NativeMethods.XGBoosterPredictFromDMatrix(
            booster, matrix, Prediction, out _, out _, out var result));
        return new ReadOnlySpan<float>(result, rows).ToArray();
    }

    private static BoosterHandle Cut(BoosterHandle booster, int rounds)
    {
        NativeMethods.Check(NativeMethods.XGBoosterSlice(booster, 0, rounds, 1, out var slice));
        booster.Dispose();
        return slice;
    }

    /// <summary>Mean squared error, or the share of pairs in the wrong order.</summary>
    private static double Loss(float[] predicted, IReadOnlyList<double> targets, TreeOptions options)
        => options.Objective == TreeObjective.PairwiseRank
            ? WrongPairs(predicted, targets)
            : predicted.Select((value, row) => Math.Pow(value - targets[row], 2)).Average();

    private static double WrongPairs(float[] predicted, IReadOnlyList<double> targets)
    {
        var (wrong, pairs) = (0.0, 0);
        for (var i = 0; i < predicted.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var order = Math.Sign(targets[i] - targets[j]);
                if (order != 0)
                {
                    pairs++;
                    wrong += (1 - order * Math.Sign(predicted[i] - predicted[j])) / 2.0;
                }
            }
        }

        return pairs == 0 ? 0 : wrong / pairs;
    }
}
