using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Fronts;

public sealed class ParetoFrontTests
{
    [Fact]
    public void A_front_worked_out_by_hand()
    {
        double[][] points = [[1, 5], [2, 3], [2, 4], [3, 3], [4, 1], [4, 1], [5, 0], [1, 6]];
        Assert.Equal([0, 1, 4, 5, 6], ParetoFront.Of(points));
    }

    [Fact]
    public void Equal_points_are_all_on_the_front_or_none_is()
    {
        Assert.Equal([0, 1, 2], ParetoFront.Of([[1, 1], [1, 1], [1, 1]]));
        Assert.Equal([2], ParetoFront.Of([[1, 1, 1], [1, 1, 1], [0, 1, 1]]));
        Assert.Equal([0, 2], ParetoFront.Of([[0.0], [1.0], [-0.0]]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_front_equals_the_definition(int objectives)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new RandomSource(seed);
            var points = RandomPoints.Grid(random, 1 + random.NextInt(40), objectives, levels: 2 + random.NextInt(6));
            var expected = Enumerable.Range(0, points.Length)
                .Where(i => !points.Any(q => ParetoFront.Dominates(q, points[i])));
            Assert.Equal(expected, ParetoFront.Of(points));
        }
    }

    [Fact]
    public void Infinite_values_are_worse_than_all_others()
        => Assert.Equal([1], ParetoFront.Of([[double.PositiveInfinity, 1], [0, 1]]));

    [Fact]
    public void Nothing_has_an_empty_front() => Assert.Empty(ParetoFront.Of([]));

    [Fact]
    public void NaN_is_refused_and_named()
    {
        var error = Assert.Throws<ArgumentException>(() => ParetoFront.Of([[1, 2], [1, double.NaN]]));
        Assert.StartsWith("Objective 1 of point 1 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_of_different_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([[1, 2], [1]]));
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([[]]));
    }

    [Fact]
    public void A_hundred_thousand_points_in_two_objectives_are_no_effort()
    {
        // All on the front: anything quadratic would take minutes.
        var points = Enumerable.Range(0, 100_000).Select(i => new double[] { i, -i }).ToArray();
        new RandomSource(1).Shuffle(points.AsSpan());
        Assert.Equal(points.Length, ParetoFront.Of(points).Count);
    }

    [Fact]
    public void Failed_and_infeasible_trials_are_not_on_the_front_and_directions_count()
    {
        var problem = new Problem(
            [new Objective("acc", Direction.Maximize), new Objective("ms", Direction.Minimize)],
            [new Constraint("ms", Max: 10)]);
        Trial[] trials =
        [
            TestTrials.Completed(0, ("acc", 90), ("ms", 5)),
            TestTrials.Completed(1, ("acc", 80), ("ms", 6)),
            TestTrials.Completed(2, ("acc", 99), ("ms", 11)),
            TestTrials.Failed(3),
            TestTrials.Completed(4, ("acc", 95), ("ms", 10)),
            TestTrials.Waiting(5),
        ];
        Assert.Equal([0, 4], ParetoFront.Of(problem, trials).Select(t => t.Number));
    }
}
