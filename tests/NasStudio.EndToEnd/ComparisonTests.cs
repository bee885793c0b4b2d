using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NasStudio.Core.Architectures.NasBench201;
using Xunit.Abstractions;

namespace NasStudio.EndToEnd;

/// <summary>Five strategies, ten seeds, 192 evaluations on an imported table: one click, live curves, files.</summary>
public sealed partial class ComparisonTests(StudioFixture fixture, ITestOutputHelper output) : IClassFixture<StudioFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("speed", "slow")]
    public async Task Five_strategies_of_ten_seeds_are_compared_live_in_a_minute()
    {
        await ImportAsync();
        await using var studio = await fixture.OpenAsync("/compare");
        var page = studio.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start the comparison" })).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Benchmark table", Exact = false }).First.ClickAsync();
        await page.GetByLabel("Benchmark").SelectOptionAsync("compared");
        foreach (var strategy in (string[])["Random search", "Regularised evolution", "Local search", "NSGA-II", "Parameters only"])
        {
            var card = page.GetByRole(AriaRole.Group, new() { Name = "Strategies" }).GetByRole(AriaRole.Button, new() { Name = strategy }).First;
            if (await card.GetAttributeAsync("aria-pressed") == "false")
            {
                await card.ClickAsync();
            }
        }

        await page.GetByLabel("Evaluations per seed").FillAsync("192");
        await page.GetByLabel("Number of seeds").FillAsync("10");
        var clock = Stopwatch.StartNew();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the comparison" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Compared());

        await UntilAsync(page, Curves + ".some(n => n > 0)");
        Assert.NotEqual("Completed", await page.Locator(".page-head .state").InnerTextAsync());     // it is seen while it runs
        await Assertions.Expect(page.Locator(".page-head .state")).ToHaveTextAsync("Completed", new() { Timeout = (float)Limit.TotalMilliseconds });
        output.WriteLine($"5 strategies x 10 seeds x 192 evaluations: {clock.Elapsed.TotalSeconds:F1} s");
        await UntilAsync(page, Curves + ".every(n => n === 192)");
        await Assertions.Expect(page.Locator("table.results tbody tr")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator("table.results tbody").GetByText("10 of 10")).ToHaveCountAsync(5);
        await studio.ShowAsync("Regret");
        await UntilAsync(page, "document.querySelector('.chart-canvas')._fullLayout.yaxis.type === 'log'");

        var address = page.Url;
        await page.ReloadAsync();
        Assert.Equal(address, page.Url);
        await UntilAsync(page, "document.querySelector('.chart-canvas')?._fullLayout?.yaxis.type === 'log'");
        await studio.PictureAsync("comparison");

        var points = await File.ReadAllLinesAsync(await studio.DownloadAsync("CSV"));
        Assert.Equal(1 + 5 * 10 * 192, points.Length);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(await SaveAsync(page, "SVG")), StringComparison.Ordinal);
        Assert.Equal("PNG", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(await SaveAsync(page, "PNG")))[1..4]));
        await AssertReportAsync(await studio.DownloadAsync("Report"));
        Assert.Empty(studio.Errors);
    }

    private const string Curves =
        "(document.querySelector('.chart-canvas')?.data ?? []).filter(t => t.name && t.showlegend && t.x).map(t => t.x.length)";

    /// <summary>Asks again and again: the page's policy forbids the browser to wait for an expression itself.</summary>
    private static async Task UntilAsync(IPage page, string expression)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await page.EvaluateAsync<bool>(expression))
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<string> SaveAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync());
        return await download.PathAsync();
    }

    /// <summary>Opened as a file: every chart and the table are there, and nothing was asked of anybody.</summary>
    private async Task AssertReportAsync(string file)
    {
        var html = Path.ChangeExtension(file, ".html");
        File.Copy(file, html, overwrite: true);
        await using var report = await fixture.OpenAsync("/");
        var requests = new List<string>();
        report.Page.Request += (_, request) => requests.Add(request.Url);
        await report.Page.GotoAsync(new Uri(html).ToString());
        await Assertions.Expect(report.Page.Locator("tbody tr")).ToHaveCountAsync(5);
        Assert.True(await report.Page.Locator("svg[role=img]").CountAsync() >= 2);
        var color = await report.Page.Locator("polyline.line").First.EvaluateAsync<string>("line => getComputedStyle(line).stroke");
        Assert.NotEqual("none", color);                                                           // its policy allows its style
        Assert.Equal([new Uri(html).ToString()], requests);
        Assert.Empty(report.Errors);
    }

    /// <summary>A table of every cell, whose accuracy grows with its size, with a spread that is the cell's own.</summary>
    private async Task ImportAsync()
    {
        var space = new NasBench201Space();
        var size = new NasBench201Size(16, 5, 10, 32, 3);
        var table = new StringBuilder("architecture,val_acc,test_acc,params\n");
        foreach (var (i, cell) in space.Enumerate().Index())
        {
            var (parameters, _) = size.Of(space.Cell(cell));
            var accuracy = 60 + 30 * (1 - Math.Exp(-parameters / 4e5)) + (i * 7919 % 1000 - 500) / 250.0;
            table.AppendLine(CultureInfo.InvariantCulture, $"{cell.Native},{accuracy:R},{accuracy - 1:R},{parameters}");
        }

        var file = Path.Combine(fixture.DataFolder, "compared.csv");
        await File.WriteAllTextAsync(file, table.ToString());
        using var import = Process.Start(
            Checkout.File("nasstudio"), ["benchmarks", "import", file, "--name", "compared", "--space", "nas-bench-201", "--data", fixture.DataFolder]);
        await import.WaitForExitAsync();
        Assert.Equal(0, import.ExitCode);
    }

    [GeneratedRegex(@"/compare\?ids=\d+(%2C|,)\d+")]
    private static partial Regex Compared();
}
