using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NasStudio.EndToEnd;

/// <summary>Why architectures are good: motifs of a random search on the table that comes with the studio.</summary>
public sealed class MotifsTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_motif_is_read_a_cell_explained_and_the_prediction_follows_a_changed_operation()
    {
        var id = await Experiments.StartAsync(fixture.Studio.Client, Search(150));
        await Experiments.UntilCompletedAsync(fixture.Studio.Client, id, TimeSpan.FromMinutes(1));
        await using var studio = await fixture.OpenAsync($"/experiments/{id}", height: 1200);
        var page = studio.Page;
        await studio.ShowAsync("Motifs");

        // Read a motif: the second best, which then stands in the address and in the charts' heading.
        var card = page.Locator(".motif-card").Nth(1);
        await Expect(card).ToBeVisibleAsync(Patience);
        await Expect(card.Locator(".motif-score")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\+\d"));
        await page.EvaluateAsync("() => window.scrollTo({ top: 300, behavior: 'instant' })");
        var place = await page.EvaluateAsync<int>("() => Math.round(window.scrollY)");
        await card.ClickAsync();
        await Expect(card).ToHaveAttributeAsync("aria-pressed", "true");
        var name = await card.Locator(".motif-name").InnerTextAsync();
        await Expect(page.GetByText($"With and without “{name}”")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("motif="));
        Assert.True(place > 0);
        Assert.Equal(place, await page.EvaluateAsync<int>("() => Math.round(window.scrollY)"));   // the page does not jump

        // The best cell, explained: every edge of the drawing says how it compares.
        var why = page.GetByRole(AriaRole.Region, new() { Name = "Why this architecture" });
        await Expect(why.Locator(".pickable")).ToHaveCountAsync(6);
        await Expect(why.Locator(".cell-mark")).ToHaveCountAsync(6);
        var expected = why.Locator("[data-expected]");
        var before = await NumberAsync(expected);

        // What if: another operation on an edge; the prediction is the one REST has for that cell.
        await why.Locator(".pickable").First.ClickAsync();
        await why.Locator(".chip.change").Last.ClickAsync();
        await Expect(why.GetByText("Changed from trial")).ToBeVisibleAsync();
        await Expect(expected).Not.ToHaveAttributeAsync("data-expected", before.ToString("0.####", CultureInfo.InvariantCulture));
        Assert.True(await NumberAsync(expected) < before);
        await Expect(why.GetByText("Went")).ToBeVisibleAsync();
        await studio.PictureAsync("motifs-what-if");
        await why.GetByRole(AriaRole.Button, new() { Name = "Evaluate it" }).ClickAsync();
        var made = why.GetByRole(AriaRole.Link, new() { Name = "Being evaluated" });
        await Expect(made).ToBeVisibleAsync();
        Assert.Empty(studio.Errors);

        // The address alone brings the tab, the motif and the order back.
        await page.GetByLabel("Sort by").SelectOptionAsync("gradient");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sort=gradient"));
        await using var again = await fixture.OpenAsync(new Uri(page.Url).PathAndQuery);
        await Expect(again.Page.GetByText($"With and without “{name}”")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(again.Page.GetByLabel("Sort by")).ToHaveValueAsync("gradient");

        var file = await studio.DownloadAsync("Motif file");
        await Checkout.AssertValidAsync(file, "motifs-v1.json");
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task Motifs_saved_from_one_experiment_and_chosen_in_the_form_narrow_another_which_says_so()
    {
        var id = await Experiments.StartAsync(fixture.Studio.Client, Search(150));
        await Experiments.UntilCompletedAsync(fixture.Studio.Client, id, TimeSpan.FromMinutes(1));
        await using var studio = await fixture.OpenAsync($"/experiments/{id}");
        var page = studio.Page;
        await studio.ShowAsync("Motifs");
        var file = await studio.DownloadAsync("Motif file");

        await page.GotoAsync("/new");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create and start" })).ToBeEnabledAsync();
        await studio.PressAsync("JSON");
        await TypeAsync(page, Search(40).ToJsonString());
        await studio.PressAsync("Form");
        await page.Locator("#strategy-motifs").SetInputFilesAsync(file);
        await Expect(page.Locator(".motif-chosen")).ToContainTextAsync("learned from 150 architectures");
        await Expect(page.Locator(".motif-chosen")).ToContainTextAsync("“cells on Fashion-MNIST”, nas-bench-201, val_acc");
        await page.Locator("#strategy-motifs").ScrollIntoViewIfNeededAsync();
        await studio.PictureAsync("motif-field");

        // The experiment with the whole file in it is edited as text, and the form still has it.
        await studio.PressAsync("JSON");
        var whole = JsonNode.Parse(await page.Locator("#json").InputValueAsync())!;
        Assert.Equal("nasstudio/motifs/v1", (string?)whole["strategy"]!["options"]!["motifs"]!["schema"]);
        whole["budget"]!["evaluations"] = 30;
        var text = whole.ToJsonString(new() { WriteIndented = true }) + new string(' ', 100_000);
        await TypeAsync(page, text);
        await studio.PressAsync("Form");
        await Expect(page.Locator("#evaluations")).ToHaveValueAsync("30");
        await Expect(page.Locator(".motif-chosen")).ToContainTextAsync("learned from 150 architectures");

        await studio.PressAsync("Create and start");
        await studio.UntilAsync("Completed");
        await studio.ShowAsync("Log");
        await Expect(page.GetByText("Motifs narrow the search: the rule 'good-and-no-bad' keeps about")).ToBeVisibleAsync();
        await studio.PictureAsync("motif-guided-log");
        Assert.Empty(studio.Errors);
    }

    /// <summary>Recurrent cells with labelled edges, chains of chosen blocks, and two cells side by side; wide, and on a telephone.</summary>
    [Theory]
    [Trait("speed", "slow")]
    [InlineData("nas-bench-nlp", """{ "kind": "train-language", "epochs": 1, "maxTrainTokens": 2000, "hiddenSize": 8 }""", "val_loss")]
    [InlineData("choice", """{ "kind": "training-free", "repeats": 1, "batchSize": 8, "regionSamples": 50 }""", "naswot")]
    [InlineData("darts", """{ "kind": "training-free", "repeats": 1, "batchSize": 8, "regionSamples": 50 }""", "naswot")]
    public async Task Motifs_of_other_spaces_fit_their_window_and_report_no_error(string space, string evaluator, string metric)
    {
        var search = Search(40);
        (search["name"], search["evaluator"]) = ($"motifs of {space}", JsonNode.Parse(evaluator));
        search["space"] = new JsonObject { ["kind"] = space };
        if (space == "choice")
        {
            search["space"]!["variables"] = new JsonArray([.. Enumerable.Range(1, 6).Select(block => new JsonObject
            {
                ["name"] = $"block {block}", ["type"] = "categorical", ["values"] = new JsonArray("conv-3x3", "separable-3x3", "skip"),
            })]);
        }

        search["objectives"]![0]!["metric"] = metric;
        search["objectives"]![0]!["direction"] = metric == "val_loss" ? "minimize" : "maximize";
        var id = await Experiments.StartAsync(fixture.Studio.Client, search);
        await Experiments.UntilCompletedAsync(fixture.Studio.Client, id, TimeSpan.FromMinutes(5));
        foreach (var width in new[] { 1280, 390 })
        {
            await using var studio = await fixture.OpenAsync($"/experiments/{id}", width, 844);
            await studio.ShowAsync("Motifs");
            await Expect(studio.Page.GetByText("How far to trust it")).ToBeVisibleAsync(Patience);
            var why = studio.Page.GetByRole(AriaRole.Region, new() { Name = "Why this architecture" });
            await Expect(why.Locator("[data-expected]")).ToBeVisibleAsync(Patience);
            await studio.PictureAsync($"motifs-{space}-{width}", whole: true);
            await why.Locator(".pickable, .choice-line:enabled").First.ClickAsync();
            await Expect(why.GetByText("Instead of")).ToBeVisibleAsync(Patience);
            await why.Locator(".chip.change:visible").First.ClickAsync();
            await Expect(why.GetByText("Changed from trial")).ToBeVisibleAsync();
            await studio.PictureAsync($"motifs-{space}-{width}-changed", whole: true);
            var tooWide = await studio.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(tooWide <= 0, $"{space} is {tooWide} pixels wider than a window of {width}.");
            Assert.Empty(studio.Errors);
        }
    }

    private static async Task TypeAsync(IPage page, string text)
    {
        await page.Locator("#json").FillAsync(text);
        await page.Locator("#json").BlurAsync();
    }

    [Fact]
    public async Task A_result_of_NAS_BOWL_holds_its_motifs_and_is_valid()
    {
        var search = Search(30);
        search["strategy"] = new JsonObject { ["kind"] = "nas-bowl" };
        var id = await Experiments.StartAsync(fixture.Studio.Client, search);
        await Experiments.UntilCompletedAsync(fixture.Studio.Client, id, TimeSpan.FromMinutes(1));
        var result = await Experiments.ResultAsync(fixture.Studio.Client, id);
        var file = Path.Combine(fixture.DataFolder, "result-with-motifs.json");
        await File.WriteAllTextAsync(file, result.ToJsonString());
        await Checkout.AssertValidAsync(file, "result-v1.json");
        var motifs = result["runs"]![0]!["motifs"]!.AsArray();
        Assert.NotEmpty(motifs);
        Assert.All(motifs, motif => Assert.Equal("val_acc", motif!["objective"]!.GetValue<string>()));
        Assert.Contains("With minus without", result["motifScores"]!["effect"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static JsonObject Search(int evaluations) => new()
    {
        ["schema"] = "nasstudio/experiment/v1",
        ["name"] = "cells on Fashion-MNIST",
        ["space"] = new JsonObject { ["kind"] = "nas-bench-201" },
        ["evaluator"] = new JsonObject { ["kind"] = "table", ["benchmark"] = "fashion-201" },
        ["strategy"] = new JsonObject { ["kind"] = "random" },
        ["objectives"] = new JsonArray(new JsonObject { ["metric"] = "val_acc", ["direction"] = "maximize" }),
        ["budget"] = new JsonObject { ["evaluations"] = evaluations },
        ["seeds"] = new JsonArray(0),
    };

    private static async Task<double> NumberAsync(ILocator expected)
        => double.Parse((await expected.GetAttributeAsync("data-expected"))!, CultureInfo.InvariantCulture);
}
