namespace NasStudio.OneShot.Distributions;

/// <summary>Importance weights of samples that were drawn from several distributions, as if from their mixture.</summary>
/// <remarks>
/// Samples x were drawn N_m at a time from p_m, N in all; q = sum_m (N_m / N) p_m. The weight of x for p_k is
/// p_k(x) / q(x), so 0 &lt; w &lt;= N / N_k, E_q[w] = 1, E_q[w h] = E_(p_k)[h]. Veach and Guibas, "Optimally Combining
/// Sampling Techniques for Monte Carlo Rendering", SIGGRAPH 1995; its use in information-geometric optimisation: Shirakawa
/// et al., "Sample Reuse via Importance Sampling in Information Geometric Optimization", 2018. That Noda et al., "Efficient
/// Search of Multiple Neural Architectures with Different Complexities via Importance Sampling", ICANN 2022, weighs
/// samples by this very mixture is derived here, not taken from there.
/// </remarks>
public static class BalanceHeuristic
{
    /// <summary>The weights of every sample for every distribution. // (K, samples)</summary>
    /// <param name="logDensities">log p_k(x_i). // (K, samples)</param>
    /// <param name="counts">N_k, how many samples were drawn from each; positive. // (K)</param>
    public static double[][] Weights(IReadOnlyList<double[]> logDensities, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(logDensities);
        ArgumentNullException.ThrowIfNull(counts);
        var total = counts.Sum();
        double[] logShares = [.. counts.Select(count => Math.Log((double)count / total))];
        var logMixture = new double[logDensities[0].Length];
        for (var i = 0; i < logMixture.Length; i++)
        {
            var largest = double.NegativeInfinity;
            for (var k = 0; k < logShares.Length; k++)
            {
                largest = Math.Max(largest, logShares[k] + logDensities[k][i]);
            }

            var sum = 0.0;
            for (var k = 0; k < logShares.Length; k++)
            {
                sum += Math.Exp(logShares[k] + logDensities[k][i] - largest);
            }

            logMixture[i] = largest + Math.Log(sum);
        }

        return [.. logDensities.Select(row => row.Zip(logMixture, (p, q) => Math.Exp(p - q)).ToArray())];
    }

    /// <summary>How many unweighted samples these are worth: (sum w)^2 / sum w^2, in [1, N].</summary>
    /// <remarks>Kong, "A Note on Importance Sampling using Standardized Weights", 1992.</remarks>
    public static double EffectiveSize(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (sum, squares) = (0.0, 0.0);
        foreach (var weight in weights)
        {
            sum += weight;
            squares += weight * weight;
        }

        return sum * sum / squares;
    }
}
