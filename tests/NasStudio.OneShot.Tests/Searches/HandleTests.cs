using NasStudio.LibTorch;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Searches;

namespace NasStudio.OneShot.Tests.Searches;

/// <summary>Counting what the whole process holds: nothing else may run beside it.</summary>
[CollectionDefinition(nameof(NativeHandles), DisableParallelization = true)]
public sealed class HandleCollection;

[Collection(nameof(NativeHandles))]
public sealed class HandleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rounds_of_mixtures_leave_no_native_handle_behind(int order)
    {
        using var search = new Darts(
            Small.Context(), new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Order = order });
        search.Advance(default);                                      // makes velocities: every weight is used
        var live = NativeHandles.Live;

        search.Advance(default);

        Assert.Equal(live, NativeHandles.Live);
    }

    [Theory]
    [InlineData("importance-sampled-asng")]
    [InlineData("gdas")]
    [Trait("speed", "slow")]
    public void Two_thousand_steps_leave_no_native_handle_behind(string kind)
    {
        using var supernet = Small.Supernet("nas-bench-201");
        using IWeightSharingSearch search = kind == "gdas"
            ? new Gdas(Small.Context(), new GdasOptions { Epochs = 350, BatchSize = 16, StepsPerRound = 100 })
            : new ImportanceSampledAsng(Small.Context(), new ImportanceSampledAsngOptions
            {
                Epochs = 350,
                WarmUp = 0.1,
                BatchSize = 16,
                StepsPerRound = 100,
                Pool = new PoolOptions { SamplesPerDistribution = 1 },
                Coefficients = "1, 0",
            });
        search.Advance(default);
        var live = NativeHandles.Live;

        while (!search.IsFinished) search.Advance(default);

        // at most a velocity for each weight that had none
        Assert.True(search.Round * 100 >= 2_000);
        Assert.InRange(NativeHandles.Live - live, 0, supernet.parameters().Count());
    }
}
