using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;

namespace NasStudio.NeuralSearch.Tests.AgNet;

[Collection(PretrainedGeneratorTests.Name)]
public sealed class LatentDecodingTests(PretrainedGenerator pretrained)
{
    private static readonly Problem Convolutions = Problem.Single("convs", Direction.Maximize);

    [Theory]
    [InlineData(LatentMode.Paired)]
    [InlineData(LatentMode.Faithful)]
    public void A_restored_strategy_decodes_equally_and_decoding_changes_nothing(LatentMode latent)
    {
        using var folder = new TemporaryFolder();
        var options = PretrainedGenerator.Quick with { Latent = latent };
        using var first = Strategy(options);
        var starts = Round(first, 0);
        var round = Round(first, 8);
        first.Save(folder.Path);
        using var second = Strategy(options);
        second.Tell(starts);
        second.Load(folder.Path);
        var places = Enumerable.Range(0, 20).Select(i => Place(at => Math.Sin(i + at))).ToList();
        var decoded = places.Select(first.Decode).ToList();
        Assert.Equal(decoded.Select(d => d?.Architecture), places.Select(p => second.Decode(p)?.Architecture));
        Assert.Equal(
            decoded.Select(d => d?.Predicted?["convs"]), places.Select(p => second.Decode(p)?.Predicted?["convs"]));
        Assert.Contains(decoded, d => d is not null);
        Assert.All(decoded.Where(d => d is not null), d => Assert.Equal(latent == LatentMode.Faithful, d!.Latent is null));
        second.Tell(round);
        Assert.Equal(
            first.Ask(40, default).Select(p => p.Architecture), second.Ask(40, default).Select(p => p.Architecture));
    }

    [Fact]
    public void Nothing_is_predicted_before_something_was_learned_or_where_nothing_learns()
    {
        using var unlearned = Strategy(PretrainedGenerator.Quick);
        Round(unlearned, 0);
        Assert.Null(Somewhere(unlearned).Predicted);
        using var blind = Strategy(PretrainedGenerator.Quick with { Search = LatentSearch.Random });
        Round(blind, 0);
        Round(blind, 8);
        Assert.Null(Somewhere(blind).Predicted);
        using var trees = Strategy(PretrainedGenerator.Quick with { Surrogate = SurrogateKind.XgBoost });
        Round(trees, 0);
        Round(trees, 8);
        Assert.InRange(Somewhere(trees).Predicted!["convs"], -1, 7);
    }

    [Fact]
    public void What_is_no_place_is_refused_with_what_is_one()
    {
        using var strategy = Strategy(PretrainedGenerator.Quick);
        Assert.Throws<InvalidOperationException>(() => strategy.Decode(Place(_ => 0)));
        strategy.Ask(40, default);
        Assert.Contains("32 numbers from -1000 to 1000; these are 2 numbers", Refusal([0, 1]), StringComparison.Ordinal);
        Assert.Contains("these are none", Refusal(default), StringComparison.Ordinal);
        Assert.Contains("have NaN among them", Refusal(Place(i => i == 3 ? double.NaN : 0)), StringComparison.Ordinal);
        Assert.Contains("have 1E+300 among them", Refusal(Place(_ => 1e300)), StringComparison.Ordinal);

        string Refusal(ImmutableArray<double> latent)
            => Assert.Throws<ArgumentException>(() => strategy.Decode(latent)).Message;
    }

    private AgNetStrategy Strategy(AgNetOptions options) => new(pretrained.Context(3, Convolutions, 80), options);

    /// <summary>Asks a batch and tells it.</summary>
    private static Trial[] Round(AgNetStrategy strategy, int from)
    {
        Trial[] batch = [.. strategy.Ask(40, default).Select((p, i) => new Trial(
            from + i, p, TrialState.Completed, from + i, ImmutableSortedDictionary<string, double>.Empty
                .Add("convs", ToyMeasures.Count(p.Architecture, "conv"))))];
        strategy.Tell(batch);
        return batch;
    }

    private static ImmutableArray<double> Place(Func<int, double> at)
        => [.. Enumerable.Range(0, Generator.GraphLatent).Select(at)];

    /// <summary>The first of some places that decode to something.</summary>
    private static Search.DecodedArchitecture Somewhere(AgNetStrategy strategy)
        => Enumerable.Range(0, 20).Select(i => strategy.Decode(Place(at => Math.Sin(i + at)))).First(d => d is not null)!;
}
