using System.Numerics.Tensors;
using NasStudio.Core.Randomness;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl;

/// <summary>What a process believes of a pool of candidates, and goes on to believe as some of them are chosen.</summary>
/// <remarks>
/// Notation as in <see cref="GramProcess"/>; c candidates, of each v = L^-1 k, its variance s2 (1 - v'v). To believe a
/// candidate's mean leaves all means as they are and appends one entry to every v: a row of the larger factor (Ginsbourger,
/// Le Riche and Carraro, "Kriging Is Well-Suited to Parallelize Optimization", 2010, section 4.2, kriging believer).
/// </remarks>
internal sealed class PoolPosterior(ArchitectureKernel kernel, int depth, GramProcess process)
{
    private readonly List<KernelPoint> _points = [];          // (c)
    private readonly List<double[]> _solved = [];             // v of what was learned // (c, n)
    private readonly List<List<double>> _believed = [];       // v of what is believed // (c, believed)
    private readonly List<double> _means = [];
    private readonly List<double> _explained = [];            // v'v // (c)

    /// <summary>Posterior means. // (c)</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>The process.</summary>
    public GramProcess Process => process;

    /// <summary>Posterior variance of a candidate, without noise.</summary>
    public double Variance(int candidate) => process.Signal * Math.Max(0, 1 - _explained[candidate]);

    /// <summary>The posterior mean of a candidate that is not taken in.</summary>
    public double MeanOf(KernelPoint point) => process.Mean(kernel.Similarities(point, depth));

    /// <summary>Takes a candidate in; before any is believed.</summary>
    public void Add(KernelPoint point)
    {
        var similarities = kernel.Similarities(point, depth);
        var solved = process.Factor.SolveLower(similarities);
        _points.Add(point);
        _means.Add(process.Mean(similarities));
        _solved.Add(solved);
        _explained.Add(TensorPrimitives.SumOfSquares<double>(solved));
        _believed.Add([]);
    }

    /// <summary>Believes that the mean of a candidate was measured, with noise.</summary>
    public void Believe(int chosen)
    {
        var pivot = Math.Sqrt(Math.Max(0, 1 - _explained[chosen]) + process.Noise);
        double[] appended =
        [
            .. Enumerable.Range(0, _points.Count).Select(c => Covariance(c, chosen) / (process.Signal * pivot)),
        ];
        for (var c = 0; c < appended.Length; c++)
        {
            _believed[c].Add(appended[c]);
            _explained[c] += appended[c] * appended[c];
        }
    }

    /// <summary>Posterior covariance of two candidates, without noise.</summary>
    public double Covariance(int first, int second)
    {
        var explained = TensorPrimitives.Dot<double>(_solved[first], _solved[second]);
        for (var i = 0; i < _believed[first].Count; i++)
        {
            explained += _believed[first][i] * _believed[second][i];
        }

        return process.Signal * (kernel.Similarity(_points[first], _points[second], depth) - explained);
    }

    /// <summary>The distance of two candidates that the kernel gives: sqrt(k(x, x) - 2 k(x, x') + k(x', x')).</summary>
    public double Distance(int first, int second)
        => Math.Sqrt(Math.Max(0, 2 - 2 * kernel.Similarity(_points[first], _points[second], depth)));

    /// <summary>A function drawn from the posterior, at some candidates. // (those)</summary>
    public double[] Draw(IReadOnlyList<int> candidates, RandomSource random) => Draw(candidates, 1, noise: 0, random)[0];

    /// <summary>Functions drawn from the posterior, joint over some candidates. // (count, those)</summary>
    /// <param name="candidates">Which.</param>
    /// <param name="count">How many functions.</param>
    /// <param name="noise">Variance that each candidate has for itself, in units of the signal's.</param>
    /// <param name="random">Draws them.</param>
    public double[][] Draw(IReadOnlyList<int> candidates, int count, double noise, RandomSource random)
    {
        var factor = Cholesky.Of(
            (i, j) => Covariance(candidates[i], candidates[j]) / process.Signal + (i == j ? noise : 0), candidates.Count);
        var deviation = Math.Sqrt(process.Signal);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var drawn = factor.Multiply([.. candidates.Select(_ => random.NextGaussian())]);
                return candidates.Select((c, i) => _means[c] + deviation * drawn[i]).ToArray();
            }),
        ];
    }
}
