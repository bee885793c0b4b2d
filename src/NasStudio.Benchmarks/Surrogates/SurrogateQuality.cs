namespace NasStudio.Benchmarks.Surrogates;

/// <summary>How well a surrogate predicts rows that it has not seen, by cross-validation.</summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="Folds">Parts, each predicted from the others.</param>
/// <param name="R2">Coefficient of determination over all rows; 1 is perfect, 0 as good as the mean.</param>
/// <param name="Rmse">Root of the mean squared error, in the metric's unit.</param>
/// <param name="Spearman">Spearman's rank correlation.</param>
/// <param name="Kendall">Kendall's rank correlation (tau-b).</param>
public sealed record SurrogateQuality(int Rows, int Folds, double R2, double Rmse, double Spearman, double Kendall)
{
    /// <summary>The quality of predictions.</summary>
    /// <param name="predicted">// (rows)</param>
    /// <param name="actual">// (rows)</param>
    /// <param name="folds">Parts.</param>
    internal static SurrogateQuality Of(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, int folds)
    {
        var n = actual.Length;
        var mean = 0.0;
        foreach (var value in actual)
        {
            mean += value / n;
        }

        var (error, spread) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            error += (predicted[i] - actual[i]) * (predicted[i] - actual[i]);
            spread += (actual[i] - mean) * (actual[i] - mean);
        }

        return new SurrogateQuality(
            n, folds, spread > 0 ? 1 - error / spread : 0, Math.Sqrt(error / n),
            Pearson(Ranks(predicted), Ranks(actual)), TauB(predicted, actual));
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    private static double Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }

    /// <summary>(concordant - discordant) / sqrt(pairs untied in x * pairs untied in y).</summary>
    private static double TauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long balance = 0, untiedX = 0, untiedY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (dx, dy) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                balance += dx * dy;
                untiedX += dx * dx;
                untiedY += dy * dy;
            }
        }

        return untiedX > 0 && untiedY > 0 ? balance / Math.Sqrt((double)untiedX * untiedY) : 0;
    }
}
