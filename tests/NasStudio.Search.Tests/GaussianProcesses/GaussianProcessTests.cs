using NasStudio.Core.Randomness;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.Search.Tests.GaussianProcesses;

public sealed class GaussianProcessTests
{
    [Fact]
    public void The_factor_and_its_solutions_are_those_computed_by_hand()
    {
        // K = [4 2; 2 5] = L L' with L = [2 0; 1 2]; |K| = 16; K^-1 (8, 9) = (22, 20) / 16
        double[][] matrix = [[4, 2], [2, 5]];
        var factor = Cholesky.Of((i, j) => matrix[i][j], 2);
        Assert.Equal(0.5 * Math.Log(16), factor.HalfLogDeterminant, 12);
        Assert.Equal([4, 2.5], factor.SolveLower([8, 9]));
        Assert.Equal([22 / 16.0, 20 / 16.0], factor.Solve([8, 9]).Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void A_matrix_that_rounding_made_indefinite_is_mended_and_a_hopeless_one_refused()
    {
        Assert.Equal(1, Cholesky.Of((_, _) => 1, 3).Solve([1, 1, 1]).Sum(), 1e-6);
        Assert.Throws<ArithmeticException>(() => Cholesky.Of((i, j) => i == j ? 1 : 2, 2));
    }

    [Fact]
    public void It_passes_near_what_it_has_seen_and_is_sure_there()
    {
        var (inputs, targets) = Points(30);
        var process = GaussianProcess.Fit(inputs, targets, CancellationToken.None);
        Assert.All(inputs.Zip(targets), p => Assert.Equal(p.Second, process.Predict(p.First).Mean, 0.05));
        double[] far = [.. inputs[0].Select(_ => 9.0)];
        Assert.True(process.Predict(far).Variance > 5 * process.Predict(inputs[0]).Variance);
    }

    [Fact]
    public void It_predicts_a_smooth_function_better_than_its_mean()
    {
        var (inputs, targets) = Points(60);
        var process = GaussianProcess.Fit([.. inputs.Take(40)], [.. targets.Take(40)], CancellationToken.None);
        var mean = targets.Take(40).Average();
        double Error(Func<int, double> predict) => Enumerable.Range(40, 20).Sum(i => Math.Pow(predict(i) - targets[i], 2));
        Assert.True(Error(i => process.Predict(inputs[i]).Mean) < 0.2 * Error(_ => mean));
    }

    [Fact]
    public void Equal_points_and_equal_targets_are_survived()
    {
        var process = GaussianProcess.Fit([[1, 0], [1, 0], [1, 0]], [2, 2, 2], CancellationToken.None);
        Assert.Equal(2, process.Predict([1, 0]).Mean, 1e-6);
    }

    [Fact]
    public void Expected_improvement_is_that_of_a_simulation()
    {
        var random = new RandomSource(3);
        var simulated = Enumerable.Range(0, 100_000).Average(_ => Math.Max(0, 1 - (1.2 + 0.5 * random.NextGaussian())));
        Assert.Equal(simulated, ExpectedImprovement.Of(1.2, 0.25, 1), 0.005);
        Assert.Equal(0.3, ExpectedImprovement.Of(0.7, 0, 1), 12);
    }

    private static (double[][] Inputs, double[] Targets) Points(int count)
    {
        var random = new RandomSource(1);
        double[][] inputs = [.. Enumerable.Range(0, count).Select(_ => new[] { 3 * random.NextDouble(), 3 * random.NextDouble() })];
        return (inputs, [.. inputs.Select(x => Math.Sin(x[0]) + x[1])]);
    }
}
