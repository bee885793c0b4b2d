using Microsoft.AspNetCore.DataProtection;
using NasStudio.Web;

namespace NasStudio.Hosting;

/// <summary>Puts the web program together: services, security, pages, REST.</summary>
public static class StudioHost
{
    /// <summary>The largest request body; an experiment file may have 1 MiB.</summary>
    private const long MaxBodyBytes = 4L << 20;

    /// <summary>Builds the server without starting it.</summary>
    /// <param name="dataFolder">Absolute path; exists.</param>
    /// <param name="urls">Addresses to listen on; null for those of the configuration.</param>
    /// <param name="settings">Settings that come before all others (tests); null for none.</param>
    /// <param name="services">Changes the services last (tests); null for none.</param>
    /// <exception cref="StartException">The configuration is refused.</exception>
    public static WebApplication Build(
        string dataFolder, IReadOnlyList<string>? urls = null, IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "NasStudio",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var token = builder.Configuration["Studio:AccessToken"] is { Length: > 0 } secret
            ? new AccessToken(secret)
            : null;
        var addresses = ListenAddresses.From(builder.Configuration, urls);
        ListenAddresses.Require(addresses, token is not null);
        ListenAddresses.RequireFree(addresses);

        builder.WebHost.UseStaticWebAssets();   // a manifest is there only beside an unpublished build
        builder.WebHost.UseUrls([.. addresses]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddDataProtection().SetApplicationName("NasStudio")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(dataFolder, "keys")));
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        builder.Services.AddSingleton<PrometheusMetrics>();
        builder.Services.AddStudio(builder.Configuration, dataFolder, takesQueuedRuns: true);
        builder.Services.AddNasStudioWeb();
        services?.Invoke(builder.Services);

        var app = builder.Build();
        var metrics = app.Services.GetRequiredService<PrometheusMetrics>();   // counts from now on
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseSecurityHeaders();
        token?.Use(app);
        token?.Map(app);
        app.MapHealthChecks("/healthz");
        app.MapGet("/metrics", () => TypedResults.Text(metrics.Render(), "text/plain; version=0.0.4"))
            .ExcludeFromDescription();
        app.MapNasStudioWeb();
        return app;
    }
}
