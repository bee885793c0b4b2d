namespace NasStudio.Runs.Tests.Support;

/// <summary>A process that executes the first experiment of a folder; the crash test kills it.</summary>
public static class CrashVictim
{
    public static async Task<int> Main(string[] args)
    {
        await using var studio = await TestStudio.CreateAsync(args[0], lease: TimeSpan.FromMinutes(5));
        var id = long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
        while ((await studio.RunAsync(id)).State != RunState.Completed)
        {
            await studio.Executor.ExecuteExperimentAsync(id, CancellationToken.None);
            await Task.Delay(20);
        }

        return 0;
    }
}
