using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.NasBowl;

public sealed class BowlTargetsTests
{
    private static readonly Problem Limited = new(
        [new Objective("accuracy", Direction.Maximize)], [new Constraint("ms", Max: 4), new Constraint("accuracy", Min: 90)]);

    [Fact]
    public void Accuracies_are_learned_as_the_logarithm_of_their_error_standardised_and_cut_off()
    {
        double[] errors = [Math.Log(5), Math.Log(10), Math.Log(20), Math.Log(90)];
        AssertLearned(errors, [95, 90, 80, 10], new NasBowlOptions { FarEnd = 1e9 });
        errors[3] = errors[0] + 1.5 * (errors[2] - errors[0]);
        AssertLearned(errors, [95, 90, 80, 10], new NasBowlOptions { FarEnd = 1.5 });
        AssertLearned([Math.Log(0.005), 0, Math.Log(2)], [100, 99, 98], new NasBowlOptions { FarEnd = 1e9 });
        AssertLearned([Math.Log(0.05), Math.Log(0.1), Math.Log(0.2)], [0.95, 0.9, 0.8], new NasBowlOptions());
    }

    [Fact]
    public void Other_values_are_learned_as_they_are_smaller_where_better()
    {
        AssertLearned([-300, -200, -100], [300, 200, 100], new NasBowlOptions());
        AssertLearned([-90, -80, -70], [90, 80, 70], new NasBowlOptions { Target = TargetKinds.Value });
        AssertLearned([4, 5, 6], [4, 5, 6], new NasBowlOptions(), Direction.Minimize);
    }

    [Fact]
    public void Predictions_and_bounds_are_in_the_metrics_own_units()
    {
        Trial[] trials = [Trial(0, 95, 1), Trial(1, 90, 3), Trial(2, 80, 5), Trial(3, 10, 5)];
        var targets = new BowlTargets(Limited, trials, new NasBowlOptions());
        var restored = targets.Restore(targets.Values.Select(v => v[1]));
        Assert.Equal(90, restored["accuracy"], 1e-9);
        Assert.Equal(3, restored["ms"], 1e-9);
        var (metric, least, most) = targets.Bounds(Limited.Constraints[0]);
        Assert.Equal((1, double.NegativeInfinity), (metric, least));
        Assert.Equal((targets.Values[1][1] + targets.Values[1][2]) / 2, most, 1e-9);
        Assert.Equal(targets.Values[0][1], targets.Bounds(Limited.Constraints[1]).Most, 1e-9);     // errors are at most 10 %
    }

    [Fact]
    public void Equal_values_are_no_division_by_nought()
        => Assert.Equal([0, 0], new BowlTargets(Limited, [Trial(0, 50, 2), Trial(1, 50, 2)], new NasBowlOptions()).Values[0]);

    private static void AssertLearned(
        double[] expected, double[] values, NasBowlOptions options, Direction direction = Direction.Maximize)
    {
        Trial[] trials = [.. values.Select((v, i) => TestTrials.Completed(i, ("metric", v)))];
        var learned = new BowlTargets(Problem.Single("metric", direction), trials, options).Values[0];
        Assert.All(
            BowlSurrogate.Standardised(expected).Zip(learned), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private static Trial Trial(int number, double accuracy, double ms)
        => TestTrials.Completed(number, ("accuracy", accuracy), ("ms", ms));
}
