using NasStudio.OneShot.Searches;

namespace NasStudio.OneShot.Tests.Searches;

public sealed class ParamsOnlyPathsTests
{
    private static readonly ParamsOnlyPathsOptions Quick = new() { Epochs = 1, BatchSize = 16, StepsPerRound = 5, CalibrationBatches = 2 };

    private static readonly Lazy<double[]> Sizes = new(() =>
    {
        using var supernet = Small.Supernet("nas-bench-201");
        return [.. Small.All["nas-bench-201"].Enumerate().Select(a => supernet.Parameters.Of(supernet.ChoicesOf(a)))
            .Distinct().OrderDescending()];
    });

    [Fact]
    public void Without_targets_it_names_one_architecture_of_each_of_the_largest_sizes()
    {
        using var search = new ParamsOnlyPaths(Small.Context(), Quick);

        Assert.Equal(Sizes.Value.Take(4), search.Distributions.Select(found => (double)found.Parameters));
    }

    [Fact]
    public void A_target_gets_the_largest_size_that_it_allows()
    {
        using var search = new ParamsOnlyPaths(Small.Context(), Quick with { Targets = "3000, 5000" });

        Assert.Equal(
            [Sizes.Value.First(size => size <= 3000), Sizes.Value.First(size => size <= 5000)],
            search.Distributions.Select(found => (double)found.Parameters));
    }

    [Fact]
    public void The_seed_takes_one_of_equal_size()
    {
        var modes = Enumerable.Range(1, 4).Select(seed =>
        {
            using var search = new ParamsOnlyPaths(Small.Context(seed: seed), Quick with { Targets = "5000" });
            return search.Distributions[0];
        }).ToArray();

        Assert.Single(modes.Select(mode => mode.Parameters).Distinct());
        Assert.NotEqual(1, modes.Select(mode => mode.Mode).Distinct().Count());
    }

    [Fact]
    public void Fewer_sizes_than_asked_for_give_fewer_architectures()
    {
        using var search = new ParamsOnlyPaths(Small.Context(), Quick with { Architectures = 64 });

        Assert.Equal(Math.Min(64, Sizes.Value.Length), search.Distributions.Length);
        Assert.True(Sizes.Value.Length < 64);
    }
}
