using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.NasBowl;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.Tests.NasBowl;

/// <summary>Reduced forms, factors, likelihoods, posteriors and what is left out, against dense arithmetic.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void A_tridiagonal_form_has_the_quadratic_and_the_determinant_of_its_matrix_for_every_noise()
    {
        var random = new RandomSource(1);
        for (var size = 1; size <= 40; size++)
        {
            var matrix = Positive(size, random);
            double[] y = [.. Enumerable.Range(0, size).Select(_ => random.NextGaussian())];
            var form = new TridiagonalForm([.. matrix.Select((row, i) => row[..(i + 1)])]);
            foreach (var noise in new[] { 1e-5, 1e-2, 1 })
            {
                var factor = Cholesky.Of((i, j) => matrix[i][j] + (i == j ? noise : 0), size);
                var (quadratic, logDeterminant) = form.Shifted(form.Rotate(y), noise)!.Value;
                Assert.Equal(1, quadratic / Dot(y, factor.Solve(y)), 1e-7);
                Assert.Equal(2 * factor.HalfLogDeterminant, logDeterminant, 1e-8 * size);
            }
        }
    }

    [Fact]
    public void A_diagonal_matrix_and_one_of_equal_entries_are_reduced_too()
    {
        var diagonal = new TridiagonalForm([[2], [0, 3], [0, 0, 4]]);
        AssertShifted(diagonal, 1 / 3.0 + 1 / 4.0 + 1 / 5.0, Math.Log(60));
        var ones = new TridiagonalForm([[1], [1, 1], [1, 1, 1]]);
        AssertShifted(ones, 3 / 4.0, Math.Log(4));
        Assert.Null(ones.Shifted(ones.Rotate([1, 1, 1]), -0.5));

        static void AssertShifted(TridiagonalForm form, double quadratic, double logDeterminant)
        {
            var shifted = form.Shifted(form.Rotate([1, 1, 1]), 1)!.Value;
            Assert.Equal(quadratic, shifted.Quadratic, 1e-12);
            Assert.Equal(logDeterminant, shifted.LogDeterminant, 1e-12);
        }
    }

    [Fact]
    public void An_extended_factor_is_to_the_bit_the_one_computed_at_once()
    {
        var matrix = Positive(30, new RandomSource(2));
        double Entry(int i, int j) => matrix[i][j];
        var whole = Cholesky.Of(Entry, 30);
        var grown = Cholesky.Of(Entry, 10).Extended(Entry, 11).Extended(Entry, 30);
        double[] unit = [.. Enumerable.Range(0, 30).Select(i => 1.0 + i)];
        Assert.Equal(whole.Solve(unit), grown.Solve(unit));
        Assert.Equal(whole.HalfLogDeterminant, grown.HalfLogDeterminant);
        var twin = Cholesky.Of((_, _) => 1, 2).Extended((_, _) => 1, 5);         // jitter grows as it has to
        Assert.Equal(1, twin.Solve([1, 1, 1, 1, 1]).Sum(), 1e-6);
    }

    [Fact]
    public void The_likeliest_setting_is_that_of_a_search_with_factors()
    {
        var (kernel, targets, _) = Cells(40);
        var setting = new KernelChoice(kernel, 40, CancellationToken.None).Likeliest(targets);
        var best = double.NegativeInfinity;
        for (var depth = 1; depth <= 3; depth++)
        {
            for (var step = 0; step <= 20; step++)
            {
                var noise = Math.Pow(10, -5 + step / 4.0);
                var factor = Cholesky.Of((i, j) => kernel.Gram(depth, i, j) + (i == j ? noise : 0), 40);
                var signal = Dot(targets, factor.Solve(targets)) / 40;
                var likelihood = -20 * (Math.Log(2 * Math.PI * signal) + 1) - factor.HalfLogDeterminant;
                if (depth == setting.Depth && Math.Abs(noise - setting.Noise) < 1e-12)
                {
                    Assert.Equal(likelihood, setting.LogLikelihood, 1e-8);
                }

                best = Math.Max(best, likelihood);
            }
        }

        Assert.Equal(best, setting.LogLikelihood, 1e-8);
    }

    [Fact]
    public void What_is_left_omittedis_predicted_as_by_a_process_that_never_saw_it()
    {
        var (kernel, targets, _) = Cells(12);
        var process = Process(kernel, targets, [.. Enumerable.Range(0, 12)]);
        var left = process.LeaveOneOut();
        for (var omitted = 0; omitted < 12; omitted++)
        {
            int[] rest = [.. Enumerable.Range(0, 12).Where(i => i != omitted)];
            var without = Process(kernel, [.. rest.Select(i => targets[i])], rest);
            double[] similarities = [.. rest.Select(i => kernel.Gram(2, Math.Max(i, omitted), Math.Min(i, omitted)))];
            var solved = without.Factor.SolveLower(similarities);
            Assert.Equal(without.Mean(similarities), left[omitted].Mean, 1e-9);
            Assert.Equal(process.Signal * (1 + process.Noise - Dot(solved, solved)), left[omitted].Variance, 1e-9);
        }

        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => Math.Round(process.Mean(Row(kernel, i, 12)), 9)),
            process.Means().Select(m => Math.Round(m, 9)));
    }

    [Fact]
    public void Believing_a_candidate_is_learning_its_mean()
    {
        var (kernel, targets, others) = Cells(20);
        var process = Process(kernel, targets, [.. Enumerable.Range(0, 20)]);
        var pool = new PoolPosterior(kernel, 2, process);
        foreach (var other in others)
        {
            pool.Add(other);
        }

        int[] believed = [3, 1];
        foreach (var candidate in believed)
        {
            pool.Believe(candidate);
        }

        // The same by brute force: a factor of everything learned and believed.
        KernelPoint[] more = [.. believed.Select(b => others[b])];
        double Entry(int i, int j) => i < 20 ? kernel.Gram(2, i, j)
            : j < 20 ? kernel.Similarities(more[i - 20], 2)[j] : kernel.Similarity(more[i - 20], more[j - 20], 2);
        var factor = Cholesky.Of((i, j) => Entry(i, j) + (i == j ? process.Noise : 0), 22);
        for (var c = 0; c < others.Length; c++)
        {
            double[] row = [.. kernel.Similarities(others[c], 2), .. more.Select(m => kernel.Similarity(others[c], m, 2))];
            var solved = factor.SolveLower(row);
            Assert.Equal(process.Signal * Math.Max(0, 1 - Dot(solved, solved)), pool.Variance(c), 1e-10);
            var weights = factor.Solve([.. targets, .. believed.Select(b => pool.Means[b])]);
            Assert.Equal(Dot(row, weights), pool.Means[c], 1e-9);
        }
    }

    [Fact]
    public void Functions_are_drawn_with_the_posterior_s_mean_and_covariance()
    {
        var (kernel, targets, others) = Cells(10);
        var pool = new PoolPosterior(kernel, 2, Process(kernel, targets, [.. Enumerable.Range(0, 10)]));
        foreach (var other in others)
        {
            pool.Add(other);
        }

        var random = new RandomSource(4);
        var draws = Enumerable.Range(0, 20_000).Select(_ => pool.Draw([0, 1], random)).ToArray();
        Assert.Equal(pool.Means[0], draws.Average(d => d[0]), 0.02);
        Assert.Equal(pool.Covariance(0, 1), draws.Average(d => (d[0] - pool.Means[0]) * (d[1] - pool.Means[1])), 0.02);
        Assert.Equal(pool.Variance(1), draws.Average(d => Math.Pow(d[1] - pool.Means[1], 2)), 0.02);
    }

    [Fact]
    public void One_point_and_two_thousand_equal_ones_are_learned()
    {
        var space = new NasBench201Space();
        foreach (var count in new[] { 1, 2_000 })
        {
            var surrogate = new BowlSurrogate(
                new ArchitectureKernel(space, [new WeisfeilerLehmanLabels(1)], CountComparison.Product));
            var point = surrogate.Kernel.Point(space.Enumerate().First());
            for (var i = 0; i < count; i++)
            {
                surrogate.Append(point);
            }

            surrogate.BeginRound();
            double[] targets = [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : i % 2 == 0 ? 1.0 : -1)];
            var (process, _) = surrogate.Learn(targets, CancellationToken.None);
            Assert.Equal(0, process.Mean(surrogate.Kernel.Similarities(point, 1)), 1e-6);
            Assert.True(double.IsFinite(process.Signal));
        }
    }

    private static GramProcess Process(ArchitectureKernel kernel, double[] targets, int[] points)
    {
        const double noise = 0.01;
        return new GramProcess(
            Cholesky.Of((i, j) => kernel.Gram(2, points[i], points[j]) + (i == j ? noise : 0), points.Length), noise, targets);
    }

    private static double[] Row(ArchitectureKernel kernel, int of, int count)
        => [.. Enumerable.Range(0, count).Select(i => kernel.Gram(2, Math.Max(i, of), Math.Min(i, of)))];

    /// <summary>Random cells learned, targets of mean 0, and eight that are not learned.</summary>
    private static (ArchitectureKernel Kernel, double[] Targets, KernelPoint[] Others) Cells(int count)
    {
        var (space, random) = (new NasBench201Space(), new RandomSource(3));
        var kernel = new ArchitectureKernel(space, [new WeisfeilerLehmanLabels(3)], CountComparison.Product);
        for (var i = 0; i < count; i++)
        {
            kernel.Append(kernel.Point(space.Sample(random)));
        }

        double[] targets = BowlSurrogate.Standardised([.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())]);
        return (kernel, targets, [.. Enumerable.Range(0, 8).Select(_ => kernel.Point(space.Sample(random)))]);
    }

    private static double[][] Positive(int size, RandomSource random)
    {
        double[][] points = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextGaussian()).ToArray())];
        return [.. points.Select(x => points.Select(y => Math.Exp(-0.1 * x.Zip(y, (a, b) => (a - b) * (a - b)).Sum()) + (x == y ? 1e-3 : 0)).ToArray())];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
