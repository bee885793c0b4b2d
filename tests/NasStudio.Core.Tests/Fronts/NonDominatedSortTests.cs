using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Fronts;

public sealed class NonDominatedSortTests
{
    [Fact]
    public void Fronts_worked_out_by_hand()
        => Assert.Equal([0, 1, 0, 2, 0, 1], NonDominatedSort.Fronts([[1, 3], [2, 3], [2, 2], [4, 4], [3, 1], [3, 2]]));

    [Fact]
    public void A_point_is_one_front_behind_the_last_point_that_dominates_it()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var points = RandomPoints.Grid(new RandomSource(seed), 40, objectives: 3, levels: 5);
            var fronts = NonDominatedSort.Fronts(points);
            Assert.All(points.Zip(fronts), p => Assert.Equal(
                p.Second,
                points.Zip(fronts).Where(q => ParetoFront.Dominates(q.First, p.First)).Select(q => q.Second + 1)
                    .DefaultIfEmpty(0).Max()));
        }
    }

    [Fact]
    public void Crowding_distances_worked_out_by_hand()
    {
        // Ranges 4 and 8. Middle points: (2-0)/4 + (8-4)/8 = 1 and (4-1)/4 + (5-0)/8 = 1.375.
        double[][] front = [[0, 8], [1, 5], [2, 4], [4, 0]];
        Assert.Equal(
            [double.PositiveInfinity, 1.0, 1.375, double.PositiveInfinity], NonDominatedSort.CrowdingDistances(front));
    }

    [Fact]
    public void Equal_points_do_not_divide_by_zero()
    {
        Assert.All(NonDominatedSort.CrowdingDistances([[1, 1], [1, 1], [1, 1]]), d => Assert.False(double.IsNaN(d)));
        Assert.Empty(NonDominatedSort.CrowdingDistances([]));
    }

    [Fact]
    public void One_objective_ranks_by_value_and_equals_share_a_rank()
    {
        var problem = Problem.Single("acc", Direction.Maximize);
        var trials = new double[] { 80, 90, 80, 95 }.Select((acc, i) => TestTrials.Completed(i, ("acc", acc))).ToList();
        Assert.Equal([2, 1, 2, 0], NonDominatedSort.Ranks(problem, trials));
    }

    [Fact]
    public void Feasible_trials_rank_before_all_others_and_those_by_their_violation()
    {
        var problem = new Problem([new Objective("acc", Direction.Maximize)], [new Constraint("ms", Max: 10)]);
        var trials = new (double Acc, double Ms)[] { (99, 12), (60, 9), (99, 11), (70, 10) }
            .Select((t, i) => TestTrials.Completed(i, ("acc", t.Acc), ("ms", t.Ms))).ToList();
        Assert.Equal([3, 1, 2, 0], NonDominatedSort.Ranks(problem, trials));
    }

    [Fact]
    public void Within_a_front_the_least_crowded_rank_first()
    {
        var problem = new Problem(
            [new Objective("a", Direction.Minimize), new Objective("b", Direction.Minimize)], []);
        var trials = new (double A, double B)[] { (0, 8), (1, 5), (2, 4), (4, 0), (5, 9) }
            .Select((t, i) => TestTrials.Completed(i, ("a", t.A), ("b", t.B))).ToList();
        Assert.Equal([0, 3, 2, 0, 4], NonDominatedSort.Ranks(problem, trials));
    }
}
