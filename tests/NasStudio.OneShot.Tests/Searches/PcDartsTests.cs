using NasStudio.OneShot.Searches;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Tests.Searches;

public sealed class PcDartsTests
{
    private static readonly PcDartsOptions Quick = new() { Epochs = 4, BatchSize = 16, StepsPerRound = 5, Parts = 3 };

    [Fact]
    public void Operations_see_a_part_of_the_channels_and_the_parts_take_turns()
    {
        using var scope = NewDisposeScope();
        var partial = new PartialChannels(2);
        var input = tensor(new float[] { 1, 2, 3, 4 }, [1, 4, 1, 1]);

        var sum = partial.Sum(
            new Pick(null, tensor(new[] { 3f, 5f })), input, 1, 2, (operation, seen) => operation == 0 ? seen.alias() : null);
        var scaled = partial.Sum(new Pick(1, Scale: tensor(0.5f)), input, 1, 2, (_, _) => null);

        Assert.Equal([3, 3, 6, 4], sum!.data<float>().ToArray());
        Assert.Equal([0, 1.5f, 0, 2], scaled!.data<float>().ToArray());
    }

    [Fact]
    public void What_passes_by_a_stride_is_pooled_and_odd_sides_are_rounded_up()
    {
        using var scope = NewDisposeScope();
        var input = arange(18, dtype: ScalarType.Float32).reshape(1, 2, 3, 3);

        var output = new PartialChannels(2).Sum(0, input, 2, 1, (_, seen) => nn.functional.avg_pool2d(seen, 1, 2));

        Assert.Equal([0, 2, 6, 8, 13, 14, 16, 17], output!.data<float>().ToArray());
    }

    [Fact]
    public void Edges_into_a_node_are_weighted_by_a_softmax_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var search = new PcDarts(Small.Context(), Quick);

        var picks = search.Mixture(learns: true);

        Assert.Equal(6, picks.Length);
        Assert.Null(picks[0].Scale);
        Assert.Equal(1, picks[1].Scale!.item<float>() + picks[2].Scale!.item<float>(), 1e-6);
        Assert.Equal(1, picks[3..].Sum(pick => pick.Scale!.item<float>()), 1e-6);
    }

    [Fact]
    public void Logits_stay_in_the_warm_up_and_learn_afterwards_those_of_edges_among_them()
    {
        using var search = new PcDarts(Small.Context(), Quick with { WarmUp = 0.5 });
        var steps = search.Training.Data.StepsPerEpoch;
        var start = search.Alphas.Values;
        var first = search.Advance(default);
        Assert.DoesNotContain(first.Numbers, number => number.Name == "val_loss");
        Assert.Equal(start.SelectMany(row => row), search.Alphas.Values.SelectMany(row => row));

        while (!search.IsFinished) search.Advance(default);

        Assert.True(2 * steps > Quick.StepsPerRound);
        Assert.Equal(8, search.Alphas.Values.Length);
        Assert.All(start.Zip(search.Alphas.Values), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void The_zero_operation_stands_nowhere_however_likely_it_is()
    {
        using var search = new PcDarts(Small.Context(), Quick);
        search.Alphas.Set([.. search.Alphas.Values.Select(row => row.Length == 5 ? [9, 1, 2, 3, 1] : row)]);

        var found = search.Distributions[0];

        Assert.Equal(Enumerable.Repeat(3, 6), search.Supernet.ChoicesOf(found.Mode));
        Assert.All(found.Probabilities, row => Assert.Equal(0, row.IndexOf(row.Max())));
    }

    [Theory]
    [InlineData("nas-bench-201")]
    [InlineData("darts")]
    public void Cells_are_searched_with_fewer_weights(string space)
    {
        var context = Small.Context(Small.All[space]);
        context = context with { Training = context.Training with { Channels = 4 } };
        using var search = new PcDarts(context, Quick with { Parts = 4, Epochs = 1, WarmUp = 0 });
        using var whole = new Darts(context, new DartsOptions { BatchSize = 16 });

        while (!search.IsFinished) search.Advance(default);

        Assert.Single(search.Winners(default));
        Assert.True(Weights(search.Supernet) < Weights(whole.Supernet) / 2);

        static long Weights(Supernet supernet) => supernet.parameters().Sum(parameter => parameter.numel());
    }

    [Fact]
    public void Channels_that_cannot_be_parted_and_spaces_without_cells_are_refused()
    {
        var channels = Assert.Throws<ArgumentException>(() => new PcDarts(Small.Context(), Quick with { Parts = 2 }));
        var space = Assert.Throws<ArgumentException>(() => new PcDarts(Small.Context(Small.All["choice"]), Quick));

        Assert.Contains("3 channels cannot be parted into 2", channels.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: nas-bench-201, darts", space.Message, StringComparison.Ordinal);
    }
}
