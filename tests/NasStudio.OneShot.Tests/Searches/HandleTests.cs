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
    private static readonly Dictionary<string, Func<IWeightSharingSearch>> Mixtures = new()
    {
        ["darts"] = () => new Darts(Small.Context(), new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5 }),
        ["darts, second order"] = () => new Darts(
            Small.Context(), new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Order = 2 }),
        ["pc-darts"] = () => new PcDarts(
            Small.Context(), new PcDartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Parts = 3, WarmUp = 0 }),
        ["sgnas"] = () => new Sgnas(
            Small.Context(), new SgnasOptions { Epochs = 1, BatchSize = 16, StepsPerRound = 5, GeneratorEpochs = 3 }),
    };

    public static TheoryData<string> OfMixtures() => new(Mixtures.Keys);

    [Theory]
    [MemberData(nameof(OfMixtures))]
    public void Rounds_of_mixtures_leave_no_native_handle_behind(string kind)
    {
        using var search = Mixtures[kind]();
        while (search.Round < search.Rounds - 1) search.Advance(default);      // makes velocities: every weight is used
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
