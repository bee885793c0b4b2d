using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class CategoricalDistributionTests
{
    [Theory]
    [InlineData(2, 1, 0.05)]                 // 1/(1 x 1) cannot be kept: 0.1/2
    [InlineData(2, 2, 0.05)]                 // 1/(2 x 1) would freeze it
    [InlineData(5, 30, 1 / 120.0)]           // the published 1/(30 x 4)
    [InlineData(5, 6, 0.02)]                 // 1/24 is more than 0.1/5
    public void The_bound_is_the_published_one_where_that_leaves_room(int categories, int variables, double bound)
        => Assert.Equal(bound, new CategoricalDistribution(categories, variables).Bound, 1e-15);

    [Fact]
    public void What_falls_below_the_bound_is_raised_and_the_others_pay_in_proportion()
    {
        // three categories, bound 1/30; theta = (.6, .3, .1) moved by (.2, -.1, -.1) to (.8, .2, 0)
        double[] theta = [0.6, 0.3, 0.1];
        new CategoricalDistribution(3, 1).Move(theta, [0.2, -0.1, -0.1], 1);

        // raised to (.8, .2, 1/30), sum 31/30; free parts .8 - 1/30 = 23/30, .2 - 1/30 = 5/30, 0, sum 28/30;
        // each gives 1/28 of its free part
        Assert.Equal(0.8 - 23.0 / 30 / 28, theta[0], 1e-15);
        Assert.Equal(0.2 - 5.0 / 30 / 28, theta[1], 1e-15);
        Assert.Equal(1.0 / 30, theta[2], 1e-15);
    }

    [Fact]
    public void Coordinates_keep_the_Fisher_length()
    {
        var random = new RandomSource(3);
        for (var round = 0; round < 500; round++)
        {
            var categories = 2 + random.NextInt(7);
            var theta = Normalised([.. Enumerable.Range(0, categories).Select(_ => 0.01 + random.NextDouble())]);
            double[] gradient = [.. Enumerable.Range(0, categories).Select(_ => random.NextGaussian())];
            gradient[^1] -= gradient.Sum();
            var coordinates = new double[categories - 1];
            new CategoricalDistribution(categories, 4).Coordinates(theta, gradient, coordinates);

            var expected = gradient.Zip(theta, (g, t) => g * g / t).Sum();
            Assert.Equal(1, coordinates.Sum(v => v * v) / expected, 1e-10);
        }
    }

    [Fact]
    public void Probabilities_stay_in_the_simplex_and_above_their_bound_for_ever()
    {
        var random = new RandomSource(4);
        foreach (var (categories, variables) in new[] { (2, 1), (2, 2), (3, 2), (5, 30), (8, 14) })
        {
            var part = new CategoricalDistribution(categories, variables);
            var theta = new double[categories];
            part.Start(theta);
            for (var step = 0; step < 20_000; step++)
            {
                double[] gradient = [.. Enumerable.Range(0, categories).Select(_ => random.NextGaussian())];
                gradient[^1] -= gradient.Sum();
                part.Move(theta, gradient, Math.Exp(4 * random.NextGaussian()));
                Assert.True(part.IsValid(theta), $"({string.Join(", ", theta)}) after {step + 1} steps");
            }
        }
    }

    [Fact]
    public void Draws_are_as_frequent_as_they_are_probable()
    {
        var part = new CategoricalDistribution(4, 1);
        double[] theta = [0.1, 0.2, 0.3, 0.4];
        var random = new RandomSource(5);
        var counts = new int[4];
        for (var i = 0; i < 40_000; i++)
        {
            counts[part.Choice(part.Draw(theta, random))]++;
        }

        // four standard deviations
        Assert.All(theta.Zip(counts), pair => Assert.InRange(
            pair.Second, 40_000 * pair.First - 4 * 98, 40_000 * pair.First + 4 * 98));
        Assert.Equal(Math.Log(0.3), part.LogDensity(theta, 2), 1e-15);
    }

    private static double[] Normalised(double[] values) => [.. values.Select(value => value / values.Sum())];
}
