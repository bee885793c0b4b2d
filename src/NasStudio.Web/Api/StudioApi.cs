using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace NasStudio.Web.Api;

/// <summary>The REST interface under /api/v1 and its description at /openapi/v1.json.</summary>
public static class StudioApi
{
    /// <summary>Where every address of the interface begins.</summary>
    public const string Root = "/api/v1";

    /// <summary>How the interface and the command line write JSON: camelCase, enumerations as words.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;   // metric names stay as they are
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    internal static IServiceCollection AddStudioApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        return services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "NasStudio",
                Version = "v1",
                Description = "Configure, run and read experiments of neural architecture search. Errors are problem+json.",
            };
            document.Servers = [];   // whatever address it was fetched from
            return Task.CompletedTask;
        }));
    }

    internal static void MapStudioApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        var api = routes.MapGroup(Root).ProducesProblem(StatusCodes.Status500InternalServerError);
        api.MapExperiments();
        api.MapResults();
        api.MapMotifs();
        api.MapComparisons();
        api.MapCatalogues();
    }
}
