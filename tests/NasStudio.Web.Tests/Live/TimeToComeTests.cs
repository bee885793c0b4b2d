using NasStudio.Runs;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Live;

public sealed class TimeToComeTests
{
    private static RunView Run(RunState state, int completed, double? etaSeconds) => new(
        0, 0, state, completed, 0, 60, completed, [], etaSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, null, 0, 0, 0, null, null, 1, 1);

    [Fact]
    public void Runs_that_wait_take_as_long_for_each_evaluation_as_those_that_run()
        => Assert.Equal(TimeSpan.FromSeconds(100), TimeToCome.Of([Run(RunState.Running, 20, 40), Run(RunState.Queued, 0, null)]));

    [Fact]
    public void Runs_that_have_ended_or_are_paused_take_no_more()
        => Assert.Equal(TimeSpan.FromSeconds(40), TimeToCome.Of(
            [Run(RunState.Completed, 60, null), Run(RunState.Running, 20, 40), Run(RunState.Paused, 10, null), Run(RunState.Failed, 0, null)]));

    [Fact]
    public void It_is_unknown_while_no_run_knows_it()
        => Assert.Null(TimeToCome.Of([Run(RunState.Running, 0, null), Run(RunState.Queued, 0, null)]));
}
