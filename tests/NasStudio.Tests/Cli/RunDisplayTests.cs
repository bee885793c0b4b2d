using NasStudio.Cli;
using NasStudio.Runs;
using NasStudio.Runs.Queries;

namespace NasStudio.Tests.Cli;

/// <summary>How a run stands, in one line. When there is a time left to speak of is the run's own to know.</summary>
public sealed class RunDisplayTests
{
    private static readonly RunView Run = new(
        Id: 1, Seed: 7, RunState.Running, Completed: 12, Failed: 0, Total: 96, Spent: 12, Running: [],
        Eta: TimeSpan.FromMinutes(3), Activity: "round 2: learning", StrategySeconds: 1, EvaluationSeconds: 20, WallSeconds: 21,
        Error: null, Incumbent: 7, StrategyVersion: 1, EvaluatorVersion: 1);

    [Fact]
    public void What_it_does_and_how_long_that_will_take_stand_side_by_side()
        => Assert.Equal(
            "seed 7: 12 of 96, best val_acc 97.2 (trial 7), round 2: learning, about 3 min left",
            RunDisplay.Describe(Run, "best val_acc 97.2 (trial 7)"));

    [Fact]
    public void Nothing_is_said_of_what_is_not_known()
    {
        Assert.Equal("seed 7: 12 of 96, starting", RunDisplay.Describe(Run with { Eta = null, Activity = null }, ""));
        Assert.Equal("seed 7: 12 of 96, about 3 min left", RunDisplay.Describe(Run with { Activity = null }, ""));
    }

    [Fact]
    public void A_run_that_is_over_says_how_it_ended_and_what_failed()
        => Assert.Equal(
            "seed 7: 96 of 96, 2 failed, completed",
            RunDisplay.Describe(Run with { State = RunState.Completed, Spent = 96, Failed = 2, Eta = null, Activity = null }, ""));

    [Fact]
    public void A_search_that_found_nothing_within_the_limits_says_so()
        => Assert.Equal(
            "seed 7: 96 of 96, nothing keeps the limits, completed",
            RunDisplay.Describe(Run with { State = RunState.Completed, Spent = 96, Incumbent = null, IsInfeasible = true, Eta = null, Activity = null }, ""));

    [Fact]
    public void While_weights_are_shared_the_time_is_that_of_the_rounds()
        => Assert.Equal(
            "seed 7: round 12 of 60, about 90 s left to search, training the supernet",
            RunDisplay.Describe(
                Run with
                {
                    Eta = TimeSpan.FromSeconds(90),
                    Activity = "training the supernet",
                    Rounds = new SearchRounds(12, 60, null!),
                },
                ""));
}
