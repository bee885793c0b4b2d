using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace NasStudio.EndToEnd;

/// <summary>
/// Every page at two widths and in both themes, with experiments of no, one and ten thousand trials: no error in the
/// console, nothing wider than the window; and a picture of each for people to look at.
/// </summary>
public sealed class PagesTests(PagesTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<PagesTests.Fixture>
{
    private static readonly LocatorAssertionsToHaveCountOptions Patience = new() { Timeout = 30_000 };
    private static readonly string[] Tabs = ["Front", "Search curve", "Latent space", "Motifs", "Trials", "Log"];

    [Theory]
    [Trait("speed", "slow")]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task Pages_fit_their_window_and_report_no_error(int width, bool dark)
    {
        var look = $"{width}-{(dark ? "dark" : "light")}";
        foreach (var (path, name) in ((string, string)[])[
            ("/", "experiments"), ("/new", "new"), ("/data", "data"), ("/data/build", "build"), ("/compare", "compare"),
            ($"/compare?ids={string.Join(',', fixture.Experiments.Select(e => e.Id))}", "compared"), ("/system", "system"),
            ("/experiments/999999", "unknown")])
        {
            await using var studio = await fixture.Studio.OpenAsync(path, width, 844, dark);
            await Assertions.Expect(studio.Page.Locator("h1").First).ToBeAttachedAsync();
            await Assertions.Expect(studio.Page.GetByText("Reading the experiments")).ToHaveCountAsync(0, Patience);
            await LookAsync(studio, $"{name}-{look}");
        }

        foreach (var (id, trials) in fixture.Experiments)
        {
            await using var studio = await fixture.Studio.OpenAsync($"/experiments/{id}", width, 844, dark);
            foreach (var tab in Tabs)
            {
                var clock = Stopwatch.StartNew();
                await studio.ShowAsync(tab);
                if (trials > 0 && tab is "Front" or "Latent space" && trials > 0)
                {
                    Assert.Equal(trials, await studio.UntilPointsAsync(trials));
                }

                if (tab == "Motifs")
                {
                    await Assertions.Expect(trials < 20 ? studio.Page.GetByText("Too few trials for motifs") : studio.Page.GetByText("How far to trust it"))
                        .ToBeVisibleAsync(new() { Timeout = 60_000 });
                }

                output.WriteLine($"{look}, {trials} trials, {tab}: {clock.ElapsedMilliseconds} ms");
                await LookAsync(studio, $"experiment-{trials}-{tab.Replace(' ', '-')}-{look}");
            }
        }
    }

    private static async Task LookAsync(StudioPage studio, string name)
    {
        await Task.Delay(300);                                        // fonts and chart have settled
        await studio.PictureAsync(name);
        var tooWide = await studio.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, await studio.Page.Locator(".no-webgl").CountAsync());   // Plotly's own notice in place of a chart
        Assert.True(tooWide <= 0, $"{name} is {tooWide} pixels wider than its window.");
        Assert.True(studio.Errors.Count == 0, $"{name}: {string.Join('\n', studio.Errors)}");
    }

    /// <summary>A studio with experiments of no, one and ten thousand trials.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        internal StudioFixture Studio { get; } = new();

        /// <summary>Id and number of trials.</summary>
        internal (long Id, int Trials)[] Experiments { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await Studio.InitializeAsync();
            var draft = await EndToEnd.Experiments.CreateAsync(Studio.Studio.Client, EndToEnd.Experiments.Deterministic("ag-net", 32));
            var one = await EndToEnd.Experiments.StartAsync(Studio.Studio.Client, EndToEnd.Experiments.Deterministic("random", 1));
            await EndToEnd.Experiments.UntilCompletedAsync(Studio.Studio.Client, one, TimeSpan.FromMinutes(2));
            long many = 0;
            await Studio.RestartAsync(folder => many = ManyTrials.CopyWith(folder, one, 10_000));
            Experiments = [(draft, 0), (one, 1), (many, 10_000)];
        }

        public Task DisposeAsync() => Studio.DisposeAsync();
    }
}
