using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl;
using NasStudio.Search.Tests.NasBowl.Kernels;

namespace NasStudio.Search.Tests.NasBowl;

public sealed class AcquisitionTests
{
    [Fact]
    public void Expected_hypervolume_improvement_is_that_of_a_simulation()
    {
        var random = new RandomSource(1);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            double[][] points = [.. Enumerable.Range(0, repeat % 6).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
            double[] reference = [1, 0.9];
            var (mx, my, sx, sy) = (random.NextDouble(), random.NextDouble(), 0.3 * random.NextDouble(), 0.3 * random.NextDouble());
            var before = Hypervolume.Of(points, reference);
            const int draws = 20_000;
            var gains = Enumerable.Range(0, draws).Select(_ => Hypervolume.Of(
                [.. points, [mx + sx * random.NextGaussian(), my + sy * random.NextGaussian()]], reference) - before).ToArray();
            var mean = gains.Average();
            var error = Math.Sqrt(gains.Average(g => (g - mean) * (g - mean)) / draws);
            var exact = new ExpectedHypervolumeImprovement(points, reference).Of((mx, sx * sx), (my, sy * sy));
            Assert.InRange(exact, mean - 4.5 * error - 1e-4, mean + 4.5 * error + 1e-4);
        }
    }

    [Fact]
    public void A_certain_candidate_adds_what_it_adds()
    {
        double[][] front = [[1, 3], [2, 2], [3, 1], [3, 3]];
        var improvement = new ExpectedHypervolumeImprovement(front, [4, 4]);
        Assert.Equal(0.5 * 1.5 + 1 * 0.5, improvement.Of((1.5, 0), (1.5, 0)), 1e-9);
        Assert.Equal(0, improvement.Of((2.5, 0), (2.5, 0)), 1e-12);
        Assert.Equal([3.2, 3.2], ExpectedHypervolumeImprovement.Reference(front));
        Assert.Equal([1.1, 1.1], ExpectedHypervolumeImprovement.Reference([[1, 1], [2, 2]]));
        Assert.Equal([1.1, 1.1], ExpectedHypervolumeImprovement.Reference([[1, 1]]));
    }

    [Fact]
    public void The_augmented_improvement_vanishes_where_noise_hides_everything()
    {
        Assert.Equal(0.3, Acquisitions.Augmented(0.7, 0, 1, 0), 12);
        Assert.Equal(0, Acquisitions.Augmented(0.7, 0, 1, 0.1), 12);
        Assert.InRange(Acquisitions.Augmented(0.7, 0.1, 1, 0.1), 0, Acquisitions.Augmented(0.7, 0.1, 1, 0.01));
        Assert.Equal(3 * Math.Sqrt(Math.Log(201) / 2), Acquisitions.Beta(100), 12);
    }

    [Theory]
    [InlineData(0, 1, double.NegativeInfinity, 0, 0.5)]
    [InlineData(0, 4, -2, 2, 0.682689492137086)]
    [InlineData(1, 0, double.NegativeInfinity, 0.5, 0)]
    [InlineData(1, 0, 0.5, double.PositiveInfinity, 1)]
    public void Feasibility_is_the_probability_of_the_bounds(double mean, double variance, double least, double most, double expected)
        => Assert.Equal(expected, Feasibility.Of(mean, variance, least, most), 1e-9);

    [Fact]
    public void Near_a_chosen_candidate_others_count_less()
    {
        double At(double distance) => LocalPenalisation.Of(distance, slope: 2, mean: 1, variance: 0.04, best: 0);
        Assert.InRange(At(0), 0, 1e-6);
        Assert.Equal(0.5, At(0.5), 12);                       // the ball's rim: (1 - 0) / 2
        Assert.InRange(At(1), 0.999, 1);
    }

    [Fact]
    public void Isomorphism_is_what_canonical_forms_say()
    {
        var random = new RandomSource(2);
        var found = 0;
        for (var repeat = 0; repeat < 3_000; repeat++)
        {
            var first = WithoutEdgeLabels(RandomGraphs.Draw(random, mostNodes: 5));
            var second = WithoutEdgeLabels(repeat % 2 == 0 ? RandomGraphs.Draw(random, mostNodes: 5) : RandomGraphs.Renumbered(first, random));
            var expected = CanonicalForm.Of(first).Text == CanonicalForm.Of(second).Text;
            Assert.Equal(expected, Isomorphism.Exists(first, second));
            found += expected ? 1 : 0;
        }

        Assert.InRange(found, 1_501, 2_900);
    }

    private static LabelledDag WithoutEdgeLabels(LabelledDag graph)
        => graph with { Edges = [.. graph.Edges.Select(e => e with { Label = null })] };
}
