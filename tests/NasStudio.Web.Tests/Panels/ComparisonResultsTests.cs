using System.Collections.Immutable;
using System.Net;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs;
using NasStudio.Runs.Comparisons;
using NasStudio.Web.Live;
using NasStudio.Web.Panels;
using Sample = NasStudio.Web.Tests.Live.Sample;

namespace NasStudio.Web.Tests.Panels;

public sealed class ComparisonResultsTests
{
    private static readonly Problem Problem = Problem.Single("val_acc", Direction.Maximize);

    [Fact]
    public async Task The_table_marks_the_best_and_tests_the_others_against_the_baseline()
    {
        var comparison = new Comparison(
            [Experiment(1, "Random search", 90, 91), Experiment(2, "Local search", 93, 92)], Problem, [Sample.Accuracy, Sample.Test], [],
            new BestPossible("val_acc", null, "Its optimum is not shown: too noisy."), 10);
        var html = WebUtility.HtmlDecode(await HtmlAsync(comparison, null));
        Assert.Contains("<td class=\"best\">92.50 ± 0.71</td>", html, StringComparison.Ordinal);
        Assert.Contains("baseline</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>+2.00 [-10.71, +14.71]</td>", html, StringComparison.Ordinal);   // 3 and 1: t(1) = 12.706 times 1
        Assert.Contains("too noisy", html, StringComparison.Ordinal);
        Assert.Contains("<td>-2.00 [", WebUtility.HtmlDecode(await HtmlAsync(comparison, 2)), StringComparison.Ordinal);
    }

    private static Task<string> HtmlAsync(Comparison comparison, long? baseline) => ComponentRenderer.HtmlAsync<ComparisonResults>(
        ("Comparison", comparison), ("Quantities", ComparisonQuantity.Of(comparison)), ("State", new ComparisonState([1, 2], Baseline: baseline)));

    private static ComparedExperiment Experiment(long id, string label, params double[] best) => new(
        id, label, label, RunState.Completed, Sample.Experiment(0, 1).Document with { Strategy = new(label == "Random search" ? "random" : "other") }, 1, 1,
        [.. best.Select((value, seed) => new ComparedRun(seed, RunState.Completed, 0, 0, [Trial(value)], Problem, null))]);

    private static Trial Trial(double value) => new(
        0, new Proposal(new("nas-bench-201", "a"), "made up"), TrialState.Completed, 0,
        ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", value).Add("test_acc", value - 1));
}
