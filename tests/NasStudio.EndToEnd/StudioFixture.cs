using Microsoft.Playwright;

namespace NasStudio.EndToEnd;

/// <summary>One studio on an empty data folder and one headless Chromium, shared by the tests of a class.</summary>
public sealed class StudioFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-e2e-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal StudioProcess Studio { get; private set; } = null!;

    /// <summary>The studio's data folder.</summary>
    internal string DataFolder => Path.Combine(_folder.FullName, "data");

    public async Task InitializeAsync()
    {
        Studio = await StudioProcess.StartAsync(DataFolder);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Stops the studio, changes something in its folder, and starts it again.</summary>
    internal async Task RestartAsync(Action<string> change)
    {
        await Studio.DisposeAsync();
        change(DataFolder);
        Studio = await StudioProcess.StartAsync(DataFolder);
    }

    /// <summary>A page in a fresh profile that remembers every error its console shows.</summary>
    internal async Task<StudioPage> OpenAsync(string path, int width = 1280, int height = 900, bool dark = false, bool isTouch = false)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Studio.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = isTouch,
            IsMobile = isTouch,
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

        _folder.Delete(recursive: true);
    }
}
