using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Search.Surrogates;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.Surrogates;

public sealed class SearchTargetsTests
{
    private static readonly Problem Limited = new(
        [new Objective("accuracy", Direction.Maximize)], [new Constraint("ms", Max: 4)]);

    private static readonly Trial[] Trials =
    [
        Trial(0, 94, 1), Trial(1, 92, 3), Trial(2, 90, 5), Trial(3, 88, 3), Trial(4, 10, 3),
    ];

    private readonly SearchTargets _targets = new(Limited, Trials);

    [Fact]
    public void The_best_is_nought_the_median_one_and_the_far_end_is_cut_off()
        => Assert.Equal([0, 0.5, 1, 1.5, 3], _targets.Values.Select(v => v[0]));

    [Fact]
    public void A_metric_that_is_only_bounded_is_standardised()
    {
        Assert.Equal(0, _targets.Values.Average(v => v[1]), 12);
        Assert.Equal(1, _targets.Values.Average(v => v[1] * v[1]), 12);
    }

    [Fact]
    public void Predictions_return_to_the_metrics_own_units()
    {
        var restored = _targets.Restore(_targets.Values[2]);
        Assert.Equal((90, 5), (restored["accuracy"], Math.Round(restored["ms"], 12)));
    }

    [Fact]
    public void Violations_are_measured_in_spreads_of_their_metric()
    {
        Assert.Equal(0, _targets.Violation(_targets.Values[1]));
        Assert.Equal(1 / Math.Sqrt(8 / 5.0), _targets.Violation(_targets.Values[2]), 12);
    }

    [Fact]
    public void Equal_values_are_no_division_by_nought()
    {
        var same = new SearchTargets(Limited, [Trial(0, 50, 2), Trial(1, 50, 2)]);
        Assert.All(same.Values.SelectMany(v => v), value => Assert.Equal(0, value));
    }

    private static Trial Trial(int number, double accuracy, double ms)
        => TestTrials.Completed(number, ("accuracy", accuracy), ("ms", ms));
}
