using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class IntegerDistributionTests
{
    [Fact]
    public void Coordinates_keep_the_length_in_the_metric_whose_inverse_is_given()
    {
        var part = new IntegerDistribution(9);
        var random = new RandomSource(1);
        for (var round = 0; round < 200; round++)
        {
            var (m, sigma) = (8 * random.NextDouble(), 0.25 + 3 * random.NextDouble());
            double[] gradient = [random.NextGaussian(), random.NextGaussian()];
            var v = new double[2];
            part.Coordinates([m, sigma], gradient, v);

            // F from F^-1 = sigma^2 [[1, 2m], [2m, 4m^2 + 2 sigma^2]] by the rule for 2 x 2 matrices
            var (a, b, d) = (sigma * sigma, sigma * sigma * 2 * m, sigma * sigma * (4 * m * m + 2 * sigma * sigma));
            var determinant = a * d - b * b;
            var length = (d * gradient[0] * gradient[0] - 2 * b * gradient[0] * gradient[1] + a * gradient[1] * gradient[1])
                / determinant;
            Assert.Equal(1, v.Sum(x => x * x) / length, 1e-9);
        }
    }

    [Fact]
    public void The_gradient_is_the_inverse_Fisher_matrix_times_the_ordinary_gradient_of_the_density()
    {
        var part = new IntegerDistribution(9);
        var (m, sigma, x) = (3.2, 1.4, 4.1);
        var natural = new double[2];
        part.AddGradient([m, sigma], x, 1, natural);

        // d log p / d(eta_1, eta_2) by differences, eta = (m, m^2 + sigma^2)
        var (eta1, eta2, h) = (m, m * m + sigma * sigma, 1e-5);
        var g1 = (LogDensity(eta1 + h, eta2) - LogDensity(eta1 - h, eta2)) / (2 * h);
        var g2 = (LogDensity(eta1, eta2 + h) - LogDensity(eta1, eta2 - h)) / (2 * h);
        var s2 = sigma * sigma;
        Assert.Equal(s2 * (g1 + 2 * m * g2), natural[0], 1e-6);
        Assert.Equal(s2 * (2 * m * g1 + (4 * m * m + 2 * s2) * g2), natural[1], 1e-6);

        double LogDensity(double first, double second)
            => part.LogDensity([first, Math.Sqrt(second - first * first)], x);
    }

    [Fact]
    public void A_sample_has_the_coordinates_z_and_z_squared()
    {
        var part = new IntegerDistribution(9);
        var (gradient, v) = (new double[2], new double[2]);
        part.AddGradient([3, 2], 6, 1, gradient);                // z = 1.5
        part.Coordinates([3, 2], gradient, v);

        Assert.Equal([1.5, (2.25 - 1) / Math.Sqrt(2)], v.Select(x => Math.Round(x, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Probabilities_are_those_of_the_rounded_Gaussian()
    {
        var part = new IntegerDistribution(5);
        double[] parameters = [1.3, 0.8];
        var probabilities = new double[5];
        part.Probabilities(parameters, probabilities);
        var random = new RandomSource(2);
        var counts = new int[5];
        for (var i = 0; i < 40_000; i++)
        {
            counts[part.Choice(part.Draw(parameters, random))]++;
        }

        Assert.Equal(1, probabilities.Sum(), 1e-12);
        Assert.All(probabilities.Zip(counts), pair => Assert.InRange(pair.Second / 40_000.0 - pair.First, -0.01, 0.01));
    }

    [Fact]
    public void Mean_and_deviation_stay_within_their_bounds_for_ever()
    {
        var random = new RandomSource(3);
        foreach (var choices in new[] { 1, 2, 3, 12 })
        {
            var part = new IntegerDistribution(choices);
            var parameters = new double[2];
            part.Start(parameters);
            for (var step = 0; step < 20_000; step++)
            {
                part.Move(parameters, [random.NextGaussian(), 5 * random.NextGaussian()], Math.Exp(2 * random.NextGaussian()));
                Assert.InRange(parameters[0], 0, choices - 1);
                Assert.InRange(parameters[1], 0.25, Math.Max(0.25, (choices - 1) / 2.0));
                Assert.True(part.IsValid(parameters));
            }
        }
    }

    [Fact]
    public void Pairs_are_mirrored_at_the_mean_and_an_odd_sample_stands_alone()
    {
        var distribution = new ArchitectureDistribution([new IntegerVariable("depth", 2, 10), new CategoricalVariable("op", 3)]);
        var samples = distribution.Sample(5, new RandomSource(7));

        Assert.Equal(8, samples[0].Values[0] + samples[1].Values[0], 1e-12);      // twice the mean, index 4
        Assert.Equal(8, samples[2].Values[0] + samples[3].Values[0], 1e-12);
        Assert.All(samples, sample => Assert.InRange(sample.Choices[0], 0, 8));
    }
}
