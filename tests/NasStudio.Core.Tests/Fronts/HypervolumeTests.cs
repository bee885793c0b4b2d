using NasStudio.Core.Fronts;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Fronts;

public sealed class HypervolumeTests
{
    [Fact]
    public void Volumes_worked_out_by_hand()
    {
        Assert.Equal(3, Hypervolume.Of([[2.0], [4.0]], [5]));
        Assert.Equal(6, Hypervolume.Of([[1, 3], [2, 2], [3, 1]], [4, 4]));
        Assert.Equal(4, Hypervolume.Of([[0, 0, 1], [1, 1, 0]], [2, 2, 2]) - 1);   // 4 + 2 - 1
        Assert.Equal(1, Hypervolume.Of([[0, 0, 0, 0]], [1, 1, 1, 1]));
    }

    [Fact]
    public void Nothing_and_points_beyond_the_reference_have_no_volume()
    {
        Assert.Equal(0, Hypervolume.Of([], [1, 1]));
        Assert.Equal(0, Hypervolume.Of([[1, 0], [2, -5], [double.PositiveInfinity, 0]], [1, 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_volume_equals_inclusion_and_exclusion(int objectives)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new RandomSource(seed);
            var points = seed % 2 == 0
                ? RandomPoints.Uniform(random, 1 + random.NextInt(9), objectives)
                : RandomPoints.Grid(random, 1 + random.NextInt(9), objectives, levels: 3);
            double[] reference = [.. Enumerable.Repeat(seed % 2 == 0 ? 0.9 : 2.0, objectives)];
            Assert.Equal(InclusionExclusion(points, reference), Hypervolume.Of(points, reference), 1e-9);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void The_volume_of_a_large_set_agrees_with_random_shooting(int objectives)
    {
        const int shots = 10_000;
        var random = new RandomSource(objectives);
        var points = RandomPoints.Uniform(random, 60, objectives);
        double[] reference = [.. Enumerable.Repeat(1.0, objectives)];
        var hits = RandomPoints.Uniform(random, shots, objectives)
            .Count(shot => Array.Exists(points, p => !shot.Where((x, d) => x < p[d]).Any()));
        Assert.Equal((double)hits / shots, Hypervolume.Of(points, reference), 0.025);   // 5 standard deviations at most
    }

    [Fact]
    public void NaN_and_infinite_references_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, double.NaN]], [2, 2]));
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, 1]], [2, double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, double.NegativeInfinity]], [2, 2]));
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, 1, 1]], [2, 2]));
    }

    private static double InclusionExclusion(double[][] points, double[] reference)
    {
        var volume = 0.0;
        for (var subset = 1; subset < 1 << points.Length; subset++)
        {
            var corner = Enumerable.Range(0, points.Length).Where(i => (subset >> i & 1) == 1).Select(i => points[i])
                .Aggregate((a, b) => [.. a.Zip(b, Math.Max)]);
            var box = corner.Zip(reference, (c, r) => Math.Max(0, r - c)).Aggregate(1.0, (a, b) => a * b);
            volume += int.IsOddInteger(int.PopCount(subset)) ? box : -box;
        }

        return volume;
    }
}
