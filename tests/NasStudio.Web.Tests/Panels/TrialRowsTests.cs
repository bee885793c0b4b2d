using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Panels;

public sealed class TrialRowsTests
{
    private static readonly TrialView[] Trials =
    [
        Sample.Trial(0, 90, 2), Sample.Trial(1, 80, 1) with { IsPareto = true }, Sample.Trial(2, 0, 0, state: TrialState.Failed), Sample.Trial(3, 85, 3),
    ];

    private static IEnumerable<int> Numbers(TrialRows rows) => rows.Of(Trials).Select(t => t.Number);

    [Fact]
    public void The_newest_trial_stands_first() => Assert.Equal([3, 2, 1, 0], Numbers(new TrialRows()));

    [Fact]
    public void Sorting_by_a_metric_leaves_trials_without_it_last_either_way()
    {
        var descending = new TrialRows().SortBy("val_acc");

        Assert.Equal([0, 3, 1, 2], Numbers(descending));
        Assert.Equal([1, 3, 0, 2], Numbers(descending.SortBy("val_acc")));
    }

    [Fact]
    public void States_and_the_front_can_be_picked_out()
    {
        Assert.Equal([2], Numbers(new TrialRows(State: "Failed")));
        Assert.Equal([1], Numbers(new TrialRows(State: "front")));
    }

    [Fact]
    public void A_text_finds_numbers_origins_and_operations()
    {
        Assert.Equal([2], Numbers(new TrialRows(Text: "draw 2")));
        Assert.Equal([3], Numbers(new TrialRows(Text: "3")).Intersect([3]));
        Assert.Equal(Trials.Where(t => t.Native.Contains("skip", StringComparison.Ordinal)).Select(t => t.Number).OrderDescending(), Numbers(new TrialRows(Text: "SKIP")));
        Assert.Empty(Numbers(new TrialRows(Text: "nothing like it")));
    }
}
