using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;
using NasStudio.Testing;

namespace NasStudio.NeuralSearch.Tests.AgNet;

[Collection(PretrainedGeneratorTests.Name)]
public sealed class AgNetContractTests(PretrainedGenerator pretrained) : StrategyContract
{
    protected override bool KnowsEverySpace => false;

    protected override int Budget => 26;

    protected override IStrategy Create(StrategyContext context)
        => new AgNetStrategy(context with { CacheFolder = pretrained.CacheFolder }, PretrainedGenerator.Quick);
}

[Collection(PretrainedGeneratorTests.Name)]
public sealed class AgNetFaithfulContractTests(PretrainedGenerator pretrained) : StrategyContract
{
    protected override bool KnowsEverySpace => false;

    protected override int Budget => 26;

    protected override IStrategy Create(StrategyContext context) => new AgNetStrategy(
        context with { CacheFolder = pretrained.CacheFolder },
        PretrainedGenerator.Quick with { Latent = LatentMode.Faithful });
}

[Collection(PretrainedGeneratorTests.Name)]
public sealed class AgNetStrategyTests(PretrainedGenerator pretrained)
{
    private static readonly Problem Convolutions = Problem.Single("convs", Direction.Maximize);

    [Fact]
    public void Starts_are_those_of_every_other_strategy_and_have_a_place_in_the_latent_space()
    {
        var context = pretrained.Context(3, Convolutions, 40);
        using var strategy = new AgNetStrategy(context, PretrainedGenerator.Quick);
        var starts = strategy.Ask(40, default);
        Assert.Equal(InitialDesign.Draw(context, 8), starts.Select(p => p.Architecture));
        Assert.All(starts, p => Assert.Equal(Generator.GraphLatent, p.Latent!.Value.Length));
        Assert.Equal(8, starts.Select(p => p.Latent!.Value[0]).Distinct().Count());
    }

    [Fact]
    public void Rounds_predict_every_metric_in_its_own_unit()
    {
        var problem = new Problem(
            [new Objective("convs", Direction.Maximize), new Objective("cost", Direction.Minimize)],
            [new Constraint("micros", Max: 5_000_000)]);
        using var strategy = new AgNetStrategy(
            pretrained.Context(1, problem, 40), PretrainedGenerator.Quick with { Epochs = 20 });
        strategy.Tell(Measure(strategy.Ask(40, default), 0));
        var round = strategy.Ask(40, default);
        Assert.Equal(8, round.Count);
        Assert.All(round, p => Assert.Equal("generator, round 1", p.Origin));
        Assert.All(round, p => Assert.Equal(["convs", "cost", "micros"], p.Predicted!.Keys));
        Assert.All(round, p => Assert.InRange(p.Predicted!["convs"], -4, 10));
        Assert.InRange(round.Average(p => p.Predicted!["micros"]), 500_000, 10_000_000);
    }

    /// <summary>Every surrogate, acquisition and ablation runs to the end and does what it says.</summary>
    public static TheoryData<string> Variants() => new(Options.Keys);

