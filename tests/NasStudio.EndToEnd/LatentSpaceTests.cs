using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace NasStudio.EndToEnd;

/// <summary>What a user does on the map of a generator's latent space, with the table that comes with the studio.</summary>
public sealed class LatentSpaceTests(LatentSpaceTests.Searched searched, ITestOutputHelper output) : IClassFixture<LatentSpaceTests.Searched>
{
    private const int Evaluations = 48;

    [Fact]
    public async Task What_is_brushed_on_the_map_or_the_front_stands_out_on_both_until_Esc()
    {
        await using var studio = await OpenAsync();
        var brushed = await studio.BrushHalfAsync();
        Assert.InRange(brushed.Length, 1, Evaluations - 1);
        await Assertions.Expect(studio.Page.GetByText($"{brushed.Length} selected").First).ToBeVisibleAsync();
        Assert.Equal(brushed, await studio.UntilStandOutAsync(charts: 2, brushed.Length));
        await studio.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(studio.Page.Locator(".chart-canvas")).ToHaveCountAsync(1);
        await studio.Page.WaitForFunctionAsync("() => document.querySelector('.chart-canvas').data.every(t => !t.selectedpoints)");

        await studio.ShowAsync("Front");
        await studio.UntilPointsAsync(Evaluations);
        var onFront = await studio.BrushHalfAsync();
        Assert.InRange(onFront.Length, 1, Evaluations - 1);
        await studio.ShowAsync("Latent space");
        Assert.Equal(onFront, await studio.UntilStandOutAsync(charts: 2, onFront.Length));
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task A_click_on_an_empty_place_decodes_it_and_the_button_has_it_evaluated()
    {
        await using var studio = await OpenAsync();
        var page = studio.Page;
        var (x, y) = await studio.EmptyPlaceAsync();
        var clock = Stopwatch.StartNew();
        await page.Mouse.MoveAsync(x - 1, y);
        await page.Mouse.ClickAsync(x, y);
        var decoded = page.GetByRole(AriaRole.Region, new() { Name = "Decoded here" });
        await Assertions.Expect(decoded).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 60_000 });
        output.WriteLine($"The first click was answered after {clock.ElapsedMilliseconds} ms.");
        var native = await decoded.Locator("code").First.InnerTextAsync();
        await studio.PictureAsync("decoded-here");

        await decoded.GetByRole(AriaRole.Button, new() { Name = "Evaluate it" }).ClickAsync();
        await decoded.GetByRole(AriaRole.Link, new() { Name = "Being evaluated" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Decoded from" })).ToBeVisibleAsync();
        await studio.UntilAsync("Completed");
        var id = long.Parse(new Uri(page.Url).Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
        var result = await Experiments.ResultAsync(searched.Studio.Studio.Client, id);
        var trial = Assert.Single(result["runs"]![0]!["trials"]!.AsArray())!;
        Assert.Equal((native, "completed"), (trial["architecture"]!.GetValue<string>(), trial["state"]!.GetValue<string>()));
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task A_tap_of_a_finger_decodes_as_a_click_does()
    {
        await using var studio = await OpenAsync(isTouch: true);
        var (x, y) = await studio.EmptyPlaceAsync();
        await studio.Page.Touchscreen.TapAsync(x, y);
        var decoded = studio.Page.GetByRole(AriaRole.Region, new() { Name = "Decoded here" });
        await Assertions.Expect(decoded).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 60_000 });
        await decoded.ScrollIntoViewIfNeededAsync();
        await studio.PictureAsync("decoded-here-390");
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task Rounds_play_while_the_search_goes_on_and_end_with_what_has_come_since()
    {
        var search = Search(192);
        search["strategy"]!["options"] = new JsonObject { ["candidates"] = 500 };
        var id = await Experiments.StartAsync(searched.Studio.Studio.Client, search);
        await using var studio = await searched.Studio.OpenAsync($"/experiments/{id}?panel=space");
        await studio.UntilPointsAsync(33);                            // the starts and a round, and more to come
        await studio.PressAsync("Play the rounds");
        await Assertions.Expect(studio.Page.GetByText("Round 0")).ToBeVisibleAsync();
        Assert.Equal("running", (await Experiments.ProgressAsync(searched.Studio.Studio.Client, id)).State);
        await Assertions.Expect(studio.Page.GetByText("All rounds")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await studio.UntilAsync("Completed");
        Assert.Equal(192, await studio.UntilPointsAsync(192));
        Assert.Empty(studio.Errors);
    }

    private async Task<StudioPage> OpenAsync(bool isTouch = false)
    {
        var studio = await searched.Studio.OpenAsync(
            $"/experiments/{searched.Id}?panel=space", isTouch ? 390 : 1280, isTouch ? 844 : 1100, isTouch: isTouch);
        await studio.UntilPointsAsync(Evaluations);
        return studio;
    }

    private static JsonObject Search(int evaluations) => new()
    {
        ["schema"] = "nasstudio/experiment/v1",
        ["name"] = "A map to look at",
        ["space"] = new JsonObject { ["kind"] = "nas-bench-201" },
        ["evaluator"] = new JsonObject { ["kind"] = "table", ["benchmark"] = "fashion-201" },
        ["strategy"] = new JsonObject { ["kind"] = "ag-net", ["options"] = new JsonObject { ["candidates"] = 100, ["epochs"] = 2 } },
        ["objectives"] = new JsonArray(
            new JsonObject { ["metric"] = "val_acc", ["direction"] = "maximize" },
            new JsonObject { ["metric"] = "params", ["direction"] = "minimize" }),
        ["budget"] = new JsonObject { ["evaluations"] = evaluations },
        ["seeds"] = new JsonArray(3),
    };

    /// <summary>A studio with a finished search by AG-Net.</summary>
    public sealed class Searched : IAsyncLifetime
    {
        internal StudioFixture Studio { get; } = new();

        internal long Id { get; private set; }

        public async Task InitializeAsync()
        {
            await Studio.InitializeAsync();
            Id = await Experiments.StartAsync(Studio.Studio.Client, Search(Evaluations));
            await Experiments.UntilCompletedAsync(Studio.Studio.Client, Id, TimeSpan.FromMinutes(3));
        }

        public Task DisposeAsync() => Studio.DisposeAsync();
    }
}
