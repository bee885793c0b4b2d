using NasStudio.Core.Objectives;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Objectives;

public sealed class ProblemTests
{
    private readonly Problem _problem = new(
        [new Objective("acc", Direction.Maximize), new Objective("ms", Direction.Minimize)],
        [new Constraint("ms", Max: 10), new Constraint("acc", Min: 50)]);

    [Fact]
    public void Directions_are_flipped_so_that_smaller_is_better()
        => Assert.Equal([-90, 5], _problem.Minimised(TestTrials.Completed(0, ("acc", 90), ("ms", 5))));

    [Fact]
    public void Violations_add_up()
    {
        var broken = TestTrials.Completed(0, ("acc", 40), ("ms", 12));
        Assert.Equal(12, _problem.TotalViolation(broken));
        Assert.False(_problem.IsFeasible(broken));
        Assert.True(_problem.IsFeasible(TestTrials.Completed(1, ("acc", 50), ("ms", 10))));
    }

    [Fact]
    public void A_problem_without_constraints_is_always_feasible()
        => Assert.True(Problem.Single("acc", Direction.Maximize).IsFeasible(TestTrials.Completed(0, ("acc", 1))));

    [Fact]
    public void A_missing_metric_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _problem.Minimised(TestTrials.Failed(7)));
        Assert.Equal("Trial 7 (Failed) has no metric 'acc'.", error.Message);
    }
}
