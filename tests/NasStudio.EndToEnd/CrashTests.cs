using NasStudio.Core.Randomness;

namespace NasStudio.EndToEnd;

/// <summary>kill -9 of the server during a run: the run goes on by itself after a restart, and its history is the same.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Evaluations = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("nasstudio-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("random")]
    [InlineData("regularized-evolution")]
    [InlineData("ag-net")]
    [Trait("speed", "slow")]
    public async Task Killed_run_goes_on_by_itself_and_ends_with_the_same_trials(string strategy)
    {
        var experiment = Experiments.Deterministic(strategy, Evaluations);
        var random = new RandomSource(strategy.Length).Fork("points of death");
        string uninterrupted;
        await using (var studio = await StudioProcess.StartAsync(Path.Combine(_folder, "whole")))
        {
            var id = await Experiments.StartAsync(studio.Client, experiment);
            await Experiments.UntilCompletedAsync(studio.Client, id, Limit);
            uninterrupted = Experiments.History(await Experiments.ResultAsync(studio.Client, id));
        }

        var killed = Path.Combine(_folder, "killed");
        long killedId;
        await using (var studio = await StudioProcess.StartAsync(killed))
        {
            killedId = await Experiments.StartAsync(studio.Client, experiment);
            await Experiments.UntilFinishedAsync(studio.Client, killedId, 1 + random.NextInt(4), Limit);
            await Task.Delay(random.NextInt(300));
            await studio.KillAsync();
        }

        for (var death = 1; death <= 2; death++)
        {
            await using var studio = await StudioProcess.StartAsync(killed);
            var (_, before) = await Experiments.ProgressAsync(studio.Client, killedId);
            await Experiments.UntilFinishedAsync(
                studio.Client, killedId, Math.Min(Evaluations - 1, before + 1 + random.NextInt(4)), Limit);
            await Task.Delay(random.NextInt(300));
            await studio.KillAsync();
        }

        await using (var studio = await StudioProcess.StartAsync(killed))
        {
            await Experiments.UntilCompletedAsync(studio.Client, killedId, Limit);
            Assert.Equal(uninterrupted, Experiments.History(await Experiments.ResultAsync(studio.Client, killedId)));
        }
    }
}
