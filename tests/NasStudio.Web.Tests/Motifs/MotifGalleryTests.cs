using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Web.Motifs;

namespace NasStudio.Web.Tests.Motifs;

public sealed class MotifGalleryTests
{
    [Fact]
    public async Task The_best_and_the_worst_motifs_are_drawn_with_their_scores_and_what_these_mean()
    {
        var html = await HtmlAsync("effect");
        var (best, worst) = (html.IndexOf("Best motifs", StringComparison.Ordinal), html.IndexOf("Worst motifs", StringComparison.Ordinal));
        Assert.InRange(best, 0, worst);
        Assert.Contains("<span class=\"motif-name\">3×3 conv", html[best..worst], StringComparison.Ordinal);
        Assert.Contains("<span class=\"motif-name\">3×3 avg pool", html[worst..], StringComparison.Ordinal);
        Assert.DoesNotContain("motif-score bad", html[best..worst], StringComparison.Ordinal);
        Assert.DoesNotContain("motif-score good", html[worst..], StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"dead\"", html, StringComparison.Ordinal);                // a piece is alive as it is
        var first = StudySample.OfCells.Motifs[0];
        Assert.Contains($"<b class=\"motif-score good\" title=\"Effect\">{MotifScore.Signed(first.Effect)}</b>", html, StringComparison.Ordinal);
        Assert.Contains($"held by {first.Support} of 60", html, StringComparison.Ordinal);
        Assert.All(MotifScore.All, score => Assert.Contains(score.Definition, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_score_stands_first_when_it_is_sorted_by()
    {
        var most = StudySample.OfCells.Motifs.Max(m => m.Support);
        var html = await HtmlAsync("support");
        Assert.Contains("Most frequent motifs", html, StringComparison.Ordinal);
        Assert.Contains($"title=\"Support\">{most}</b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_motifs_the_page_says_what_is_missing()
    {
        var html = WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<MotifGallery>(("Study", StudySample.Of(Live.Sample.Space, 8))));
        Assert.Contains("at least 10 evaluated architectures hold it", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.314, "+0.31")]
    [InlineData(-1.2, "−1.20")]
    [InlineData(0.0123, "+0.012")]
    [InlineData(-0.02, "−0.020")]
    [InlineData(0.0042, "+0.0042")]
    [InlineData(0.000031, "+3.1e-5")]
    [InlineData(0, "0")]
    public void Scores_carry_their_sign(double score, string text) => Assert.Equal(text, MotifScore.Signed(score));

    [Fact]
    public void Motifs_are_told_in_people_s_words_and_by_cell_where_there_are_two()
    {
        Assert.Contains(StudySample.OfCells.Motifs, m => MotifText.Of(m) == "3×3 conv → output");
        Assert.All(StudySample.OfDarts.Motifs, m => Assert.Matches("^(normal|reduction): ", MotifText.Of(m)));
        Assert.All(StudySample.OfDarts.Motifs, m => Assert.DoesNotMatch("(and|→) (normal|reduction)", MotifText.Of(m)));
    }

    [Fact]
    public void Of_motifs_that_the_same_architectures_hold_the_simplest_is_shown()
    {
        var motifs = StudySample.OfDarts.Motifs;                // every operation is followed by a sum
        var shown = MotifText.Distinct(motifs);
        Assert.True(shown.Length < motifs.Length);
        Assert.Contains(motifs, m => MotifText.Of(m) == "normal: 3×3 sep conv → add");
        Assert.DoesNotContain(shown, m => MotifText.Of(m) == "normal: 3×3 sep conv → add");
        Assert.Contains(shown, m => MotifText.Of(m) == "normal: 3×3 sep conv");
    }

    private static async Task<string> HtmlAsync(string sort) => WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<MotifGallery>(
        new ServiceCollection(), ("Study", StudySample.OfCells), ("Score", MotifScore.Find(sort)), ("Chosen", StudySample.OfCells.Motifs[0])));
}
