using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Api;
using NasStudio.Web.Live;
using Radzen;

namespace NasStudio.Web;

/// <summary>How a host takes the pages in.</summary>
public static class Extensions
{
    // An experiment file in the form's JSON view: as text of a message up to twice as long.
    private const long LargestMessage = 2 * ExperimentReader.MaxBytes + (1 << 16);

    /// <summary>Adds the pages (interactive server components, Radzen's services, antiforgery) and the REST interface.</summary>
    public static IServiceCollection AddNasStudioWeb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddRadzenComponents();
        services.AddAntiforgery();
        services.AddScoped<IExperimentSource, ExperimentSource>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddStudioApi();
        return services;
    }

    /// <summary>
    /// Maps the pages, their scripts and styles, and the REST interface. Outside a publish and outside Development the host has to call
    /// <c>builder.WebHost.UseStaticWebAssets()</c> before it builds, or libraries' files are not found.
    /// </summary>
    public static WebApplication MapNasStudioWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapStudioApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(
            options => options.ContentSecurityFrameAncestorsPolicy = null);   // the host sends one policy for everything
        return app;
    }
}
