using NasStudio.Runs;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Live;

/// <summary>How long an experiment will still take.</summary>
public static class TimeToCome
{
    /// <summary>
    /// The time the running runs expect, and as much for each evaluation of those that wait for their turn; null
    /// while no run expects anything.
    /// </summary>
    public static TimeSpan? Of(IReadOnlyCollection<RunView> runs)
    {
        RunView[] known = [.. runs.Where(r => r.Eta is not null && Left(r) > 0)];
        if (known.Length == 0)
        {
            return null;
        }

        var expected = known.Sum(r => r.Eta!.Value.TotalSeconds);
        var waiting = runs.Where(r => r.Eta is null && r.State is RunState.Queued or RunState.Running).Sum(Left);
        return TimeSpan.FromSeconds(expected * (1 + waiting / known.Sum(Left)));
    }

    private static double Left(RunView run) => Math.Max(0, run.Total - run.Spent);
}
