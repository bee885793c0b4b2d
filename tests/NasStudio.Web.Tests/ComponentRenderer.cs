using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace NasStudio.Web.Tests;

/// <summary>Renders a component once, as the server does, to look at its HTML.</summary>
internal static class ComponentRenderer
{
    public static Task<string> HtmlAsync<TComponent>(params (string Name, object? Value)[] parameters) where TComponent : IComponent
        => HtmlAsync<TComponent>(new ServiceCollection(), parameters);

    public static async Task<string> HtmlAsync<TComponent>(IServiceCollection services, params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        services.AddLogging();
        services.TryAddSingleton<IJSRuntime>(new NoBrowser());
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, provider.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
            return (await renderer.RenderComponentAsync<TComponent>(view)).ToHtmlString();
        });
    }

    /// <summary>Scripts run in browsers only: a component that calls one while it renders is at fault.</summary>
    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new NotSupportedException();

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
            => throw new NotSupportedException();
    }
}
