using System.Collections.Immutable;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class NeighbourMapTests
{
    [Fact]
    public async Task Places_are_found_anew_only_when_points_grew_by_a_quarter()
    {
        var map = new NeighbourMap(new SpaceMap(Sample.Space, ofLatent: true));
        Assert.Empty(map.Place(Trials(8)));

        Assert.True(await FindAsync(map, 8));
        var before = map.Place(Trials(10));
        Assert.False(await FindAsync(map, 10));
        Assert.Equal(10, before.Count);
        Assert.Equal(before.Select(p => (p.X, p.Y)), map.Place(Trials(10)).Select(p => (p.X, p.Y)));
        Assert.True(await FindAsync(map, 11));
        Assert.NotEqual(before[0].X, map.Place(Trials(11))[0].X);
        Assert.Null(map.Percent);
    }

    [Fact]
    public async Task A_newcomer_lies_beside_its_nearest()
    {
        var map = new NeighbourMap(new SpaceMap(Sample.Space, ofLatent: true));
        await FindAsync(map, 12);

        var placed = map.Place([.. Trials(12), Sample.Trial(12, 1, 1, latent: Latent(5))]);

        Assert.Equal(placed[5].X, placed[12].X, 4);
        Assert.Equal(placed[5].Y, placed[12].Y, 4);
    }

    [Fact]
    public async Task Of_too_many_only_the_chosen_have_a_place()
    {
        var map = new NeighbourMap(new SpaceMap(Sample.Space, ofLatent: true), limit: 9);

        await FindAsync(map, 20);

        Assert.Equal([0, 2, 5, 8, 11, 14, 17, 18, 19], map.Place(Trials(20)).Select(p => p.Trial.Number));
    }

    [Fact]
    public void The_best_third_and_an_even_sample_of_the_others_are_chosen()
    {
        var chosen = NeighbourMap.Choose(Trials(20), t => t.Number < 2 ? null : t.Number, 9);

        Assert.Equal([17, 18, 19], chosen.TakeLast(3).Select(t => t.Number));
        Assert.Equal(9, chosen.Distinct().Count());
        Assert.Equal(20, NeighbourMap.Choose(Trials(20), _ => null, 20).Length);
        Assert.Equal(9, NeighbourMap.Choose(Trials(20), _ => null, 9).Length);
    }

    [Fact]
    public async Task It_tells_how_far_it_is_and_can_be_called_off()
    {
        var map = new NeighbourMap(new SpaceMap(Sample.Space, ofLatent: true));
        using var source = new CancellationTokenSource();
        var told = new List<int?>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.FindAsync(Trials(9), t => t.Number, () =>
        {
            told.Add(map.Percent);
            source.Cancel();
        }, source.Token));

        Assert.Equal(5, Assert.Single(told));
        Assert.Null(map.Percent);
        Assert.False(map.HasPlaces);
    }

    private static Task<bool> FindAsync(NeighbourMap map, int trials)
        => map.FindAsync(Trials(trials), t => t.Number, () => { }, CancellationToken.None);

    private static ImmutableArray<TrialView> Trials(int n)
        => [.. Enumerable.Range(0, n).Select(i => Sample.Trial(i, i, 1, latent: Latent(i)))];

    private static ImmutableArray<double> Latent(int i) => [Math.Sin(i), Math.Cos(i), i % 3];
}
