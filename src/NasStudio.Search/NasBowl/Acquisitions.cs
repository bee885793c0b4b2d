using NasStudio.Core.Randomness;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.Search.NasBowl;

/// <summary>Values of the option of that name: how much a candidate promises for one objective.</summary>
public static class AcquisitionKinds
{
    /// <summary>Expected improvement over the lowest posterior mean.</summary>
    public const string ExpectedImprovement = "expected-improvement";

    /// <summary>Expected improvement, less where noise would hide what is learned.</summary>
    public const string AugmentedExpectedImprovement = "augmented-expected-improvement";

    /// <summary>The confidence bound.</summary>
    public const string ConfidenceBound = "confidence-bound";

    /// <summary>A draw from the posterior.</summary>
    public const string Thompson = "thompson";
}

/// <summary>How much a candidate promises; what is learned is minimised. Larger is better, and never negative.</summary>
internal static class Acquisitions
{
    // A joint draw costs the cube of the candidates: of larger pools those with the lowest bounds are drawn for.
    private const int MostDrawn = 500;

    /// <summary>Scores of the candidates of a pool. // (c)</summary>
    /// <param name="kind">A value of <see cref="AcquisitionKinds"/>.</param>
    /// <param name="pool">What is believed of them.</param>
    /// <param name="best">The lowest posterior mean of what was evaluated or is believed.</param>
    /// <param name="beta">Deviations of the confidence bound.</param>
    /// <param name="random">Draws functions.</param>
    public static double[] Of(string kind, PoolPosterior pool, double best, double beta, RandomSource random)
    {
        var noise = pool.Process.Signal * pool.Process.Noise;
        return kind switch
        {
            AcquisitionKinds.ExpectedImprovement => Scores(
                pool, (mean, variance) => ExpectedImprovement.Of(mean, variance, best)),
            AcquisitionKinds.AugmentedExpectedImprovement => Scores(
                pool, (mean, variance) => Augmented(mean, variance, best, noise)),
            AcquisitionKinds.ConfidenceBound => Scores(
                pool, (mean, variance) => SoftPlus(best - mean + beta * Math.Sqrt(variance))),
            AcquisitionKinds.Thompson => Drawn(pool, best, beta, random),
            _ => throw new ArgumentException($"'{kind}' is no acquisition.", nameof(kind)),
        };
    }

    /// <summary>Expected improvement times 1 - t / sqrt(s2 + t2), t2 the noise variance.</summary>
    /// <remarks>Huang, Allen, Notz and Zeng, "Global Optimization of Stochastic Black-Box Systems via Sequential Kriging
    /// Meta-Models", Journal of Global Optimization 34, 2006, eq. 12. Deviation: the effective best is the lowest mean,
    /// without a risk term, as in Ru et al. 2021.</remarks>
    public static double Augmented(double mean, double variance, double best, double noise)
        => ExpectedImprovement.Of(mean, variance, best)
            * (noise > 0 ? 1 - Math.Sqrt(noise) / Math.Sqrt(variance + noise) : 1);

    /// <summary>beta = 3 sqrt(log(2 t + 1) / 2).</summary>
    /// <remarks>The schedule of Ru et al. 2021's code, after Srinivas et al., ICML 2010.</remarks>
    /// <param name="evaluated">t.</param>
    public static double Beta(int evaluated) => 3 * Math.Sqrt(Math.Log(2.0 * evaluated + 1) / 2);

    /// <summary>log(1 + exp x): keeps an order, and nothing negative.</summary>
    public static double SoftPlus(double x) => x > 30 ? x : Math.Log(1 + Math.Exp(x));

    private static double[] Scores(PoolPosterior pool, Func<double, double, double> score)
    {
        var scores = new double[pool.Means.Count];
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = score(pool.Means[c], pool.Variance(c));
        }

        return scores;
    }

    private static double[] Drawn(PoolPosterior pool, double best, double beta, RandomSource random)
    {
        int[] candidates =
        [
            .. Enumerable.Range(0, pool.Means.Count).OrderBy(c => pool.Means[c] - beta * Math.Sqrt(pool.Variance(c)))
                .Take(MostDrawn).Order(),
        ];
        var scores = new double[pool.Means.Count];
        foreach (var (candidate, value) in candidates.Zip(pool.Draw(candidates, random)))
        {
            scores[candidate] = SoftPlus(best - value);
        }

        return scores;
    }
}
