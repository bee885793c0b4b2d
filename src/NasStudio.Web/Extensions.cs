using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NasStudio.Web.Live;
using Radzen;

namespace NasStudio.Web;

/// <summary>How a host takes the pages in.</summary>
public static class Extensions
{
    /// <summary>Adds the pages: interactive server components, Radzen's services, antiforgery.</summary>
    public static IServiceCollection AddNasStudioWeb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddAntiforgery();
        services.AddScoped<IExperimentSource, ExperimentSource>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>
    /// Maps the pages and their scripts and styles. Outside a publish and outside Development the host has to call
    /// <c>builder.WebHost.UseStaticWebAssets()</c> before it builds, or libraries' files are not found.
    /// </summary>
    public static WebApplication MapNasStudioWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
