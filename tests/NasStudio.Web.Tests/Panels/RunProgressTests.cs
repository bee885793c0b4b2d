using NasStudio.Runs;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Panels;

public sealed class RunProgressTests
{
    [Fact]
    public async Task A_completed_run_says_by_which_metric_its_trial_is_the_best()
    {
        var sample = Sample.Experiment(0);
        var view = sample with
        {
            State = RunState.Completed,
            Runs = [sample.Runs[0] with { State = RunState.Completed, Completed = 10, Spent = 10, Incumbent = 7, WallSeconds = 65 }],
        };

        var html = await ComponentRenderer.HtmlAsync<RunProgress>(("View", view));

        Assert.Contains("done; trial 7 has the best validation accuracy", html, StringComparison.Ordinal);
        Assert.Contains("took 1 min 5 s", html, StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"10\"", html, StringComparison.Ordinal);
    }
}
