using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Live;

public sealed class RoundPlayerTests
{
    [Fact]
    public void It_follows_the_newest_round_until_moved()
    {
        var player = new RoundPlayer { Rounds = [0, 1, 2] };
        Assert.Equal(2, player.Round);
        player.Rounds = [0, 1, 2, 5];
        Assert.Equal(5, player.Round);

        player.Go(1);
        player.Rounds = [0, 1, 2, 5, 6];
        Assert.Equal(1, player.Round);

        player.Go(4);
        player.Rounds = [0, 1, 2, 5, 6, 7];
        Assert.Equal(7, player.Round);
    }

    [Fact]
    public void Playing_ends_after_the_last_round()
    {
        var player = new RoundPlayer { Rounds = [3, 4, 5] };
        player.Go(0);

        Assert.Equal(3, player.Round);
        Assert.True(player.Step());
        Assert.Equal(4, player.Round);
        Assert.False(player.Step());
        Assert.Equal(5, player.Round);
    }

    [Fact]
    public void A_place_after_the_last_stands_for_all_rounds()
    {
        var player = new RoundPlayer(withAll: true) { Rounds = [0, 1] };
        Assert.Null(player.Round);

        player.Go(0);
        Assert.True(player.Step());
        Assert.Equal(1, player.Round);
        Assert.False(player.Step());
        Assert.Null(player.Round);
    }

    [Fact]
    public void Many_rounds_are_played_in_longer_steps()
    {
        var player = new RoundPlayer { Rounds = [.. Enumerable.Range(0, 10_000)] };
        player.Go(0);

        var steps = 1;
        for (; player.Step(); steps++)
        {
        }

        Assert.InRange(steps, 50, 60);
        Assert.Equal(9999, player.Round);
    }

    [Fact]
    public void Without_rounds_there_is_none()
    {
        var player = new RoundPlayer();

        Assert.Null(player.Round);
        Assert.False(player.Step());
        Assert.Equal((0, 0), (player.At, player.Last));
    }
}
