using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl;

/// <summary>
/// Gaussian processes on what architectures compute, one for each target, for strategies that find their candidates themselves: the
/// kernel of NAS-BOWL at its defaults, or the one beside it under which a target is likelier.
/// </summary>
/// <remarks>Ru, Wan, Dong and Osborne, ICLR 2021, sections 3.1 and 3.2; see <see cref="NasBowlStrategy"/>.</remarks>
public sealed class ArchitectureProcess
{
    private readonly PoolPosterior[] _posteriors;             // by target
    private readonly int _asked;

    private ArchitectureProcess(PoolPosterior[] posteriors, int asked) => (_posteriors, _asked) = (posteriors, asked);

    /// <summary>Learns from architectures and looks at others.</summary>
    /// <param name="space">Their space.</param>
    /// <param name="known">At least one. // (n)</param>
    /// <param name="targets">Mean 0, deviation about 1. // (M), (n)</param>
    /// <param name="asked">Those to be judged. // (c)</param>
    /// <param name="cancellation">Stops a long computation.</param>
    public static ArchitectureProcess Fit(
        SearchSpace space, IReadOnlyList<Architecture> known, IReadOnlyList<double[]> targets, IReadOnlyList<Architecture> asked,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(asked);
        var kernels = NasBowlStrategy.KernelsOf(space);
        BowlSurrogate[] surrogates = [.. kernels.Select(kernel => new BowlSurrogate(kernel))];
        foreach (var architecture in known)
        {
            var point = kernels[0].Point(architecture);
            foreach (var surrogate in surrogates)
            {
                surrogate.Append(point);
            }
        }

        KernelPoint[] points = [.. asked.Select(kernels[0].Point)];
        return new ArchitectureProcess(
        [
            .. targets.Select(target =>
            {
                var (kernel, (process, setting)) = surrogates.Select(s => (s.Kernel, Learned: s.Learn(target, cancellation)))
                    .MaxBy(s => s.Learned.Setting.LogLikelihood);
                var posterior = new PoolPosterior(kernel, setting.Depth, process);
                foreach (var point in points)
                {
                    cancellation.ThrowIfCancellationRequested();
                    posterior.Add(point);
                }

                return posterior;
            }),
        ], points.Length);
    }

    /// <summary>What is expected of each architecture asked. // (c)</summary>
    /// <param name="target">Which target.</param>
    public double[] Means(int target) => [.. _posteriors[target].Means];

    /// <summary>Standard deviation of each architecture asked, the noise included. // (c)</summary>
    public double[] Deviations(int target)
    {
        var posterior = _posteriors[target];
        var noise = posterior.Process.Signal * posterior.Process.Noise;
        return [.. Enumerable.Range(0, _asked).Select(c => Math.Sqrt(posterior.Variance(c) + noise))];
    }

    /// <summary>
    /// Functions drawn from the posterior, joint over the architectures asked, each with what the kernel cannot explain of an
    /// architecture (the noise). // (count, c)
    /// </summary>
    public double[][] Draw(int target, int count, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var posterior = _posteriors[target];
        return posterior.Draw([.. Enumerable.Range(0, _asked)], count, posterior.Process.Noise, random);
    }

    /// <summary>
    /// How much what would be measured of each architecture asked is expected to improve on the best that was measured of some that
    /// were learned, given what is believed. What the kernel cannot explain of an architecture (the noise) counts: of those that
    /// compute the same, one is measured best. // (c)
    /// </summary>
    /// <param name="target">Which target.</param>
    /// <param name="sign">1 where small is good, -1 where large is.</param>
    /// <param name="among">Which of those learned count; at least one. // (n)</param>
    public double[] Improvements(int target, int sign, IReadOnlyList<bool> among)
    {
        var (means, deviations) = (_posteriors[target].Means, Deviations(target));
        var best = _posteriors[target].Process.Targets.Where((_, i) => among[i]).Min(value => sign * value);
        return [.. means.Zip(deviations, (mean, deviation) => ExpectedImprovement.Of(sign * mean, deviation * deviation, best))];
    }

    /// <summary>Believes from now on that an architecture asked was measured and is as expected (kriging believer): what is like it
    /// promises less.</summary>
    public void Believe(int architecture)
    {
        foreach (var posterior in _posteriors)
        {
            posterior.Believe(architecture);
        }
    }
}
