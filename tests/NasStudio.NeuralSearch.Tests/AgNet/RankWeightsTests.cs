using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.NeuralSearch.AgNet;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class RankWeightsTests
{
    private static readonly Problem Accuracy = Problem.Single("acc", Direction.Maximize);
    private static readonly Objective Fast = new("ms", Direction.Minimize);

    [Fact]
    public void Weights_follow_the_rank()
    {
        // n = 4, k = 0.01: 1/0.04, 1/1.04, 1/2.04, 1/3.04 from best to worst
        var order = RankWeights.BestFirst(Accuracy, Values((70, 0), (90, 0), (60, 0), (80, 0)));
        Assert.Equal([1, 3, 0, 2], order);
        var weights = RankWeights.Weigh(order, flatness: 0.01);
        double[] expected = [1 / 2.04, 1 / 0.04, 1 / 3.04, 1 / 1.04];
        Assert.All(expected.Zip(weights), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void Equal_values_share_a_rank_and_keep_their_order()
    {
        var values = Values((80, 0), (90, 0), (80, 0), (70, 0));
        Assert.Equal([2, 1, 2, 4], RankWeights.Keys(Accuracy, values));
        Assert.Equal([1, 0, 2, 3], RankWeights.BestFirst(Accuracy, values));
    }

    [Fact]
    public void Several_objectives_add_their_ranks()
    {
        // accuracy ranks 3, 1, 2; latency ranks 1, 3, 2
        var joint = Accuracy with { Objectives = [.. Accuracy.Objectives, Fast] };
        Assert.Equal([4, 4, 4], RankWeights.Keys(joint, Values((70, 1), (90, 9), (80, 5))));
        Assert.Equal([5, 2, 5], RankWeights.Keys(joint, Values((70, 2), (90, 1), (80, 5))));
    }

    [Fact]
    public void The_best_infeasible_architecture_comes_after_the_worst_feasible_one()
    {
        var limited = Accuracy with { Constraints = [new Constraint("ms", Max: 4)] };
        var values = Values((95, 9), (60, 1), (90, 3), (97, 8));
        Assert.Equal([2000, 4, 3, 1000], RankWeights.Keys(limited, values));
        Assert.Equal([2, 1, 3, 0], RankWeights.BestFirst(limited, values));
    }

    private static ImmutableSortedDictionary<string, double>[] Values(params (double Accuracy, double Ms)[] rows)
        => [.. rows.Select(r => ImmutableSortedDictionary<string, double>.Empty.Add("acc", r.Accuracy).Add("ms", r.Ms))];
}
