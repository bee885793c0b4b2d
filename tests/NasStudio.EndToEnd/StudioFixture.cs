using Microsoft.Playwright;

namespace NasStudio.EndToEnd;

/// <summary>One studio on an empty data folder and one headless Chromium, shared by the tests of a class.</summary>
public sealed class StudioFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nasstudio-e2e-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal StudioProcess Studio { get; private set; } = null!;

    /// <summary>Where screenshots and downloads of the tests go.</summary>
    internal string Artifacts { get; } = Directory.CreateDirectory(
        Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    public async Task InitializeAsync()
    {
        Studio = await StudioProcess.StartAsync(Path.Combine(_folder, "data"));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page in a fresh profile that remembers every error its console shows.</summary>
    internal async Task<StudioPage> OpenAsync(string path, int width = 1280, int height = 900, bool dark = false)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Studio.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        var studioPage = new StudioPage(context, page);
        await page.GotoAsync(path);
        return studioPage;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (Studio is not null)
        {
            await Studio.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A browser page and the errors it has shown so far.</summary>
internal sealed class StudioPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public StudioPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
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

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Keep(string error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }
}
