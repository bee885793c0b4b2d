using NasStudio.Core.Statistics;

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
    internal static SurrogateQuality Of(double[] predicted, double[] actual, int folds)
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
            OrNone(RankCorrelation.Spearman(predicted, actual)), OrNone(RankCorrelation.Kendall(predicted, actual)));
    }

    /// <summary>A surrogate that says the same of all orders none of them.</summary>
    private static double OrNone(double correlation) => double.IsNaN(correlation) ? 0 : correlation;
}
