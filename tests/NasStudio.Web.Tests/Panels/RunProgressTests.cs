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

    [Fact]
    public async Task A_completed_run_that_found_nothing_within_the_limits_says_so()
    {
        var sample = Sample.Experiment(0);
        var view = sample with { Runs = [sample.Runs[0] with { State = RunState.Completed, Completed = 10, IsInfeasible = true }] };
        Assert.Contains("done; nothing that was found keeps the limits", await ComponentRenderer.HtmlAsync<RunProgress>(("View", view)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_shares_weights_shows_its_rounds_its_time_and_its_warnings()
    {
        var sample = Sample.Experiment(0);
        var view = sample with
        {
            Runs = [sample.Runs[0] with { Rounds = Sample.Rounds(12, 60, "Skips <b> everywhere."), Total = 4, Eta = TimeSpan.FromSeconds(90), Activity = "training the supernet" }],
        };

        var html = await ComponentRenderer.HtmlAsync<RunProgress>(("View", view));

        Assert.Contains("12 of 60", html, StringComparison.Ordinal);
        Assert.Contains("rounds of the search, then", html, StringComparison.Ordinal);
        Assert.Contains("0 of 4", html, StringComparison.Ordinal);
        Assert.Contains("1 min 30 s</strong> left to search", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Seed 0, round 11.</strong> Skips &lt;b&gt; everywhere.", html, StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"12\"", html, StringComparison.Ordinal);

        var done = view with { Runs = [view.Runs[0] with { Rounds = Sample.Rounds(60, 60), Completed = 3, Spent = 3 }] };
        var after = await ComponentRenderer.HtmlAsync<RunProgress>(("View", done));
        Assert.Contains("3 of up to 4", after, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"status\"", after, StringComparison.Ordinal);
    }
}
