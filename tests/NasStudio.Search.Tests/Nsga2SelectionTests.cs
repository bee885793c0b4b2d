using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class Nsga2SelectionTests
{
    private static readonly Problem Problem = new(
        [new Objective("a", Direction.Minimize), new Objective("b", Direction.Minimize)],
        [new Constraint("ms", Max: 10)]);

    /// <summary>Front 0 is the first four; 4 is dominated by 1; 5 and 6 break the constraint by 2 and by 1.</summary>
    private static readonly Trial[] Candidates =
    [
        .. new (double A, double B, double Ms)[]
        {
            (1, 9, 9), (2, 7, 9), (3, 6, 9), (9, 1, 10), (4, 8, 1), (0, 0, 12), (0, 0, 11),
        }.Select((t, i) => TestTrials.Completed(i, ("a", t.A), ("b", t.B), ("ms", t.Ms))),
    ];

    // Both ranges are 8. Crowding distance of 1: (3-1)/8 + (9-6)/8 = 0.625; of 2: (9-2)/8 + (7-1)/8 = 1.625.
    [Theory]
    [InlineData(2, new[] { 0, 3 })]
    [InlineData(3, new[] { 0, 3, 2 })]
    [InlineData(4, new[] { 0, 3, 2, 1 })]
    [InlineData(5, new[] { 0, 3, 2, 1, 4 })]
    [InlineData(6, new[] { 0, 3, 2, 1, 4, 6 })]
    [InlineData(9, new[] { 0, 3, 2, 1, 4, 6, 5 })]
    public void Fronts_then_crowding_then_the_least_broken_constraints_survive(int count, int[] expected)
        => Assert.Equal(
            expected, Nsga2Selection.Survivors(Problem, Candidates, count).Select(s => s.Trial.Number));

    [Fact]
    public void The_ends_of_a_front_share_the_best_rank()
        => Assert.Equal([0, 0, 2, 3], Nsga2Selection.Survivors(Problem, Candidates, 4).Select(s => s.Rank));

    [Fact]
    public void Of_equals_the_earlier_survives()
    {
        var equals = Enumerable.Range(0, 3).Select(i => TestTrials.Completed(i, ("a", 1), ("ms", 1))).ToList();
        var survivors = Nsga2Selection.Survivors(Problem with { Objectives = Problem.Objectives[..1] }, equals, 2);
        Assert.Equal([0, 1], survivors.Select(s => s.Trial.Number));
        Assert.All(survivors, s => Assert.Equal(0, s.Rank));
    }

    [Fact]
    public void The_better_of_two_different_members_wins()
    {
        // Of the six pairs of four members the best wins three, the next two, the third one, the worst none.
        var members = Members(0, 1, 2, 3);
        var random = new RandomSource(1);
        var wins = new int[4];
        for (var draw = 0; draw < 6_000; draw++)
        {
            wins[Nsga2Selection.Tournament(members, random).Trial.Number]++;
        }

        Assert.InRange(wins[0], 2_800, 3_200);                // five standard deviations: 5 sqrt(6000/4) = 194
        Assert.InRange(wins[1], 1_800, 2_200);
        Assert.InRange(wins[2], 800, 1_200);
        Assert.Equal(0, wins[3]);
    }

    [Fact]
    public void Equals_win_equally_often_and_one_member_always()
    {
        var random = new RandomSource(2);
        var members = Members(0, 0);
        Assert.InRange(
            Enumerable.Range(0, 1_000).Count(_ => Nsga2Selection.Tournament(members, random) == members[0]), 420, 580);
        Assert.Equal(0, Nsga2Selection.Tournament(Members(7), random).Trial.Number);
    }

    private static RankedTrial[] Members(params int[] ranks)
        => [.. ranks.Select((rank, i) => new RankedTrial(TestTrials.Completed(i), rank))];
}
