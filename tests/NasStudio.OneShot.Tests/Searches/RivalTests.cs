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

    private static readonly Dictionary<string, Func<WeightSharingContext, IWeightSharingSearch>> All = new()
    {
        ["importance-sampled-asng"] = context => new ImportanceSampledAsng(context, Asng),
        ["asng"] = context => new AsngPerCoefficient(context, Asng),
        ["spos"] = context => new Spos(context, Uniform),
        ["random-paths"] = context => new RandomPaths(context, Uniform),
        ["darts"] = context => new Darts(context, new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5 }),
        ["darts, second order"] = context => new Darts(
            context, new DartsOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5, Order = 2 }),
        ["gdas"] = context => new Gdas(context, new GdasOptions { Epochs = 3, BatchSize = 16, StepsPerRound = 5 }),
    };

    public static TheoryData<string> Searches() => new(All.Keys);

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_search_ends_after_its_rounds_with_architectures_of_the_space(string kind)
    {
        using var search = All[kind](Small.Context());
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
            search.Inherit(winner.Architecture).Dispose();
        }

        Assert.Throws<InvalidOperationException>(() => search.Advance(default));
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_search_goes_on_bitwise_after_save_and_load_wherever_that_was(string kind)
    {
        using var whole = All[kind](Small.Context());
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
            using var resumed = All[kind](Small.Context());
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
    [InlineData("spos")]
    [InlineData("random-paths")]
    public void Budgets_are_kept(string kind)
    {
        using var search = All[kind](Small.Context());
        while (!search.IsFinished) search.Advance(default);

        var sizes = search.Winners(default).Select(winner => winner.Predicted!["params"]).ToArray();

        Assert.InRange(sizes[0], 1, 3500);
        Assert.InRange(sizes[1], 1, 9000);
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

    [Fact]
    public void A_budget_that_nobody_can_meet_is_refused()
        => Assert.ThrowsAny<ArgumentException>(() => new Spos(Small.Context(), Uniform with { Targets = "10" }));
}
