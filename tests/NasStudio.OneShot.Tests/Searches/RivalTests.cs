using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Searches;

namespace NasStudio.OneShot.Tests.Searches;

/// <summary>What holds for every search in one supernet.</summary>
public sealed class RivalTests
{
    private static readonly ImportanceSampledAsngOptions Asng = new()
    {
        Epochs = 3,
        WarmUp = 0.3,
        BatchSize = 16,
        StepsPerRound = 5,
        Coefficients = "1, 0",
        CalibrationBatches = 2,
    };

    private static readonly SposOptions Uniform = new()
    {
        Epochs = 3,
        BatchSize = 16,
        StepsPerRound = 5,
        CalibrationBatches = 2,
        Population = 6,
        Generations = 3,
        Parents = 3,
        Targets = "3500, 9000",
    };

    private static readonly SgnasOptions Generator = new()
    {
        Epochs = 3,
        BatchSize = 16,
        StepsPerRound = 5,
        CalibrationBatches = 2,
        GeneratorEpochs = 3,
        Targets = "3500, 9000",
    };

    private static readonly ParamsOnlyPathsOptions Largest = new()
    {
        Epochs = 3,
        BatchSize = 16,
        StepsPerRound = 5,
        CalibrationBatches = 2,
        Targets = "3500, 9000",
    };

