using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Testing;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class KeptChancesTests
{
    private static readonly Problem Limited = new([new Objective("acc", Direction.Maximize)], [new Constraint("ms", Max: 10)]);

    [Fact]
    public void Before_anything_is_known_chances_are_trusted()
        => Assert.Equal(1, new KeptChances().Trust(Limited, [Took(0, 5), Took(1, 50)]));

    /// <summary>As if four that were expected to keep the limit had: (4 + kept) / (4 + expected).</summary>
    [Fact]
    public void Trust_is_what_was_kept_for_what_was_expected()
    {
        var chances = new KeptChances();
        chances.Believe(2, [0.4, 0.4, 0.4, 0.4]);
        Assert.Equal(4 / 5.6, chances.Trust(Limited, [.. Enumerable.Range(2, 4).Select(n => Took(n, 11))]), 12);
        Assert.Equal(8 / 5.6, chances.Trust(Limited, [.. Enumerable.Range(2, 4).Select(n => Took(n, 10))]), 12);
        Assert.Equal(5 / 4.4, chances.Trust(Limited, [Took(0, 50), Took(2, 9)]), 12);     // the first was proposed by nobody
    }

    [Fact]
    public void What_was_likelier_to_keep_them_and_what_was_not_predicted_says_nothing()
    {
        var chances = new KeptChances();
        chances.Believe(0, [0.5, double.NaN]);
        Assert.Equal(1, chances.Trust(Limited, [Took(0, 50), Took(1, 50)]));
    }

    [Fact]
    public void The_latest_word_on_a_trial_counts()
    {
        var chances = new KeptChances();
        chances.Believe(0, [0.2, 0.2]);
        chances.Believe(0, [0.4, 1]);
        Assert.Equal(4 / 4.4, chances.Trust(Limited, [Took(0, 50), Took(1, 50)]), 12);
    }

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        using var folder = new TemporaryFolder();
        var (written, read) = (new KeptChances(), new KeptChances());
        written.Believe(0, [0.1 + 0.2, 1.0 / 3]);
        written.Save(folder.Path);
        read.Load(folder.Path);
        Trial[] trials = [Took(0, 50), Took(1, 5)];
        Assert.Equal(written.Trust(Limited, trials), read.Trust(Limited, trials));
        Assert.NotEqual(1, read.Trust(Limited, trials));
    }

    private static Trial Took(int number, double milliseconds) => TestTrials.Completed(number, ("acc", 90), ("ms", milliseconds));
}
