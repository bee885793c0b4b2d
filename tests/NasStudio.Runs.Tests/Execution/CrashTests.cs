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

    // Somewhere after the victim has stored a trial of its own; its lease would outlast the test, but it is seen to be dead.
    private static async Task KillAsync(TestStudio studio, long id, int afterMs)
    {
        var before = (await studio.RunAsync(id)).Completed;
        using var victim = Start(studio.Folder, id);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed > before);
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
