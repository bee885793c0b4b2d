using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NasStudio.EndToEnd;

/// <summary>One search for several sizes, from the page where it is watched to the file with its distributions; and killed.</summary>
public sealed class WeightSharingTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    private const int Distributions = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("speed", "slow")]
    public async Task The_search_is_watched_and_what_it_ends_with_is_trained_and_downloaded()
    {
        await using var studio = await fixture.OpenAsync("/");
        var id = await Experiments.StartAsync(fixture.Studio.Client, Experiment(epochs: 10));
        await studio.Page.GotoAsync($"/experiments/{id}");
        await Assertions.Expect(studio.Page.GetByText("rounds of the search")).ToBeVisibleAsync();
        await studio.Page.WaitForFunctionAsync(
            "() => (document.querySelector('.chart-canvas')?.data ?? []).some(t => t.name === 'In the supernet' && t.x.length === 3)");
        await studio.ShowAsync("Learning");
        await Assertions.Expect(studio.Page.Locator(".heat table")).ToHaveCountAsync(Distributions);
        await Assertions.Expect(studio.Page.Locator(".mode svg")).ToHaveCountAsync(Distributions);
        var slider = studio.Page.GetByRole(AriaRole.Slider);
        await slider.FillAsync("0");
        await Assertions.Expect(studio.Page.GetByText("What it would end with after round 0")).ToBeVisibleAsync();
        await slider.PressAsync("End");                       // and follows the newest round again

        await studio.UntilAsync("Completed");
        await AtTheEndAsync(studio);
        await studio.Page.SelectOptionAsync("#rank-table", "fashion-201");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByText("Rank correlation (Spearman)")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(studio.Page.GetByText("200 architectures, drawn from 6,466")).ToBeVisibleAsync();
        await studio.PictureAsync("one-search-learning");
        foreach (var (width, dark) in new[] { (390, false), (390, true), (1280, true) })
        {
            await using var other = await fixture.OpenAsync($"/experiments/{id}?panel=learning", width, 844, dark);
            await AtTheEndAsync(other);
            await other.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.small-charts .chart-canvas')].every(c => c.data)");
            Assert.True(await other.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"wider than {width}");
            await other.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Checkout.Screenshots, $"one-search-learning-{width}-{(dark ? "dark" : "light")}.png"),
                FullPage = true,
            });
            Assert.Empty(other.Errors);
        }

        using var ranked = await fixture.Studio.Client.PostAsJsonAsync(
            $"/api/v1/experiments/{id}/runs/7/supernet/rank", new { table = "fashion-201", sample = 12, sampleSeed = 3 });
        var rank = (await ranked.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((12, 12), (rank["architectures"]!.GetValue<int>(), rank["compared"]!.AsArray().Count));
        Assert.InRange(rank["spearman"]!.GetValue<double>(), -1, 1);

        await studio.ShowAsync("Front");
        await studio.UntilPointsAsync(1);
        await studio.PictureAsync("one-search-front");
        Assert.Empty(studio.Errors);

        var file = await studio.DownloadAsync("Result");
        await Checkout.AssertValidAsync(file, "result-v1.json");
        var run = JsonNode.Parse(await File.ReadAllTextAsync(file))!["runs"]![0]!;
        Assert.Equal(run["rounds"]!["done"]!.GetValue<int>(), run["rounds"]!["total"]!.GetValue<int>());
        Assert.Equal([0.1, 0.01, 0], run["distributions"]!.AsArray().Select(d => d!["coefficient"]!.GetValue<double>()));
        Assert.All(run["distributions"]!.AsArray(), distribution =>
        {
            Assert.Equal(6, distribution!["probabilities"]!.AsObject().Count);
            Assert.All(distribution["probabilities"]!.AsObject(), variable => Assert.Equal(
                1, variable.Value!.AsObject().Sum(p => p.Value!.GetValue<double>()), 9));
            Assert.Equal(distribution["mode"]!["architecture"]!.GetValue<string>(),
                run["trials"]![distribution["mode"]!["trial"]!.GetValue<int>()]!["architecture"]!.GetValue<string>());
        });
        var files = await Experiments.ArchiveAsync(fixture.Studio.Client, $"/api/v1/experiments/{id}/runs/7/supernet");
        Assert.Contains("supernet.dat", files);
    }

    [Fact]
    [Trait("speed", "slow")]
    public async Task Killed_while_it_searches_it_goes_on_by_itself_and_ends_as_if_it_had_not_been()
    {
        var client = fixture.Studio.Client;
        var id = await Experiments.StartAsync(client, Experiment(epochs: 10));
        await Experiments.UntilCompletedAsync(client, id, Limit);
        var whole = await Experiments.ResultAsync(client, id);

        var folder = Directory.CreateTempSubdirectory("nasstudio-crash-").FullName;
        try
        {
            long killed;
            await using (var studio = await StudioProcess.StartAsync(folder))
            {
                killed = await Experiments.StartAsync(studio.Client, Experiment(epochs: 10));
                await Experiments.UntilRoundAsync(studio.Client, killed, 2, Limit);
                await studio.KillAsync();
            }

            await using (var studio = await StudioProcess.StartAsync(folder))
            {
                await Experiments.UntilCompletedAsync(studio.Client, killed, Limit);
                var again = await Experiments.ResultAsync(studio.Client, killed);
                Assert.Equal(Experiments.History(whole), Experiments.History(again));
                Assert.Equal(Found(whole), Found(again));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The slider stands at the newest round.</summary>
    private static async Task AtTheEndAsync(StudioPage studio)
        => await studio.Page.WaitForFunctionAsync(
            "() => { const s = document.querySelector('#learning-round'); return s && +s.max >= 3 && s.value === s.max; }");

    private static string Found(JsonObject result)
        => result["runs"]![0]!["rounds"]!.ToJsonString() + result["runs"]![0]!["distributions"]!.ToJsonString();

    private static JsonObject Experiment(int epochs)
    {
        var experiment = Experiments.Deterministic("importance-sampled-asng", 4);
        experiment["strategy"]!["options"] = new JsonObject
        {
            ["coefficients"] = "0.1, 0.01, 0",
            ["epochs"] = epochs,
            ["stepsPerRound"] = 10,
        };
        return experiment;
    }
}
