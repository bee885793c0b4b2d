using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Hosting;
using NasStudio.Runs.Persistence;

namespace NasStudio.Tests.Hosting;

/// <summary>A real server on a free port of this machine, with a data folder of its own.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _data;

    private StudioServer(WebApplication app, TemporaryFolder data)
    {
        (_app, _data) = (app, data);
        Client = NewClient();
    }

    /// <summary>A client without cookies or redirects.</summary>
    public HttpClient Client { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one.</summary>
    public static async Task<StudioServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var data = new TemporaryFolder();
        var app = StudioHost.Build(data.Path, ["http://127.0.0.1:0"], settings, services);
        await app.Services.GetRequiredService<StudioDatabase>().MigrateAsync();
        await app.StartAsync();
        return new StudioServer(app, data);
    }

    /// <summary>Another client; <paramref name="handler"/> for one that follows or keeps.</summary>
    public HttpClient NewClient(HttpMessageHandler? handler = null)
        => new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _data.Dispose();
    }
}