    private static Dictionary<string, AgNetOptions> Options { get; } = new()
    {
        ["ensemble, improvement"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.Ensemble, Acquisition = Acquisition.ExpectedImprovement },
        ["ensemble, thompson"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.Ensemble, Acquisition = Acquisition.Thompson },
        ["trees"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.XgBoost },
        ["process, thompson"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.GaussianProcess, Acquisition = Acquisition.Thompson },
        ["process, improvement"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.GaussianProcess, Acquisition = Acquisition.ExpectedImprovement },
        ["ranking trees"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.XgBoostRank },
        ["no surrogate"] = PretrainedGenerator.Quick with { Surrogate = SurrogateKind.None },
        ["no rank weights"] = PretrainedGenerator.Quick with { RankWeighting = false },
        ["faithful, no surrogate gradient"] = PretrainedGenerator.Quick with { Latent = LatentMode.Faithful, SurrogateGradient = false },
        ["frozen"] = PretrainedGenerator.Quick with { Search = LatentSearch.Frozen },
        ["frozen, random"] = PretrainedGenerator.Quick with { Search = LatentSearch.Random },
        ["frozen, local"] = PretrainedGenerator.Quick with { Search = LatentSearch.Local },
        ["frozen, bayesian"] = PretrainedGenerator.Quick with { Search = LatentSearch.Bayesian },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_searches_with_several_objectives_and_a_constraint(string variant)
    {
        var problem = new Problem(
            [new Objective("convs", Direction.Maximize), new Objective("cost", Direction.Minimize)],
            [new Constraint("micros", Max: 5_000_000)]);
        var options = Options[variant];
        using var strategy = new AgNetStrategy(pretrained.Context(6, problem, 40), options);
        var seen = new HashSet<Architecture>();
        while (seen.Count < 40)
        {
            var batch = strategy.Ask(40 - seen.Count, default);
            Assert.All(batch, p => Assert.True(seen.Add(p.Architecture)));
            Assert.All(batch.Where(p => p.Origin.StartsWith("generator", StringComparison.Ordinal)), p => Assert.Equal(
                (options.Search is LatentSearch.Retrained or LatentSearch.Frozen) && options.Surrogate != SurrogateKind.None,
                p.Predicted is not null));
            strategy.Tell(Measure(batch, seen.Count - batch.Count));
        }
    }

    [Fact]
    public void A_round_shows_what_it_learned_and_where_it_looks()
    {
        using var strategy = new AgNetStrategy(
            pretrained.Context(8, Convolutions, 40), PretrainedGenerator.Quick with { Surrogate = SurrogateKind.Ensemble });
        strategy.Tell(Measure(strategy.Ask(40, default), 0));
        Assert.Null(strategy.Insight);

        strategy.Ask(40, default);

        var insight = strategy.Insight!;
        var numbers = insight.Numbers.ToDictionary(n => n.Name, n => n.Value);
        Assert.InRange(numbers["valid"], 50, 100);
        Assert.InRange(numbers["distinct"], 1, 100);
        Assert.InRange(numbers["fresh"], 1, 100);
        Assert.InRange(numbers["candidates"], 1, 20);
        Assert.True(numbers["reconstruction"] > 0 && numbers["prediction"] > 0);
        var (nodes, edges) = (insight.Maps[0], insight.Maps[1]);
        Assert.Equal((6, 5), (nodes.Rows.Length, nodes.Columns.Length));
        Assert.All(nodes.Values.Chunk(5), row => Assert.InRange(row.Sum(p => p!.Value), 0.8, 1.0001));
        Assert.Equal((7, 7, 28), (edges.Rows.Length, edges.Columns.Length, edges.Values.Count(p => p is not null)));
        Assert.Equal(1, edges.Values[0]!.Value, 3);           // from the input to the first operation
    }

    [Theory]
    [InlineData(LatentSearch.Retrained, false)]
    [InlineData(LatentSearch.Frozen, true)]
    [InlineData(LatentSearch.Bayesian, true)]
    public void A_frozen_generator_stays_as_it_was(LatentSearch search, bool isFrozen)
    {
        using var folder = new TemporaryFolder();
        using var strategy = new AgNetStrategy(
            pretrained.Context(7, Convolutions, 24), PretrainedGenerator.Quick with { Search = search });
        strategy.Tell(Measure(strategy.Ask(24, default), 0));
        strategy.Save(folder.Path);
        var before = File.ReadAllBytes(Path.Combine(folder.Path, "generator.dat"));
        strategy.Ask(24, default);
        strategy.Save(folder.Path);
        Assert.Equal(isFrozen, before.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder.Path, "generator.dat"))));
    }

    [Fact]
    public void Failed_trials_are_neither_learned_from_nor_proposed_again()
    {
        using var strategy = new AgNetStrategy(pretrained.Context(2, Convolutions, 40), PretrainedGenerator.Quick);
        var seen = new HashSet<Architecture>();
        for (var told = 0; told < 40;)
        {
            var batch = strategy.Ask(40 - told, default);
            Assert.All(batch, p => Assert.True(seen.Add(p.Architecture)));
            strategy.Tell([.. Measure(batch, told).Select(t => t.Number % 3 == 0
                ? t with { State = TrialState.Failed, Metrics = ImmutableSortedDictionary<string, double>.Empty, Error = "test" }
                : t)]);
            told += batch.Count;
        }
    }

    [Fact]
    public void A_space_that_is_nearly_used_up_is_finished_and_then_the_search_ends()
    {
        using var strategy = new AgNetStrategy(pretrained.Context(4, Convolutions, 20_000), PretrainedGenerator.Quick with
        {
            Epochs = 1,
            MiniBatch = 1024,
        });
        Proposal[] all = [.. pretrained.Space.Enumerate().Select(a => new Proposal(a, "test"))];
        strategy.Tell([.. Measure(all[..10], 0), .. all[10..^3].Select((p, i) => Failed(p, 10 + i))]);

        var last = strategy.Ask(100, default);
        Assert.Equal(all[^3..].Select(p => p.Architecture).Order(ByName), last.Select(p => p.Architecture).Order(ByName));
        Assert.Contains(last, p => p.Origin.Contains("ran dry", StringComparison.Ordinal));
        strategy.Tell(Measure(last, all.Length - 3));
        Assert.Empty(strategy.Ask(100, default));
    }

    [Theory]
    [InlineData(LatentMode.Paired, 5)]
    [InlineData(LatentMode.Faithful, 7)]
    public void A_checkpoint_restores_every_weight_bit_for_bit(LatentMode latent, long seed)
    {
        var options = PretrainedGenerator.Quick with { Latent = latent };
        using var folder = new TemporaryFolder();
        using var first = new AgNetStrategy(pretrained.Context(seed, Convolutions, 40), options);
        var starts = Measure(first.Ask(40, default), 0);
        first.Tell(starts);
        var round = Measure(first.Ask(40, default), 8);
        first.Save(folder.Path);

        using var second = new AgNetStrategy(
            pretrained.Context(seed, Convolutions, 40) with { CacheFolder = folder.Path }, options);
        second.Tell(starts);
        second.Load(folder.Path);
        first.Tell(round);
        second.Tell(round);
        var (expected, actual) = (first.Ask(40, default), second.Ask(40, default));
        Assert.Equal(expected.Select(p => p.Architecture), actual.Select(p => p.Architecture));
        Assert.Equal(expected.SelectMany(p => p.Latent ?? []), actual.SelectMany(p => p.Latent ?? []));
        Assert.Equal(expected.Select(p => p.Predicted?["convs"]), actual.Select(p => p.Predicted?["convs"]));
        Assert.Contains(actual, p => p.Predicted is not null);

        using var again = new TemporaryFolder();
        using var once = new TemporaryFolder();
        first.Save(once.Path);
        second.Save(again.Path);
        Assert.All(Directory.GetFiles(once.Path), file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again.Path, Path.GetFileName(file)))));
    }

    [Fact]
    public void A_checkpoint_remembers_with_what_chances_architectures_were_proposed()
    {
        var problem = new Problem([new Objective("convs", Direction.Maximize)], [new Constraint("micros", Max: 3_000_000)]);
        var options = Options["process, thompson"];
        using var first = new AgNetStrategy(pretrained.Context(5, problem, 40), options);
        var starts = Measure(first.Ask(40, default), 0);
        first.Tell(starts);
        var round = Measure(first.Ask(40, default), 8);
        using var folder = new TemporaryFolder();
        first.Save(folder.Path);
        var chances = JsonSerializer.Deserialize<Dictionary<int, double>>(File.ReadAllText(Path.Combine(folder.Path, "chances.json")))!;
        Assert.NotEmpty(chances);
        Assert.All(chances, one => Assert.True(one is { Key: >= 8 and < 16, Value: >= 0 and < 0.5 }));

        using var second = new AgNetStrategy(pretrained.Context(5, problem, 40), options);
        second.Tell(starts);
        second.Load(folder.Path);
        first.Tell(round);
        second.Tell(round);
        Assert.Equal(first.Ask(40, default).Select(p => p.Architecture), second.Ask(40, default).Select(p => p.Architecture));
        using var once = new TemporaryFolder();
        using var again = new TemporaryFolder();
        first.Save(once.Path);
        second.Save(again.Path);
        Assert.Equal(
            File.ReadAllText(Path.Combine(once.Path, "chances.json")), File.ReadAllText(Path.Combine(again.Path, "chances.json")));
    }

    [Fact]
    public void There_is_nothing_to_save_before_the_first_ask()
    {
        using var strategy = new AgNetStrategy(pretrained.Context(1, Convolutions, 10), PretrainedGenerator.Quick);
        Assert.Throws<InvalidOperationException>(() => strategy.Save(pretrained.CacheFolder));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
        => Assert.Contains("Epochs", Assert.Throws<ArgumentException>(() => new AgNetStrategy(
            pretrained.Context(1, Convolutions, 10), new AgNetOptions { Epochs = -1 })).Message, StringComparison.Ordinal);

    private static Comparer<Architecture> ByName { get; }
        = Comparer<Architecture>.Create((a, b) => string.CompareOrdinal(a.Native, b.Native));

    private static Trial[] Measure(IReadOnlyList<Proposal> batch, int from) => [.. batch.Select((p, i) => new Trial(
        from + i, p, TrialState.Completed, from + i, ImmutableSortedDictionary<string, double>.Empty
            .Add("convs", ToyMeasures.Count(p.Architecture, "conv"))
            .Add("cost", ToyMeasures.Count(p.Architecture, "conv_3x3"))
            .Add("micros", 1e6 * (1 + ToyMeasures.Count(p.Architecture, "conv")))))];

    private static Trial Failed(Proposal proposal, int number) => new(
        number, proposal, TrialState.Failed, number, ImmutableSortedDictionary<string, double>.Empty, "test");
}

/// <summary>Simple functions of a cell.</summary>
internal static class ToyMeasures
{
    /// <summary>How often a word stands in the native string.</summary>
    public static int Count(Architecture architecture, string word) => architecture.Native.Split(word).Length - 1;
}

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("nasstudio-test-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
