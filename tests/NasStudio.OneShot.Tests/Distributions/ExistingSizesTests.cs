using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class ExistingSizesTests
{
    private static readonly DesignVariable[] Variables =
        [new CategoricalVariable("a", 3), new CategoricalVariable("b", 4), new IntegerVariable("n", 1, 3)];

    [Fact]
    public void Sizes_and_modes_are_those_that_trying_everything_finds()
    {
        var random = new RandomSource(1);
        for (var round = 0; round < 40; round++)
        {
            var (costs, distribution) = (Random(random, whole: true), Random(random));
            var (sizes, all) = (new ExistingSizes(costs), All().ToArray());
            var limit = costs.Smallest + (costs.Largest * 1.1 - costs.Smallest) * random.NextDouble();
            var tolerance = round % 2 == 0 ? 0 : 100 * random.NextDouble();

            var largest = all.Select(choices => costs.Of(choices)).Where(size => size <= limit).Max();
            var best = all.Where(choices => costs.Of(choices) <= largest && costs.Of(choices) >= largest - tolerance)
                .MaxBy(choices => LogProbability(distribution, choices));
            Assert.Equal(largest, sizes.NotAbove(limit), 1e-9);
            Assert.Equal(LogProbability(distribution, best), LogProbability(distribution, sizes.Mode(distribution, limit, tolerance)), 1e-12);
            Assert.InRange(costs.Of(sizes.Mode(distribution, limit, tolerance)), largest - tolerance, largest);
        }
    }

    [Fact]
    public void Architectures_of_a_size_come_in_the_order_of_their_probability_and_wasteful_ones_are_passed_over()
    {
        var random = new RandomSource(4);
        for (var round = 0; round < 20; round++)
        {
            var (costs, distribution) = (Random(random, whole: true), Random(random));
            var sizes = new ExistingSizes(costs);
            var limit = costs.Smallest + (costs.Largest - costs.Smallest) * random.NextDouble();
            var tolerance = 100 * random.NextDouble();
            var size = sizes.NotAbove(limit);
            var expected = All().Where(choices => costs.Of(choices) <= size && costs.Of(choices) >= size - tolerance)
                .OrderByDescending(choices => LogProbability(distribution, choices)).Select(choices => string.Join(',', choices)).ToArray();

            var found = sizes.Likeliest(distribution.AllProbabilities(), limit, tolerance).Select(choices => string.Join(',', choices)).ToArray();
            var last = sizes.Mode(distribution, limit, tolerance, choices => string.Join(',', choices) != expected[^1]);
            var nothingElse = sizes.Mode(distribution, limit, tolerance, _ => true);

            Assert.Equal(expected, found);
            Assert.Equal(expected[^1], string.Join(',', last));
            Assert.Equal(expected[0], string.Join(',', nothingElse));
        }
    }

    [Fact]
    public void Measured_times_are_never_taken_for_less_than_they_are()
    {
        var random = new RandomSource(2);
        for (var round = 0; round < 40; round++)
        {
            var costs = Random(random, whole: false);
            var limit = costs.Smallest + (costs.Largest - costs.Smallest) * random.NextDouble();
            var mode = new ExistingSizes(costs).Mode(Random(random), limit, costs.Largest);
            var largest = All().Select(choices => costs.Of(choices)).Where(size => size <= limit).Max();

            Assert.InRange(costs.Of(mode), costs.Smallest - 1e-9, limit + 1e-9);
            Assert.InRange(new ExistingSizes(costs).NotAbove(limit), largest - 1e-3 * costs.Largest, limit + 1e-9);
        }
    }

    [Fact]
    public void A_size_that_nothing_is_below_is_refused_with_the_smallest_there_is()
    {
        var costs = new ComplexityTable([[10, 20], [5, 7]], 100);
        var sizes = new ExistingSizes(costs);
        Assert.Equal(115, sizes.NotAbove(115));
        Assert.Equal(127, sizes.NotAbove(1e12));
        foreach (var size in new[] { 114.9, 0, -1, double.NaN, double.NegativeInfinity })
        {
            Assert.Contains("115", Assert.Throws<ArgumentOutOfRangeException>(() => sizes.NotAbove(size)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => new TargetComplexity(sizes, size, new TargetOptions()));
        }
    }

    [Fact]
    public void Architectures_of_one_size_have_one_size()
    {
        var sizes = new ExistingSizes(new ComplexityTable([[3, 3], [4]], 0));
        Assert.Equal(7, sizes.NotAbove(8));
        Assert.Equal([0, 0], sizes.Mode(new ArchitectureDistribution([new CategoricalVariable("a", 2), new CategoricalVariable("b", 1)]), 8, 0).AsEnumerable());
    }

    [Theory]
    [InlineData(30)]
    [InlineData(47)]                          // between two sizes: 45 is the nearest that is not above
    [InlineData(75)]
    [InlineData(115)]
    public void A_search_for_a_size_ends_at_the_nearest_existing_one_that_is_not_above(double target)
    {
        DesignVariable[] variables = [new CategoricalVariable("a", 4), new CategoricalVariable("b", 3), new CategoricalVariable("c", 3)];
        var costs = new ComplexityTable([[5, 15, 25, 35], [5, 25, 45], [5, 15, 35]], 0);
        var sizes = new ExistingSizes(costs);
        var pool = new ImportanceSampledPool(
            variables, costs, [new TargetComplexity(sizes, target, new TargetOptions()), new WeightedComplexity(costs, 0)], new PoolOptions());
        for (var round = 0; round < 800; round++)
        {
            var batch = pool.Draw(new RandomSource(3).Fork("draw", round));
            pool.Update(batch, [.. batch.Samples.Select(s => 1 - costs.Normalise(costs.Of(s.Choices)) + 0.01 * s.Choices[0])]);
        }

        var mode = sizes.Mode(pool.Steps[0].Distribution, target, 0);
        Assert.Equal(sizes.NotAbove(target), costs.Of(mode));
        Assert.Equal(mode.AsEnumerable(), pool.Steps[0].Distribution.Mode);
        Assert.Equal(costs.Largest, costs.Of(pool.Steps[1].Distribution.Mode));
    }

    [Fact]
    public void The_coefficient_of_a_target_grows_while_architectures_are_too_large_and_shrinks_while_they_are_small()
    {
        var costs = new ComplexityTable([[10, 20]], 0);
        var objective = new TargetComplexity(new ExistingSizes(costs), 12, new TargetOptions { FirstCoefficient = 2, Rate = 0.1 });
        Assert.Equal(10, objective.Target);
        Assert.Equal(0.5, objective.Of(0.5, 10));
        Assert.Equal(2.5, objective.Of(0.5, 20));
        objective.Adapt(15);
        Assert.Equal(2 * Math.Exp(0.05), objective.Coefficient, 1e-12);
        objective.Adapt(5);
        Assert.Equal(2, objective.Coefficient, 1e-12);
        for (var i = 0; i < 1_000; i++)
        {
            objective.Adapt(1e9);
        }

        Assert.Equal(1e3, objective.Coefficient, 1e-9);
        Assert.Throws<ArgumentException>(() => objective.Restore(double.NaN));
    }

    [Fact]
    public void Sizes_are_on_a_scale_from_0_to_1_and_their_mean_is_exact()
    {
        var costs = new ComplexityTable([[10, 20, 40], [0, 8, 0, 0], [1, 2, 3]], 2);
        Assert.Equal((13.0, 53.0), (costs.Smallest, costs.Largest));
        Assert.Equal([0, 0.5, 1], new[] { 13, 33, 53.0 }.Select(costs.Normalise));
        var distribution = Random(new RandomSource(4));
        var mean = All().Sum(choices => Math.Exp(LogProbability(distribution, choices)) * costs.Of(choices));
        Assert.Equal(mean, costs.Expected(distribution), 1e-9);
        Assert.Throws<ArgumentException>(() => new ComplexityTable([[-1, 2]], 0));
        Assert.Throws<ArgumentException>(() => new ComplexityTable([[1], []], 0));
        Assert.Throws<ArgumentException>(() => new ComplexityTable([[double.NaN]], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedComplexity(costs, -1));
    }

    private static ComplexityTable Random(RandomSource random, bool whole) => new(
        Variables.Select(variable => Enumerable.Range(0, variable.Choices)
            .Select(_ => whole ? random.NextInt(400) * 3.0 : random.NextDouble()).ToImmutableArray()), whole ? 17 : 0.1);

    private static ArchitectureDistribution Random(RandomSource random)
    {
        var distribution = new ArchitectureDistribution(Variables);
        var gradient = new double[distribution.Parameters.Length];
        for (var i = 0; i < 8; i++)
        {
            distribution.AddGradient(distribution.Sample(random), random.NextGaussian(), gradient);
        }

        distribution.Move(gradient, 0.1);
        return distribution;
    }

    private static double LogProbability(ArchitectureDistribution distribution, ImmutableArray<int> choices)
        => choices.Select((choice, j) => Math.Log(distribution.Probabilities(j)[choice])).Sum();

    private static IEnumerable<ImmutableArray<int>> All()
        => from a in Enumerable.Range(0, 3)
           from b in Enumerable.Range(0, 4)
           from n in Enumerable.Range(0, 3)
           select (ImmutableArray<int>)[a, b, n];
}
