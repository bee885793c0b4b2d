using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NasStudio.EndToEnd;

/// <summary>A page of the studio in a browser: what a user sees and does there, and the errors its console has shown.</summary>
internal sealed partial class StudioPage : IAsyncDisposable
{
    private const float SlowMs = 15 * 60 * 1000;

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public StudioPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Keep(message.Text);
            }
        };
        page.PageError += (_, error) => Keep(error);
    }

    public IPage Page { get; }

    /// <summary>Errors of the console and of scripts, in order.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>Starts an experiment from a template; its id.</summary>
    public async Task<long> StartFromTemplateAsync(string template)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "New experiment" }).First.ClickAsync();
        var card = Page.GetByRole(AriaRole.Region, new() { Name = "Templates" }).GetByRole(AriaRole.Button, new() { Name = template });
        await card.ClickAsync();
        await Assertions.Expect(card).ToHaveAttributeAsync("aria-pressed", "true");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(Address());   // Blazor navigates without loading a page
        return long.Parse(Address().Match(Page.Url).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Presses a button of the experiment.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Opens a tab of the experiment.</summary>
    public async Task ShowAsync(string tab)
    {
        var button = Page.GetByRole(AriaRole.Tab, new() { Name = tab });
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-selected", "true");
    }

    /// <summary>Waits until the experiment is in a state.</summary>
    public Task UntilAsync(string state) => Assertions.Expect(Page.Locator(".page-head .state"))
        .ToHaveTextAsync(state, new() { Timeout = SlowMs });

    /// <summary>Architectures that the chart shows now.</summary>
    public async Task<string[]> PointsAsync() => await Page.EvaluateAsync<string[]>(
        "() => [...new Set((document.querySelector('.chart-canvas')?.data ?? []).flatMap(t => t.customdata ?? []))].filter(Boolean)");

    /// <summary>Waits until the chart shows at least so many architectures, without any reload.</summary>
    public async Task<int> UntilPointsAsync(int count)
    {
        await Page.WaitForFunctionAsync(
            "n => new Set((document.querySelector('.chart-canvas')?.data ?? []).flatMap(t => t.customdata ?? [])).size >= n",
            count, new() { Timeout = SlowMs });
        return (await PointsAsync()).Length;
    }

    /// <summary>Clicks an architecture in the chart with the mouse.</summary>
    public async Task ClickPointAsync(string key)
    {
        var at = await Page.EvaluateAsync<float[]>(
            """
            key => {
              const chart = document.querySelector('.chart-canvas'), box = chart.getBoundingClientRect();
              const { xaxis, yaxis } = chart._fullLayout;
              for (const trace of chart.data) {
                const i = (trace.customdata ?? []).indexOf(key);
                if (i >= 0) return [box.left + xaxis._offset + xaxis.d2p(trace.x[i]), box.top + yaxis._offset + yaxis.d2p(trace.y[i])];
              }
            }
            """, key);
        await Page.Mouse.MoveAsync(at[0] + 1, at[1]);
        await Page.Mouse.MoveAsync(at[0], at[1]);
        await Page.Mouse.ClickAsync(at[0], at[1]);
    }

    /// <summary>Selects all architectures of the chart by a box drawn with the mouse.</summary>
    public Task BrushAllAsync() => BrushAsync(1);

    /// <summary>Selects those in the left half of the chart; their keys, in order.</summary>
    public async Task<string[]> BrushHalfAsync()
    {
        await BrushAsync(0.5f);
        await Assertions.Expect(Page.GetByText(" selected").First).ToBeVisibleAsync();
        return await StandingOutAsync(0);
    }

    /// <summary>Waits until so many charts each make so many architectures stand out, all the same; their keys.</summary>
    public async Task<string[]> UntilStandOutAsync(int charts, int count)
    {
        await Page.WaitForFunctionAsync(
            "([charts, n]) => { const all = [...document.querySelectorAll('.chart-canvas')]; return all.length === charts "
            + "&& all.every(c => (c.data ?? []).reduce((sum, t) => sum + (t.selectedpoints?.length ?? 0), 0) === n); }", new[] { charts, count });
        var first = await StandingOutAsync(0);
        for (var chart = 1; chart < charts; chart++)
        {
            Assert.Equal(first, await StandingOutAsync(chart));
        }

        return first;
    }

    private Task<string[]> StandingOutAsync(int chart) => Page.EvaluateAsync<string[]>(
        "i => [...document.querySelectorAll('.chart-canvas')][i].data.flatMap(t => (t.selectedpoints ?? []).map(p => t.customdata[p])).sort()", chart);

    /// <summary>The place of the chart that is farthest from every point, in pixels of the window.</summary>
    public async Task<(float X, float Y)> EmptyPlaceAsync()
    {
        await Page.Locator(".chart-canvas").First.ScrollIntoViewIfNeededAsync();
        var at = await Page.EvaluateAsync<float[]>(
            """
            () => {
              const chart = document.querySelector('.chart-canvas'), box = chart.getBoundingClientRect();
              const { xaxis, yaxis } = chart._fullLayout;
              const points = chart.data.flatMap(t => (t.x ?? []).map((x, i) => [xaxis.d2p(x), yaxis.d2p(t.y[i])]));
              let best = [-1];
              for (let x = 20; x < xaxis._length - 20; x += 8)
                for (let y = 20; y < yaxis._length - 20; y += 8) {
                  const near = Math.min(...points.map(([a, b]) => Math.hypot(a - x, b - y)));
                  if (near > best[0]) best = [near, box.left + xaxis._offset + x, box.top + yaxis._offset + y];
                }
              return best.slice(1);
            }
            """);
        return (at[0], at[1]);
    }

    private async Task BrushAsync(float share)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Select points" }).First.ClickAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('.chart-canvas')._fullLayout.dragmode === 'select'");
        var box = (await Page.Locator(".chart-canvas .nsewdrag").First.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + 2, box.Y + 2);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + share * box.Width / 2, box.Y + box.Height / 2);
        await Page.Mouse.MoveAsync(box.X + share * box.Width - 2, box.Y + box.Height - 2);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Presses a download link; the file.</summary>
    public async Task<string> DownloadAsync(string link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(
            () => Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        Assert.Null(await download.FailureAsync());
        return await download.PathAsync();
    }

    /// <summary>A picture of the window, or of the whole page, for people to look at.</summary>
    public Task<byte[]> PictureAsync(string name, bool whole = false) => Page.ScreenshotAsync(
        new() { Path = Path.Combine(Checkout.Screenshots, $"{name}.png"), FullPage = whole });

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [GeneratedRegex(@"/experiments/(\d+)")]
    private static partial Regex Address();

    private void Keep(string error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }
}
