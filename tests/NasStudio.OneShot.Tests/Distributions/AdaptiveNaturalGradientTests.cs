using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class AdaptiveNaturalGradientTests
{
    [Fact]
    public void The_first_step_is_as_computed_by_hand()
    {
        // one variable of two categories, samples 0 (good) and 1 (bad): g = (1, -1) whatever theta, v = 2 at theta = 1/2
        var step = new AdaptiveNaturalGradient(
            new ArchitectureDistribution([new CategoricalVariable("a", 2)]), new AsngOptions { FirstStep = 0.5 });
        step.Step([Of(0), Of(1)], [1, -1]);

        // theta + .5 (1, -1) / 2 = (.75, .25); beta = .5; s^2 = gamma = .75; Delta = exp(.5 (.75 - .75 / 1.5))
        Assert.Equal([0.75, 0.25], step.Distribution.Parameters, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0.75, step.Gamma, 1e-12);
        Assert.Equal(0.75, step.PathSquare, 1e-12);
        Assert.Equal(Math.Exp(0.125), step.Delta, 1e-12);
    }

    [Fact]
    public void Steps_shrink_under_noise_down_to_their_bound_and_grow_with_a_signal()
    {
        Assert.Equal(20, Delta(noise: true, largest: 20), 1e-9);
        Assert.InRange(Delta(noise: true, largest: 0), 20, double.MaxValue);
        Assert.InRange(Delta(noise: false, largest: 0), 0, 1);

        static double Delta(bool noise, double largest)
        {
            var distribution = new ArchitectureDistribution(
                Enumerable.Range(0, 10).Select(j => new CategoricalVariable($"{j}", 3)));
            var step = new AdaptiveNaturalGradient(distribution, new AsngOptions { LargestShrinkage = largest });
            var random = new RandomSource(1);
            ArchitectureSample[] always = [Of([.. new int[10]]), Of([.. Enumerable.Repeat(2, 10)])];
            for (var round = 0; round < (noise ? 2_000 : 10); round++)
            {
                step.Step(noise ? distribution.Sample(2, random) : always, [1, -1]);
            }

            return step.Delta;
        }
    }

    /// <summary>gamma nears 1 from below and by rounding ends a hair above it; such a search has to be taken up again too.</summary>
    [Fact]
    public void A_state_is_taken_over_after_however_many_steps()
    {
        var largest = 0.0;
        for (var seed = 0; seed < 5; seed++)
        {
            var distribution = new ArchitectureDistribution(Enumerable.Range(0, 6).Select(j => new CategoricalVariable($"{j}", 5)));
            var step = new AdaptiveNaturalGradient(distribution, new AsngOptions { FirstStep = 0.3, LargestShrinkage = 2 });
            var again = new AdaptiveNaturalGradient(
                new ArchitectureDistribution(Enumerable.Range(0, 6).Select(j => new CategoricalVariable($"{j}", 5))), new AsngOptions());
            var random = new RandomSource(seed);
            for (var round = 0; round < 2_000; round++)
            {
                step.Step(distribution.Sample(2, random), [1, -1]);
                again.Restore(step.State);
                Assert.Equal(step.Gamma, again.Gamma);
                largest = Math.Max(largest, step.Gamma);
            }
        }

        Assert.InRange(largest, Math.BitIncrement(1), 1 + 1e-12);
    }

    [Fact]
    public void Integers_move_to_the_best_number()
    {
        var distribution = new ArchitectureDistribution([new IntegerVariable("n", 1, 16), new IntegerVariable("m", 0, 3)]);
        var step = new AdaptiveNaturalGradient(distribution, new AsngOptions());
        var random = new RandomSource(2);
        for (var round = 0; round < 600; round++)
        {
            var samples = distribution.Sample(4, random);
            double[] losses = [.. samples.Select(s => Math.Abs(s.Choices[0] - 11.0) + 2 * Math.Abs(s.Choices[1] - 1.0))];
            var utilities = SampleUtility.Of(UtilityKind.WeightedQuantile, losses, [0.25, 0.25, 0.25, 0.25]);
            step.Step(samples, utilities);
        }

        Assert.Equal([11, 1], distribution.Mode.AsEnumerable());
        Assert.InRange(distribution.Decidedness, 0.8, 1);
    }

    /// <summary>Akimoto et al., ICML 2019, section 5: weights and categories at once; category 0 and weights 0 are best.</summary>
    [Fact]
    public void The_toy_problem_of_the_paper_is_solved()
    {
        const int D = 30, K = 5;
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var random = new RandomSource(seed);
            var x = Enumerable.Range(0, D * K).Select(_ => random.NextGaussian()).ToArray();
            var distribution = new ArchitectureDistribution(Enumerable.Range(0, D).Select(j => new CategoricalVariable($"{j}", K)));
            var step = new AdaptiveNaturalGradient(distribution, new AsngOptions());
            for (var round = 0; round < 20_000 && distribution.Decidedness < 0.99; round++)
            {
                foreach (var sample in distribution.Sample(2, random))
                {
                    var t = random.NextGaussian() / K;
                    for (var j = 0; j < D; j++)
                    {
                        ref var weight = ref x[j * K + sample.Choices[j]];
                        weight -= 0.05 * 2 * (weight - t);
                    }
                }

                var samples = distribution.Sample(2, random);
                var common = random.NextGaussian() / K;
                double[] losses = [.. samples.Select(sample => sample.Choices.Select((k, j) =>
                    Math.Pow(x[j * K + k] - common, 2) + (double)k / K).Sum())];
                step.Step(samples, losses[0] < losses[1] ? [1, -1] : losses[0] > losses[1] ? [-1, 1] : [0, 0]);
            }

            Assert.All(distribution.Mode, category => Assert.Equal(0, category));
            Assert.InRange(distribution.Decidedness, 0.99, 1);
            Assert.All(Enumerable.Range(0, D), j => Assert.InRange(x[j * K], -0.3, 0.3));
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var distribution = new ArchitectureDistribution([new CategoricalVariable("a", 2)]);
        AsngOptions[] wrong = [new() { Alpha = 1 }, new() { FirstStep = 0 }, new() { LargestShrinkage = -1 }, new() { Alpha = double.NaN }];
        Assert.All(wrong, options => Assert.Throws<ArgumentException>(() => new AdaptiveNaturalGradient(distribution, options)));
        Assert.Throws<ArgumentException>(() => new ArchitectureDistribution([]));
        Assert.Throws<ArgumentException>(() => new ArchitectureDistribution([new CategoricalVariable("a", 0)]));
    }

    private static ArchitectureSample Of(params int[] choices) => new([.. choices], [.. choices.Select(choice => (double)choice)]);
}
