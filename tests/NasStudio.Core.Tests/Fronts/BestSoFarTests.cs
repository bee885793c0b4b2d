using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Fronts;

public sealed class BestSoFarTests
{
    private readonly Problem _problem = new(
        [new Objective("val_acc", Direction.Maximize)], [new Constraint("ms", Max: 10)]);

    [Fact]
    public void The_incumbent_is_chosen_by_validation_among_feasible_trials()
    {
        var curve = BestSoFar.Curve(_problem,
        [
            TestTrials.Failed(0),
            TestTrials.Completed(1, ("val_acc", 99), ("ms", 11), ("test_acc", 99)),
            TestTrials.Completed(2, ("val_acc", 80), ("ms", 9), ("test_acc", 85)),
            TestTrials.Completed(3, ("val_acc", 90), ("ms", 9), ("test_acc", 70)),
            TestTrials.Completed(4, ("val_acc", 90), ("ms", 1), ("test_acc", 95)),
            TestTrials.Failed(5),
            TestTrials.Waiting(6),
        ]);
        Assert.Equal([3, 4, 5, 6], curve.Select(p => p.Evaluations));
        Assert.Equal([80, 90, 90, 90], curve.Select(p => p.Value));
        Assert.Equal([2, 3, 3, 3], curve.Select(p => p.Incumbent.Number));
        Assert.Equal(70, curve[^1].Incumbent.Metric("test_acc"));
    }

    [Fact]
    public void A_minimised_objective_keeps_its_own_direction()
    {
        var problem = Problem.Single("ms", Direction.Minimize);
        var curve = BestSoFar.Curve(problem, [TestTrials.Completed(0, ("ms", 5)), TestTrials.Completed(1, ("ms", 3))]);
        Assert.Equal([5, 3], curve.Select(p => p.Value));
    }

    [Fact]
    public void Equals_are_told_apart_by_the_next_objective_so_that_the_incumbent_is_on_the_front()
    {
        var problem = new Problem(
            [new Objective("val_acc", Direction.Maximize), new Objective("ms", Direction.Minimize)], []);
        var trials = new[]
        {
            TestTrials.Completed(0, ("val_acc", 90), ("ms", 5)),
            TestTrials.Completed(1, ("val_acc", 90), ("ms", 3)),
            TestTrials.Completed(2, ("val_acc", 90), ("ms", 3)),
            TestTrials.Completed(3, ("val_acc", 89), ("ms", 1)),
        };
        var incumbent = BestSoFar.Incumbent(problem, trials);
        Assert.Equal(1, incumbent!.Number);
        Assert.Contains(incumbent, ParetoFront.Of(problem, trials));
        Assert.Equal([90, 90, 90, 90], BestSoFar.Curve(problem, trials).Select(p => p.Value));
    }

    [Fact]
    public void Without_a_feasible_trial_there_is_no_incumbent()
        => Assert.Null(BestSoFar.Incumbent(_problem, [TestTrials.Completed(0, ("val_acc", 99), ("ms", 11))]));

    [Fact]
    public void Trials_at_a_lower_fidelity_cost_their_share_and_are_never_the_best()
    {
        var problem = Problem.Single("val_acc", Direction.Maximize);
        Trial[] trials =
        [
            TestTrials.AtLevel(12, TestTrials.Completed(0, ("val_acc", 99))),
            TestTrials.Completed(1, ("val_acc", 80)),
            TestTrials.AtLevel(12, TestTrials.Failed(2)),
            TestTrials.AtLevel(12, TestTrials.Completed(3, ("val_acc", 98))),
            TestTrials.Completed(4, ("val_acc", 90)),
        ];
        var curve = BestSoFar.Curve(problem, trials, new FidelityScale("epochs", [12, 200]));
        Assert.Equal([1.06, 1.12, 1.18, 2.18], curve.Select(p => p.Evaluations));
        Assert.Equal([1, 1, 1, 4], curve.Select(p => p.Incumbent.Number));
        Assert.Equal([4], ParetoFront.Of(problem, trials).Select(t => t.Number));
        Assert.Equal(4, BestSoFar.Incumbent(problem, trials)!.Number);
    }
}
