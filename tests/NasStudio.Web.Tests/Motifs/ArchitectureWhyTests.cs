using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;
using NasStudio.Web.Motifs;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Motifs;

public sealed class ArchitectureWhyTests
{
    private const string Native = "|nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|avg_pool_3x3~2|";

    [Fact]
    public async Task Every_operation_says_how_it_compares_and_can_be_picked()
    {
        var html = await HtmlAsync(StudySample.OfCells, Sample.Space, Native);
        var reading = StudySample.OfCells.Read(Native);
        Assert.Equal(6, Count(html, "role=\"button\""));
        foreach (var comparison in reading.Cells[0].Comparisons.OfType<double>())
        {
            Assert.Contains($">{MotifScore.Signed(comparison)}</text>", html, StringComparison.Ordinal);
        }

        Assert.Contains("marked good pickable", html, StringComparison.Ordinal);
        Assert.Contains("marked bad pickable", html, StringComparison.Ordinal);
        Assert.Contains($"<b>{Format.Value(reading.Value.Value, Sample.Accuracy)}</b>", html, StringComparison.Ordinal);
        Assert.Contains("68 of 100 measurements from", html, StringComparison.Ordinal);
        Assert.Contains("Best single change by the model", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Motifs it holds\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Evaluate it", html, StringComparison.Ordinal);                    // it has been
    }

    [Fact]
    public async Task Both_cells_of_an_architecture_are_explained()
    {
        var space = new DartsSpace();
        var html = await HtmlAsync(StudySample.OfDarts, space, space.Sample(new RandomSource(3)).Native);
        Assert.Contains("normal</figcaption>", html, StringComparison.Ordinal);
        Assert.Contains("reduction</figcaption>", html, StringComparison.Ordinal);
        Assert.Equal(16, Count(html, "role=\"button\""));
        Assert.Contains("other small changes", html, StringComparison.Ordinal);                  // inputs may come from elsewhere
    }

    [Fact]
    public async Task Nothing_selected_and_what_cannot_be_read_are_said_in_words()
    {
        Assert.Contains("Select a trial", await HtmlAsync(StudySample.OfCells, Sample.Space, null), StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", await HtmlAsync(StudySample.OfCells, Sample.Space, "|nonsense|"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picked_operation_offers_the_others_with_what_is_expected_the_best_first()
    {
        var reading = StudySample.OfCells.Read(Native);
        var changes = reading.Changes.Where(c => c.Place == 4).OrderByDescending(c => c.Expected).ToArray();
        var html = WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<WhyChanges>(
            ("Study", StudySample.OfCells), ("Reading", reading), ("Picked", (0, 4))));
        Assert.Contains("Instead of 3×3 conv", html, StringComparison.Ordinal);
        Assert.Equal(4, Count(html, "chip change"));
        Assert.Equal(
            changes.Select(c => html.IndexOf(Format.Value(c.Value, Sample.Accuracy), StringComparison.Ordinal)).Order(),
            changes.Select(c => html.IndexOf(Format.Value(c.Value, Sample.Accuracy), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Motifs_that_came_and_went_are_named()
    {
        var (study, from) = (StudySample.OfCells, StudySample.OfCells.Read(Native));
        var to = study.Read(Native.Replace("avg_pool_3x3~2", "nor_conv_3x3~2", StringComparison.Ordinal));
        var html = WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<MotifMoves>(("Study", study), ("From", from), ("To", to)));
        var (came, went) = (html[..html.IndexOf("Went", StringComparison.Ordinal)], html[html.IndexOf("Went", StringComparison.Ordinal)..]);
        Assert.Contains(">3×3 conv → output</button>", came, StringComparison.Ordinal);
        Assert.Contains(">3×3 avg pool</button>", went, StringComparison.Ordinal);
        Assert.DoesNotContain("pool", came, StringComparison.Ordinal);
    }

    private static async Task<string> HtmlAsync(MotifStudy study, SearchSpace space, string? native)
    {
        var services = new ServiceCollection();
        var trial = native is null ? null : Sample.Trial(3, 70, 1) with { Native = native };
        return WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<ArchitectureWhy>(
            services, ("View", Sample.Experiment(0)), ("Study", study), ("Space", space), ("Selected", trial),
            ("Trials", ImmutableArray<TrialView>.Empty)));
    }

    private static int Count(string html, string part) => html.Split(part).Length - 1;
}
