using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

/// <summary>Every fact about the weights that the specification states, over all architectures of small spaces.</summary>
public sealed class BalanceHeuristicTests
{
    private static readonly DesignVariable[] Variables =
        [new CategoricalVariable("a", 3), new CategoricalVariable("b", 2), new CategoricalVariable("c", 4)];

    [Fact]
    public void The_weight_is_positive_and_at_most_N_over_N_k_and_its_mean_under_the_mixture_is_1()
        => ForRandomPools((distributions, counts, mixture, weights) =>
        {
            for (var k = 0; k < distributions.Length; k++)
            {
                var most = (double)counts.Sum() / counts[k];
                Assert.All(weights[k], w => Assert.InRange(w, double.Epsilon, most * (1 + 1e-12)));
                Assert.Equal(1, weights[k].Zip(mixture, (w, q) => w * q).Sum(), 1e-12);
            }
        });

    [Fact]
    public void The_weighted_mean_of_anything_under_the_mixture_is_its_mean_under_the_distribution()
        => ForRandomPools((distributions, _, mixture, weights) =>
        {
            var random = new RandomSource(99);
            double[] h = [.. mixture.Select(_ => random.NextGaussian())];
            for (var k = 0; k < distributions.Length; k++)
            {
                var under = All().Select((sample, i) => Math.Exp(distributions[k].LogDensity(sample)) * h[i]).Sum();
                Assert.Equal(under, weights[k].Zip(mixture, (w, q) => w * q).Zip(h, (wq, x) => wq * x).Sum(), 1e-12);
            }
        });

    [Fact]
    public void Equal_distributions_give_weights_of_exactly_1()
    {
        double[] logs = [-1.5, -0.25, -7, -3.125];
        Assert.All(BalanceHeuristic.Weights([logs], [4])[0], w => Assert.Equal(1.0, w));
        Assert.All(BalanceHeuristic.Weights([logs, logs], [2, 2]).SelectMany(row => row), w => Assert.Equal(1, w, 1e-15));
    }

    [Fact]
    public void The_effective_size_falls_from_N_to_N_k_as_distributions_part()
    {
        // two of two categories, two samples each, which are what each distribution prefers
        double[] before = [.. new[] { 0.5, 0.8, 0.95, 0.999, 0.999999 }.Select(p => BalanceHeuristic.EffectiveSize(
            BalanceHeuristic.Weights(
                [[Math.Log(p), Math.Log(p), Math.Log(1 - p), Math.Log(1 - p)],
                 [Math.Log(1 - p), Math.Log(1 - p), Math.Log(p), Math.Log(p)]], [2, 2])[0]))];

        Assert.Equal(4, before[0], 1e-12);
        Assert.Equal(before.OrderDescending(), before);
        Assert.Equal(2, before[^1], 1e-5);
    }

    [Fact]
    public void Densities_far_below_what_a_number_can_hold_weigh_rightly()
    {
        var weights = BalanceHeuristic.Weights([[-2000, -2001], [-2000 + Math.Log(3), -2001]], [1, 1]);
        Assert.Equal([0.5, 1], weights[0].Select(w => Math.Round(w, 9)));          // p / ((p + 3 p) / 2)
        Assert.Equal([1.5, 1], weights[1].Select(w => Math.Round(w, 9)));
    }

    private static void ForRandomPools(Action<ArchitectureDistribution[], int[], double[], double[][]> check)
    {
        var random = new RandomSource(11);
        for (var round = 0; round < 60; round++)
        {
            int[] counts = [.. Enumerable.Range(0, 1 + random.NextInt(5)).Select(_ => 1 + random.NextInt(4))];
            ArchitectureDistribution[] distributions = [.. counts.Select(_ => Random(random))];
            var logs = distributions.Select(d => All().Select(d.LogDensity).ToArray()).ToArray();
            double[] mixture = [.. All().Select((_, i) => counts.Select((n, k) => (double)n / counts.Sum() * Math.Exp(logs[k][i])).Sum())];
            check(distributions, counts, mixture, BalanceHeuristic.Weights(logs, counts));
        }
    }

    private static ArchitectureDistribution Random(RandomSource random)
    {
        var distribution = new ArchitectureDistribution(Variables);
        double[] direction = new double[distribution.Parameters.Length];
        for (var i = 0; i < 12; i++)
        {
            distribution.AddGradient(distribution.Sample(random), random.NextGaussian(), direction);
        }

        distribution.Move(direction, 0.3);
        return distribution;
    }

    private static IEnumerable<ArchitectureSample> All()
        => from a in Enumerable.Range(0, 3)
           from b in Enumerable.Range(0, 2)
           from c in Enumerable.Range(0, 4)
           select new ArchitectureSample([a, b, c], [a, b, c]);
}
