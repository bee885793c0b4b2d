using System.Diagnostics;
using System.Globalization;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

public sealed class CrashTests
{
    [Theory]
    [Trait("speed", "slow")]
    [InlineData("regularized-evolution", 11)]
    [InlineData("memory", 12)]
    [InlineData("memory", 13, 3)]
    [InlineData("memory", 14, 3, true)]
    public async Task A_run_killed_at_random_points_ends_as_if_it_had_not_been(
        string strategy, int seed, int level = 0, bool instant = false)
    {
        const int Kills = 4;
        var document = TestStudio.Document(strategy, evaluations: level > 0 ? 50 : 100, delayMs: 25);
        document = level > 0 ? RunExecutorTests.WithLevel(document, level) : document;
        document = instant ? TestStudio.Instantly(document) : document;
        var folder = Directory.CreateTempSubdirectory("nasstudio-crash-").FullName;
        try
        {
            await using var studio = await TestStudio.CreateAsync(folder);
            var (id, _) = await studio.CreateRunAsync(document);
            var random = new RandomSource(seed);
            for (var kill = 0; kill < Kills; kill++)
            {
                await KillAsync(studio, id, random.NextInt(200));
            }

            using (var last = Start(folder, id))
            {
                await last.WaitForExitAsync();
                Assert.Equal(0, last.ExitCode);
            }

            Assert.Equal(RunState.Completed, (await studio.RunAsync(id)).State);
            Assert.Equal(await UninterruptedAsync(document), await studio.OutcomesAsync(id));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public async Task A_search_that_shares_weights_killed_at_random_points_ends_as_if_it_had_not_been()
    {
        const int Rounds = 50, Kills = 4;
        var document = TestStudio.Sharing(Rounds, roundMs: 60, delayMs: 400);
        var folder = Directory.CreateTempSubdirectory("nasstudio-crash-").FullName;
        try
        {
            await using var studio = await TestStudio.CreateAsync(folder);
            var (id, _) = await studio.CreateRunAsync(document);
            var random = new RandomSource(21);
            for (var kill = 0; kill < Kills; kill++)
            {
                var before = (await studio.Queries.RoundsAsync(id, 0)).Length;
                await KillAsync(studio, id, kill == Kills - 1
                    ? async () => (await studio.RunAsync(id)).Rounds is { Left: 0 }     // while it trains what it found
                    : async () => (await studio.Queries.RoundsAsync(id, 0)).Length > before, random.NextInt(300));
            }

            using (var last = Start(folder, id))
            {
                await last.WaitForExitAsync();
                Assert.Equal(0, last.ExitCode);
            }

            Assert.Equal(RunState.Completed, (await studio.RunAsync(id)).State);
            await using var other = await TestStudio.CreateAsync();
            var (straight, run) = await other.CreateRunAsync(document with
            {
                Strategy = document.Strategy with { Options = document.Strategy.Options.With("roundMs", 0L) },
            });
            await other.Executor.ExecuteAsync(run, CancellationToken.None);
            Assert.Equal(await other.OutcomesAsync(straight), await studio.OutcomesAsync(id));
            Assert.Equal(await other.RoundsAsync(straight), await studio.RoundsAsync(id));
            Assert.Equal(Rounds, (await studio.RoundsAsync(id)).Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Somewhere after the victim has stored a trial of its own; its lease would outlast the test, but it is seen to be dead.
    private static async Task KillAsync(TestStudio studio, long id, int afterMs)
    {
        var before = (await studio.RunAsync(id)).Completed;
        await KillAsync(studio, id, async () => (await studio.RunAsync(id)).Completed > before, afterMs);
    }

    private static async Task KillAsync(TestStudio studio, long id, Func<Task<bool>> when, int afterMs)
    {
        using var victim = Start(studio.Folder, id);
        await TestStudio.EventuallyAsync(when);
        await Task.Delay(afterMs);
        Assert.False(victim.HasExited, "The victim was done before it could be killed: give it more to do.");
        victim.Kill();
        await victim.WaitForExitAsync();
    }

    private static Process Start(string folder, long id) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        [typeof(CrashVictim).Assembly.Location, folder, id.ToString(CultureInfo.InvariantCulture)]))!;

    private static async Task<IEnumerable<string>> UninterruptedAsync(ExperimentDocument document)
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        return await studio.OutcomesAsync(id);
    }
}
