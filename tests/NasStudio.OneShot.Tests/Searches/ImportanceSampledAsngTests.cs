using NasStudio.Core.Trials;
using NasStudio.OneShot.Searches;

namespace NasStudio.OneShot.Tests.Searches;

public sealed class ImportanceSampledAsngTests
{
    private static readonly ImportanceSampledAsngOptions Quick = new()
    {
        Epochs = 4,
        WarmUp = 0.25,
        BatchSize = 16,
        StepsPerRound = 8,
        Coefficients = "2, 0.2, 0",
        CalibrationBatches = 2,
    };

    [Fact]
    public void A_search_ends_with_an_architecture_for_each_coefficient()
    {
        using var search = new ImportanceSampledAsng(Small.Context(), Quick);
        RoundInsight? last = null;
        while (!search.IsFinished) last = search.Advance(default);

        var winners = search.Winners(default);

        Assert.Equal(3, search.Rounds);
        Assert.Equal(search.Rounds, search.Round);
        Assert.Equal(["coefficient 2", "coefficient 0.2", "coefficient 0"], winners.Select(winner => winner.Origin));
        Assert.Equal(search.Distributions.Select(found => found.Mode), winners.Select(winner => winner.Architecture));
        Assert.Equal(3, last!.Maps.Length);
        Assert.All(last.Numbers, number => Assert.True(double.IsFinite(number.Value), number.Name));
        Assert.All(search.Distributions.SelectMany(found => found.Probabilities), row => Assert.Equal(1, row.Sum(), 1e-9));
        Assert.Throws<InvalidOperationException>(() => search.Advance(default));
    }

    public static TheoryData<string> Spaces() => Small.Spaces();

    /// <summary>Among them one with a variable of a single category, and one whose sizes belong to several variables.</summary>
    [Theory]
    [MemberData(nameof(Spaces))]
    public void Every_space_with_a_supernet_is_searched(string space)
    {
        using var search = new ImportanceSampledAsng(Small.Context(Small.All[space]), Quick);
        while (!search.IsFinished) search.Advance(default);

        Assert.All(search.Winners(default), winner => Assert.Equal(
            winner.Architecture, Small.All[space].Parse(winner.Architecture.Native)));
        Assert.All(search.Distributions, found => Assert.InRange(found.AccuracyPercent!.Value, 0, 100));
    }

    [Fact]
    public void A_search_that_was_saved_and_loaded_goes_on_bitwise_as_if_nothing_had_happened()
    {
        var (folder, end, resumedEnd) = (Small.Folder(), Small.Folder(), Small.Folder());
        using var whole = new ImportanceSampledAsng(Small.Context(), Quick);
        whole.Advance(default);
        whole.Save(folder);
        while (!whole.IsFinished) whole.Advance(default);
        whole.Save(end);

        using var resumed = new ImportanceSampledAsng(Small.Context(), Quick);
        resumed.Load(folder);
        Assert.Equal(1, resumed.Round);
        while (!resumed.IsFinished) resumed.Advance(default);
        resumed.Save(resumedEnd);

        foreach (var file in Directory.GetFiles(end).Select(Path.GetFileName))
            Assert.Equal(File.ReadAllBytes(Path.Combine(end, file!)), File.ReadAllBytes(Path.Combine(resumedEnd, file!)));
        Assert.Equal(3, Directory.GetFiles(end).Length);
    }

    [Fact]
    public void Another_seed_searches_otherwise()
    {
        using var one = new ImportanceSampledAsng(Small.Context(seed: 1), Quick);
        using var other = new ImportanceSampledAsng(Small.Context(seed: 2), Quick);

        Assert.NotEqual(one.Advance(default).Numbers[0].Value, other.Advance(default).Numbers[0].Value);
    }

    [Fact]
    public void One_coefficient_is_plain_asng()
    {
        using var search = new ImportanceSampledAsng(Small.Context(), Quick with { Coefficients = "0" });

        var insight = search.Advance(default);

        Assert.Equal(2, insight.Numbers.Single(number => number.Name == "ess_0").Value, 1e-9);
    }

    [Fact]
    public void A_target_ends_at_the_largest_existing_size_not_above_it()
    {
        using var search = new ImportanceSampledAsng(Small.Context(), Quick with { Targets = "3000, 5000", TargetTolerance = 0 });
        while (!search.IsFinished) search.Advance(default);
        using var supernet = Small.Supernet("nas-bench-201");
        double[] sizes = [.. Small.All["nas-bench-201"].Enumerate().Select(a => supernet.Parameters.Of(supernet.ChoicesOf(a))).Distinct()];

        Assert.Equal(
            [sizes.Where(size => size <= 3000).Max(), sizes.Where(size => size <= 5000).Max()],
            search.Distributions.Select(found => (double)found.Parameters));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1, -1")]
    [InlineData("one")]
    [InlineData("NaN")]
    public void Coefficients_that_are_no_list_of_numbers_are_refused(string coefficients)
        => Assert.Throws<ArgumentException>(
            () => new ImportanceSampledAsng(Small.Context(), Quick with { Coefficients = coefficients }));

    [Fact]
    public void A_cancelled_search_stops()
    {
        using var search = new ImportanceSampledAsng(Small.Context(), Quick);

        Assert.Throws<OperationCanceledException>(() => search.Advance(new CancellationToken(true)));
    }
}
