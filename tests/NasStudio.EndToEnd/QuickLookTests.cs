using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NasStudio.EndToEnd;

/// <summary>A new user's first experiment, from the empty studio to the files on disk.</summary>
public sealed class QuickLookTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    private const int Evaluations = 16;

    [Fact]
    [Trait("speed", "slow")]
    public async Task Configure_watch_pause_resume_select_and_download()
    {
        await using var studio = await fixture.OpenAsync("/");
        var page = studio.Page;
        var id = await studio.StartFromTemplateAsync("Quick look");

        var first = await studio.UntilPointsAsync(1);
        var later = await studio.UntilPointsAsync(first + 2);
        Assert.InRange(later, first + 2, Evaluations);

        await studio.PressAsync("Pause");
        await studio.UntilAsync("Paused");
        var (_, paused) = await Experiments.ProgressAsync(fixture.Studio.Client, id);
        await Task.Delay(TimeSpan.FromSeconds(5));                    // longer than one evaluation
        Assert.Equal(("paused", paused), await Experiments.ProgressAsync(fixture.Studio.Client, id));
        Assert.InRange(paused, later, Evaluations - 1);

        var other = (await studio.PointsAsync()).First(key => !key.EndsWith(".0", StringComparison.Ordinal));
        await studio.ClickPointAsync(other);
        var aside = page.GetByRole(AriaRole.Complementary, new() { Name = "Selected architecture" });
        await Assertions.Expect(aside.GetByRole(AriaRole.Heading, new() { Name = $"Trial {other.Split('.')[^1]}" })).ToBeVisibleAsync();
        await Assertions.Expect(aside.Locator("svg").First).ToBeVisibleAsync();

        await studio.PressAsync("Resume");
        await studio.UntilAsync("Completed");
        await studio.UntilPointsAsync(Evaluations);
        await ShowEveryPanelAsync(studio);

        var file = await studio.DownloadAsync("Result");
        await Checkout.AssertValidAsync(file, "result-v1.json");
        var result = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        var stored = StoredTrials.Of(fixture.DataFolder, id);
        Assert.Equal(Evaluations, stored.Count);
        Assert.Equal(stored, StoredTrials.Of(result));
        Retraining.AssertReproduced(result, [.. result["runs"]![0]!["trials"]!.AsArray()!]);

        var csv = await File.ReadAllLinesAsync(await studio.DownloadAsync("CSV"));
        Assert.Equal(Evaluations + 1, csv.Length);

        var architecture = await studio.DownloadAsync("Architecture as JSON");
        await Checkout.AssertValidAsync(architecture, "architecture-v1.json");
        Assert.Equal(
            result["runs"]![0]!["trials"]![int.Parse(other.Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture)]!["architecture"]!.GetValue<string>(),
            JsonNode.Parse(await File.ReadAllTextAsync(architecture))!["architecture"]!.GetValue<string>());
        Assert.Empty(studio.Errors);
    }

    /// <summary>What is brushed on the map stands out on the front; the rounds play and end with all of them.</summary>
    private static async Task BrushAndPlayAsync(StudioPage studio)
    {
        await studio.BrushAllAsync();
        await Assertions.Expect(studio.Page.GetByText($"{Evaluations} selected")).ToBeVisibleAsync();
        await studio.Page.WaitForFunctionAsync(
            "n => [...document.querySelectorAll('.chart-canvas')].filter(c => c.data?.reduce((sum, t) => sum + (t.selectedpoints?.length ?? 0), 0) === n).length === 2",
            Evaluations);
        await studio.PressAsync("Clear");
        await Assertions.Expect(studio.Page.Locator(".chart-canvas")).ToHaveCountAsync(1);

        await studio.PressAsync("Play the rounds");
        await Assertions.Expect(studio.Page.GetByText("Round 0")).ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.GetByText("All rounds")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await studio.UntilPointsAsync(Evaluations);
    }

    private static async Task ShowEveryPanelAsync(StudioPage studio)
    {
        await studio.ShowAsync("Search curve");
        await Assertions.Expect(studio.Page.Locator(".chart-canvas .main-svg").First).ToBeVisibleAsync();
        await studio.ShowAsync("Latent space");
        await studio.UntilPointsAsync(Evaluations);
        await BrushAndPlayAsync(studio);
        await studio.ShowAsync("Trials");
        await studio.Page.GetByLabel("Find").FillAsync("15");
        await Assertions.Expect(studio.Page.Locator("table.trials tbody tr").Filter(new() { HasText = "15" }).First).ToBeVisibleAsync();
        await studio.ShowAsync("Log");
        await Assertions.Expect(studio.Page.GetByText("Paused").First).ToBeVisibleAsync();
        await studio.ShowAsync("Front");
        await studio.UntilPointsAsync(Evaluations);
    }
}
