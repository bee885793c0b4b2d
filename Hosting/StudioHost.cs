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
    /// <param name="configure">Changes the builder last (tests).</param>
    /// <exception cref="StartException">The configuration is refused.</exception>
    public static WebApplication Build(
        string dataFolder, IReadOnlyList<string>? urls = null, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "NasStudio",
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        var token = builder.Configuration["Studio:AccessToken"] is { Length: > 0 } secret ? new AccessToken(secret) : null;
        var addresses = urls ?? ListenAddresses.From(builder.Configuration);
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
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<PrometheusMetrics>();
        builder.Services.AddNasStudioWeb();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
        app.UseSecurityHeaders();
        token?.Use(app);
        token?.Map(app);
        app.MapHealthChecks("/healthz");
        app.MapGet("/metrics", (PrometheusMetrics metrics) => TypedResults.Text(metrics.Render(), "text/plain; version=0.0.4"))
            .ExcludeFromDescription();
        app.MapNasStudioWeb();
        return app;
    }
}