    private static readonly Dictionary<string, Rival> All = new()
    {
        ["importance-sampled-asng"] = Of(Asng, (context, options) => new ImportanceSampledAsng(context, options)),
        ["asng"] = Of(Asng, (context, options) => new AsngPerCoefficient(context, options)),
        ["spos"] = Of(Uniform, (context, options) => new Spos(context, options)),
        ["random-paths"] = Of(Uniform, (context, options) => new RandomPaths(context, options)),
        ["params-only-paths"] = Of(Largest, (context, options) => new ParamsOnlyPaths(context, options)),
        ["sgnas"] = Of(Generator, (context, options) => new Sgnas(context, options)),
        ["darts"] = Of(
            new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5 }, (context, options) => new Darts(context, options)),
        ["darts, second order"] = Of(
            new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Order = 2 },
            (context, options) => new Darts(context, options)),
        ["pc-darts"] = Of(
            new PcDartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Parts = 3 },
            (context, options) => new PcDarts(context, options)),
        ["gdas"] = Of(
            new GdasOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5 }, (context, options) => new Gdas(context, options)),
    };

    public static TheoryData<string> Targeted()
        => new(All.Where(rival => rival.Value.Options is TargetedOptions).Select(rival => rival.Key));

    public static TheoryData<string> OnEverySpace() => new(All.Keys.Where(kind => kind != "pc-darts"));

    public static TheoryData<string> Searches() => new(All.Keys);

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_search_ends_after_its_rounds_with_architectures_of_the_space(string kind)
    {
        using var search = All[kind].Search();
        Assert.Throws<InvalidOperationException>(() => search.Winners(default));
        for (var round = 0; !search.IsFinished; round++)
        {
            Assert.Equal(round, search.Round);
            var insight = search.Advance(default);
            Assert.All(insight.Numbers, number => Assert.True(double.IsFinite(number.Value), number.Name));
            Assert.Equal(insight.Numbers.Length, insight.Numbers.Select(number => number.Name).Distinct().Count());
            Assert.All(insight.Maps.SelectMany(map => map.Values), value => Assert.InRange(value!.Value, 0, 1));
        }

        Assert.Equal(search.Rounds, search.Round);
        Assert.InRange(search.Spent.Backward, 1, search.Spent.Forward);
        Assert.NotEmpty(search.Winners(default));
        foreach (var winner in search.Winners(default))
        {
            Assert.Equal(winner.Architecture, Small.All["nas-bench-201"].Parse(winner.Architecture.Native));
            if (search is PcDarts) Assert.Throws<NotSupportedException>(() => search.Inherit(winner.Architecture));
            else search.Inherit(winner.Architecture).Dispose();
        }

        Assert.Throws<InvalidOperationException>(() => search.Advance(default));
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_search_goes_on_bitwise_after_save_and_load_wherever_that_was(string kind)
    {
        using var whole = All[kind].Search();
        var states = new List<string>();
        while (!whole.IsFinished)
        {
            states.Add(Small.Folder());
            whole.Save(states[^1]);
            whole.Advance(default);
        }

        var end = Saved(whole);
        foreach (var state in states.Where((_, round) => round == 0 || round == states.Count / 2 || round == states.Count - 1))
        {
            using var resumed = All[kind].Search();
            resumed.Load(state);
            while (!resumed.IsFinished) resumed.Advance(default);

            Assert.Equal(end, Saved(resumed));
            Assert.Equal(whole.Winners(default).Select(w => w.Architecture), resumed.Winners(default).Select(w => w.Architecture));
        }

        static IEnumerable<(string, byte[])> Saved(IWeightSharingSearch search)
        {
            var folder = Small.Folder();
            search.Save(folder);
            return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
        }
    }

    [Theory]
    [MemberData(nameof(Targeted))]
    public void Target_sizes_are_kept(string kind)
    {
        var rival = All[kind];
        using var search = rival.Make(Small.Context(), ((TargetedOptions)rival.Options) with { Targets = "3500, 9000" });
        while (!search.IsFinished) search.Advance(default);

        var sizes = search.Winners(default).Select(winner => winner.Predicted!["params"]).ToArray();

        Assert.InRange(sizes[0], 1, 3500);
        Assert.InRange(sizes[1], 1, 9000);
    }

    [Theory]
    [MemberData(nameof(Targeted))]
    public void A_target_that_nobody_can_meet_is_refused_before_anything_is_trained(string kind)
    {
        var rival = All[kind];
        var error = Assert.ThrowsAny<ArgumentException>(
            () => rival.Make(Small.Context(), ((TargetedOptions)rival.Options) with { Targets = "9000, 10" }));

        Assert.Contains("smallest", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_diverging_search_says_so(string kind)
    {
        var rival = All[kind];
        using var search = rival.Make(
            Small.Context(), rival.Options with { LearningRate = 1e6, GradientLimit = 0, Momentum = 0, Epochs = 20 });

        var error = Assert.Throws<EvaluationFailedException>(() => { while (!search.IsFinished) search.Advance(default); });

        Assert.Contains("diverged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OnEverySpace))]
    public void Variables_of_one_category_are_no_trouble(string kind)
    {
        var space = new ChoiceSpace(new ChoiceDefinition(
            [
                new ChoiceVariable("block 1", ["conv-3x3"]), new ChoiceVariable("block 2", ["conv-3x3", "conv-5x5"]),
                new ChoiceVariable("block 3", ["skip"]),
            ],
            []));
        var rival = All[kind];
        using var search = rival.Make(
            Small.Context(space), rival.Options is TargetedOptions targeted ? targeted with { Targets = "" } : rival.Options);
        while (!search.IsFinished)
            Assert.All(search.Advance(default).Numbers, number => Assert.True(double.IsFinite(number.Value), number.Name));

        Assert.NotEmpty(search.Winners(default));
        Assert.All(search.Winners(default), winner => Assert.Contains(winner.Architecture, space.Enumerate()));
    }

    [Theory]
    [MemberData(nameof(Targeted))]
    public void One_target_ends_with_one_architecture(string kind)
    {
        var rival = All[kind];
        using var search = rival.Make(Small.Context(), ((TargetedOptions)rival.Options) with { Targets = "5000" });
        while (!search.IsFinished) search.Advance(default);

        Assert.InRange(Assert.Single(search.Winners(default)).Predicted!["params"], 1, 5000);
    }

    [Fact]
    public void Evolution_ends_with_the_most_accurate_architecture_it_saw()
    {
        using var search = new Spos(Small.Context(), Uniform with { Targets = "", Generations = 4 });
        var best = new List<double>();
        while (!search.IsFinished)
        {
            if (search.Advance(default).Numbers.SingleOrDefault(number => number.Name == "best_0") is { } number)
                best.Add(number.Value);
        }

        Assert.Equal(4, best.Count);
        Assert.Equal(best.Order(), best);
        Assert.Equal(best[^1], search.Winners(default).Single().Predicted!["val_acc"]);
    }

    private static Rival Of<TOptions>(TOptions options, Func<WeightSharingContext, TOptions, IWeightSharingSearch> make)
        where TOptions : SupernetOptions => new(options, (context, changed) => make(context, (TOptions)changed));

    private sealed record Rival(SupernetOptions Options, Func<WeightSharingContext, SupernetOptions, IWeightSharingSearch> Make)
    {
        public IWeightSharingSearch Search() => Make(Small.Context(), Options);
    }
}
