namespace NasStudio.Search.GaussianProcesses;

/// <summary>
/// Gaussian process regression with constant mean and a squared exponential kernel; length scale and noise maximise the
/// marginal likelihood over a grid, mean and signal variance in closed form.
/// </summary>
/// <remarks>
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning", MIT Press 2006, algorithm 2.1 and section 5.4.1.
/// Notation: n points of width W, k(x, x') = s2 exp(-|x - x'|^2 / (2 l^2 D)), D the mean squared distance of the
/// points, noise variance s2 g. On one-hot encodings |x - x'|^2 counts what differs.
/// </remarks>
public sealed class GaussianProcess
{
    private static readonly double[] LengthScales = [0.3, 0.5, 0.8, 1.3, 2];
    private static readonly double[] Noises = [1e-4, 1e-2, 1e-1];
    private readonly double[][] _inputs;                      // (n, W)
    private readonly double _rate;                            // 1 / (2 l^2 D)
    private readonly Cholesky _factor;                        // of K / s2 + g I
    private readonly double[] _weights;                       // (K / s2 + g I)^-1 (y - mean) // (n)
    private readonly double _mean;
    private readonly double _signal;                          // s2

    private GaussianProcess(double[][] inputs, double[] targets, double[,] distances, double rate, double noise)
    {
        (_inputs, _rate) = (inputs, rate);
        _factor = Cholesky.Of((i, j) => Math.Exp(-rate * distances[i, j]) + (i == j ? noise : 0), inputs.Length);
        var ones = _factor.Solve([.. inputs.Select(_ => 1.0)]);
        var solved = _factor.Solve(targets);
        _mean = solved.Sum() / ones.Sum();                    // generalised least squares
        _weights = [.. solved.Zip(ones, (s, o) => s - _mean * o)];
        _signal = Math.Max(_weights.Zip(targets, (w, y) => w * (y - _mean)).Sum() / targets.Length, 1e-12);
        LogLikelihood = -0.5 * targets.Length * (Math.Log(2 * Math.PI * _signal) + 1) - _factor.HalfLogDeterminant;
    }

    /// <summary>Log marginal likelihood of the targets.</summary>
    public double LogLikelihood { get; }

    /// <summary>Learns from points.</summary>
    /// <param name="inputs">// (n, W), n at least 1</param>
    /// <param name="targets">// (n)</param>
    /// <param name="cancellation">Heard before each try of the grid.</param>
    public static GaussianProcess Fit(double[][] inputs, double[] targets, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        var distances = new double[inputs.Length, inputs.Length];
        var sum = 0.0;
        for (var i = 0; i < inputs.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += 2 * (distances[i, j] = SquaredDistance(inputs[i], inputs[j]));
            }
        }

        var typical = sum > 0 ? sum / (inputs.Length * (inputs.Length - 1.0)) : 1;
        GaussianProcess? best = null;
        foreach (var (scale, noise) in LengthScales.SelectMany(l => Noises.Select(g => (l, g))))
        {
            cancellation.ThrowIfCancellationRequested();
            var tried = new GaussianProcess(inputs, targets, distances, 1 / (2 * scale * scale * typical), noise);
            best = best is null || tried.LogLikelihood > best.LogLikelihood ? tried : best;
        }

        return best!;
    }

    /// <summary>Posterior mean and variance of the function, without noise, at a point.</summary>
    /// <param name="input">// (W)</param>
    public (double Mean, double Variance) Predict(double[] input)
    {
        double[] similar = [.. _inputs.Select(x => Math.Exp(-_rate * SquaredDistance(x, input)))];      // k / s2 // (n)
        var explained = _factor.SolveLower(similar).Sum(v => v * v);
        return (_mean + similar.Zip(_weights, (k, w) => k * w).Sum(), _signal * Math.Max(0, 1 - explained));
    }

    private static double SquaredDistance(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }

        return sum;
    }
}
