using NasStudio.Core.Randomness;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.Tests.Surrogates;

public sealed class ScalarisationTests
{
    [Fact]
    public void The_augmented_Chebyshev_norm_is_the_one_computed_by_hand()
    {
        var scalarisation = new Scalarisation([[0, 10], [4, 20]]);

        // (2, 15) lies at (0.5, 0.5): max(0.25, 0.375) + 0.05 (0.25 * 0.5 + 0.75 * 0.5) = 0.375 + 0.025
        Assert.Equal(0.4, scalarisation.Of([2, 15], [0.25, 0.75]), 12);
        Assert.Equal(0, scalarisation.Of([0, 10], [0.25, 0.75]), 12);
    }

    [Fact]
    public void One_objective_keeps_its_order_whatever_is_drawn()
    {
        var scalarisation = new Scalarisation([[3], [7]]);
        var weights = scalarisation.DrawWeights(new RandomSource(1));
        Assert.Equal([1], weights);
        Assert.True(scalarisation.Of([3], weights) < scalarisation.Of([3.1], weights));
    }

    [Fact]
    public void Weights_are_uniform_on_the_simplex()
    {
        var scalarisation = new Scalarisation([[0, 0, 0], [1, 1, 1]]);
        var random = new RandomSource(2);
        double[][] draws = [.. Enumerable.Range(0, 3_000).Select(_ => scalarisation.DrawWeights(random))];
        Assert.All(draws, w => Assert.Equal(1, w.Sum(), 12));

        // Each weight has mean 1/3 and exceeds 1/2 with probability (1 - 1/2)^2 = 1/4.
        Assert.All(Enumerable.Range(0, 3), j => Assert.Equal(1 / 3.0, draws.Average(w => w[j]), 0.02));
        Assert.Equal(0.25, draws.Count(w => w[0] > 0.5) / 3_000.0, 0.03);
    }

    [Fact]
    public void An_objective_that_does_not_vary_counts_nothing()
        => Assert.Equal(0, new Scalarisation([[5, 1], [5, 2]]).Of([5, 1], [0.5, 0.5]), 12);
}
