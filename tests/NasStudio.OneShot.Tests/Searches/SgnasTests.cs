using NasStudio.OneShot.Searches;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Tests.Searches;

public sealed class SgnasTests
{
    private static readonly SgnasOptions Quick = new()
    {
        Epochs = 1,
        BatchSize = 16,
        StepsPerRound = 40,
        CalibrationBatches = 2,
        GeneratorEpochs = 60,
        GeneratorRate = 0.01,
        Penalty = 0.01,
    };

    public static TheoryData<string> Spaces() => Small.Spaces();

    /// <summary>Among them one whose sizes belong to several variables together.</summary>
    [Theory]
    [MemberData(nameof(Spaces))]
    public void The_size_that_is_learned_from_is_the_expected_size_of_the_table(string space)
    {
        using var scope = NewDisposeScope();
        using var search = new Sgnas(Small.Context(Small.All[space]), Quick with { GeneratorWidth = 8 });
        var table = search.Supernet.Parameters;
        var probabilities = search.Probabilities((table.Smallest + table.Largest) / 2);
        var weights = Array.ConvertAll(probabilities, row => tensor(Array.ConvertAll(row, p => (float)p), requires_grad: true));

        var size = search.Size(weights);

        Assert.Equal(100 * table.Normalise(table.Expected(probabilities)), size.item<float>(), 1e-3);
        size.backward();
        Assert.All(weights, each => Assert.NotNull(each.grad));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Every_space_with_a_supernet_is_searched(string space)
    {
        using var search = new Sgnas(Small.Context(Small.All[space]), Quick with { GeneratorEpochs = 1 });
        while (!search.IsFinished) search.Advance(default);

        Assert.Equal(4, search.Winners(default).Count);
        Assert.All(search.Distributions, found => Assert.InRange(found.AccuracyPercent!.Value, 0, 100));
    }

    [Fact]
    public void One_generator_learns_to_meet_every_size_and_leaves_weights_as_they_are()
    {
        using var search = new Sgnas(Small.Context(), Quick);
        while (search.Round * Quick.StepsPerRound < search.Training.Data.StepsPerEpoch) search.Advance(default);
        using var scope = NewDisposeScope();
        var weights = search.Supernet.parameters().Select(weight => weight.detach().clone()).ToArray();
        var table = search.Supernet.Parameters;
        double[] asked = [.. new[] { 0.2, 0.4, 0.6, 0.8 }.Select(share => table.Smallest + share * (table.Largest - table.Smallest))];
        var before = Misses();
        while (!search.IsFinished) search.Advance(default);

        double[] answers = [.. asked.Select(Answer)];
        Assert.Equal(answers.Order(), answers);
        Assert.True(Misses() < 0.1 && Misses() < before / 2, $"{before} to {Misses()}");
        Assert.All(search.Supernet.parameters().Zip(weights), pair => Assert.True(pair.First.Equals(pair.Second)));

        double Answer(double target) => table.Normalise(table.Expected(search.Probabilities(target)));

        double Misses() => asked.Average(target => Math.Abs(Answer(target) - table.Normalise(target)));
    }

    [Fact]
    public void Without_a_penalty_sizes_asked_for_are_kept_all_the_same()
    {
        using var search = new Sgnas(Small.Context(), Quick with { GeneratorEpochs = 2, Penalty = 0, Targets = "5000" });
        while (!search.IsFinished) search.Advance(default);

        Assert.InRange(Assert.Single(search.Winners(default)).Predicted!["params"], 1, 5000);
    }

    [Fact]
    public void Without_targets_sizes_are_spread_evenly_and_the_last_is_the_largest()
    {
        using var search = new Sgnas(Small.Context(), Quick with { Sizes = 2 });
        var table = search.Supernet.Parameters;

        var targets = search.Distributions.Select(found => found.Target!.Value).ToArray();

        Assert.Equal(table.Largest, targets[1]);
        Assert.InRange(targets[0], table.Smallest, (table.Smallest + table.Largest) / 2);
    }
}
