using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Testing;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class CandidateChoiceTests
{
    private static readonly Problem Accuracy = Problem.Single("acc", Direction.Maximize);

    [Fact]
    public void By_value_the_best_means_come_first()
        => Assert.Equal([1, 2], Choose(Accuracy, Acquisition.Mean, 2, [Says(80, 92, 90), Says(82, 94, 91)]));

    [Fact]
    public void Improvement_prefers_doubt_among_equal_means()
        // the last is sure to be no better than what is there; the first may be
        => Assert.Equal([0, 1, 2], Choose(
            Accuracy, Acquisition.ExpectedImprovement, 3, [Says(86, 88, 90), Says(94, 92, 90)], TestTrials.Completed(0, ("acc", 90))));

    [Fact]
    public void Thompson_sampling_asks_one_member_for_each_proposal()
    {
        var chosen = Enumerable.Range(0, 40).Select(seed => Choose(
            Accuracy, Acquisition.Thompson, 1, [Says(95, 80, 70), Says(70, 80, 95)], seed: seed)[0]).ToArray();
        Assert.Equal([0, 2], chosen.Distinct().Order());
        Assert.InRange(chosen.Count(c => c == 0), 8, 32);
    }

    [Fact]
    public void All_members_have_their_turn()
    {
        var members = Enumerable.Range(0, 4).Select(best => Says([.. Enumerable.Range(0, 4).Select(c => c == best ? 95.0 : 80 + c)]));
        Assert.Equal([0, 1, 2, 3], Choose(Accuracy, Acquisition.Thompson, 4, [.. members]).Order());
    }

    [Fact]
    public void A_single_model_chooses_by_value_whatever_the_acquisition()
    {
        ImmutableArray<ImmutableSortedDictionary<string, double>> said = Says(80, 95, 92, 93);
        foreach (var acquisition in Enum.GetValues<Acquisition>())
        {
            Assert.Equal([1, 3, 2], Choose(Accuracy, acquisition, 3, [said], TestTrials.Completed(0, ("acc", 90))));
        }
    }

    [Fact]
    public void A_candidate_that_will_break_a_constraint_comes_last()
    {
        var problem = new Problem([new Objective("acc", Direction.Maximize)], [new Constraint("ms", Max: 10)]);
        var slow = ImmutableSortedDictionary<string, double>.Empty.Add("acc", 95).Add("ms", 20);
        var quick = ImmutableSortedDictionary<string, double>.Empty.Add("acc", 91).Add("ms", 5);
        foreach (var acquisition in Enum.GetValues<Acquisition>())
        {
            Assert.Equal([1, 0], Choose(problem, acquisition, 2, [[slow, quick]], TestTrials.Completed(0, ("acc", 90), ("ms", 5))));
        }
    }

    /// <summary>The third keeps the limit with a chance of 6 %; the last is hopeless, but the others are surely no better than
    /// 90.</summary>
    [Fact]
    public void Two_of_four_proposals_may_well_break_a_constraint_where_it_promises_much()
    {
        Assert.Equal([3, 2, 1, 4, 0], UnderLimit(1, [(88.0, 5), (88.2, 5), (95, 12), (88.4, 5), (96, 60)], 90));
        Assert.Equal([3, 2, 1, 0, 4], UnderLimit(0.5, [(88.0, 5), (88.2, 5), (95, 12), (88.4, 5), (96, 60)], 90));
    }

    /// <summary>The last two keep the limit with a chance of 6 % and promise most; of the others the first has the best value, the third
    /// the largest doubt.</summary>
    [Fact]
    public void Of_four_proposals_one_is_drawn_and_one_promises_most_among_the_safe()
        => Assert.Equal([0, 4, 2, 3, 1], UnderLimit(1, [(91, 5), (90.9, 5), (89, 5), (120, 12), (150, 12)], [0.01, 0.01, 5, 0.01, 0.01], 90));

    /// <summary>The same chance, but better by half as much as a deviation of what was evaluated, or by 5 where that is 20.</summary>
    [Fact]
    public void Where_chances_were_overestimated_one_that_promises_little_gives_its_turn_to_a_safe_one()
    {
        Assert.Equal([3, 1, 0, 2], UnderLimit(0.5, [(88.0, 5), (88.2, 5), (90.5, 12), (88.4, 5)], 90));
        Assert.Equal([3, 1, 0, 2], UnderLimit(0.5, [(88.0, 5), (88.2, 5), (95, 12), (88.4, 5)], 90, 50));
        Assert.Equal([3, 2, 1, 0], UnderLimit(0.5, [(88.0, 5), (88.2, 5), (95, 12), (88.4, 5)], 90, 88));
        Assert.Equal([3, 2, 1, 0], UnderLimit(1, [(88.0, 5), (88.2, 5), (90.5, 12), (88.4, 5)], 90));
    }

    /// <summary>After the second a draw would take the third; the first has the larger chance of being better than 90, little as that
    /// is.</summary>
    [Fact]
    public void What_keeps_the_constraint_anyway_need_not_promise_much()
        => Assert.Equal([1, 0, 2], UnderLimit(0.5, [(88.0, 5), (88.2, 5), (88.1, 5)], [1, 0.01, 0.01], 90));

    private static IReadOnlyList<int> UnderLimit(double trust, (double Accuracy, double Milliseconds)[] candidates, params double[] evaluated)
        => UnderLimit(trust, candidates, [.. candidates.Select(_ => 0.1)], evaluated);

    /// <summary>What is chosen of candidates under a limit of 10 ms, of which milliseconds are doubted by 1, all of it in order.</summary>
    private static IReadOnlyList<int> UnderLimit(
        double trust, (double Accuracy, double Milliseconds)[] candidates, double[] doubts, params double[] evaluated)
    {
        var predicted = new CandidatePrediction([[.. candidates.Select(said => ImmutableSortedDictionary<string, double>.Empty
            .Add("acc", said.Accuracy).Add("ms", said.Milliseconds))]])
        {
            Doubts = ImmutableDictionary<string, double[]>.Empty.Add("acc", doubts).Add("ms", [.. candidates.Select(_ => 1.0)]),
        };
        return new CandidateChoice(new Problem([new Objective("acc", Direction.Maximize)], [new Constraint("ms", Max: 10)]), predicted, trust)
            .Choose(
                Acquisition.Thompson, [.. evaluated.Select((value, number) => TestTrials.Completed(number, ("acc", value), ("ms", 5)))],
                candidates.Length, new RandomSource(1));
    }

    [Fact]
    public void What_a_process_doubts_is_taken_at_its_word()
    {
        var predicted = new CandidatePrediction([Says(1, 2)]) { Doubts = ImmutableDictionary<string, double[]>.Empty.Add("acc", [3, 4]) };
        Assert.Equal([3, 4], new[] { 0, 1 }.Select(c => predicted.Deviation(c, "acc")));
        Assert.Equal(0, new CandidatePrediction([Says(1, 2)]).Deviation(0, "acc"));
        Assert.Equal(1, new CandidatePrediction([Says(1), Says(3)]).Deviation(0, "acc"));
    }

    [Fact]
    public void Asked_for_more_than_there_are_it_gives_all()
        => Assert.All(Enum.GetValues<Acquisition>(), acquisition => Assert.Equal(
            2, Choose(Accuracy, acquisition, 9, [Says(1, 2), Says(2, 1)]).Length));

    private static int[] Choose(
        Problem problem, Acquisition acquisition, int size,
        ImmutableArray<ImmutableArray<ImmutableSortedDictionary<string, double>>> members, Trial? evaluated = null, long seed = 1)
        => [.. new CandidateChoice(problem, new CandidatePrediction(members))
            .Choose(acquisition, evaluated is null ? [] : [evaluated], size, new RandomSource(seed))];

    private static ImmutableArray<ImmutableSortedDictionary<string, double>> Says(params double[] accuracies)
        => [.. accuracies.Select(a => ImmutableSortedDictionary<string, double>.Empty.Add("acc", a))];
}
