using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Api;

/// <summary>Create, list, start, pause, resume, cancel, clone, delete, watch.</summary>
internal static class ExperimentEndpoints
{
    private const string Json = "application/json";

    public static void MapExperiments(this IEndpointRouteBuilder api)
    {
        var experiments = api.MapGroup("/experiments").WithTags("Experiments");
        experiments.MapPost("/", CreateAsync).WithName("CreateExperiment")
            .WithSummary("Create an experiment from an experiment file; ?start=true starts it")
            .Accepts<JsonObject>(Json).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        experiments.MapGet("/", ListAsync).WithName("ListExperiments").WithSummary("The newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var one = experiments.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("/", GetAsync).WithName("GetExperiment").WithSummary("An experiment with all its runs");
        one.MapDelete("/", DeleteAsync).WithName("DeleteExperiment")
            .WithSummary("Delete an experiment that is not running, with all it found")
            .ProducesProblem(StatusCodes.Status409Conflict);
        MapChange("start", (service, id, cancellation) => service.StartAsync(id, cancellation), "Start a draft");
        MapChange("pause", (service, id, cancellation) => service.PauseAsync(id, cancellation), "Pause; can be resumed");
        MapChange("resume", (service, id, cancellation) => service.ResumeAsync(id, cancellation), "Resume what was paused");
        MapChange("cancel", (service, id, cancellation) => service.CancelAsync(id, cancellation), "Stop for good; what was found is kept");
        one.MapPost("/clone", CloneAsync).WithName("CloneExperiment").WithSummary("A new draft with the same configuration");
        one.MapGet("/events", EventsAsync).WithName("WatchExperiment")
            .WithSummary("Server-sent events: state, trial, progress, log; each says that something has changed")
            .Produces<ChangeResource>(StatusCodes.Status200OK, "text/event-stream");

        void MapChange(string verb, Func<ExperimentService, long, CancellationToken, Task> change, string summary)
            => one.MapPost($"/{verb}", async Task<NoContent> (long id, ExperimentService service, CancellationToken cancellation) =>
                {
                    await change(service, id, cancellation);
                    return TypedResults.NoContent();
                })
                .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Experiment").WithSummary(summary)
                .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<CreatedAtRoute<CreatedResource>> CreateAsync(
        HttpRequest request, ExperimentReader reader, ExperimentService service, CancellationToken cancellation, bool start = false)
    {
        var (document, faults) = reader.Read(await ReadTextAsync(request, cancellation));
        var id = document is null
            ? throw new InvalidExperimentException(faults)
            : await service.CreateAsync(document, start, cancellation);
        return TypedResults.CreatedAtRoute(new CreatedResource(id), "GetExperiment", new RouteValueDictionary { ["id"] = id });
    }

    private static async Task<Page<ExperimentSummary>> ListAsync(
        ExperimentQueries queries, CancellationToken cancellation, long after = long.MaxValue, int limit = Paging.DefaultLimit)
    {
        Paging.Require(limit);
        var older = (await queries.ListAsync(cancellation)).Where(experiment => experiment.Id < after);
        return Paging.Page([.. older.Take(limit)], limit, experiment => experiment.Id);
    }

    private static async Task<ExperimentResource> GetAsync(long id, ExperimentQueries queries, CancellationToken cancellation)
        => ExperimentResource.Of(await queries.RequireAsync(id, cancellation));

    private static async Task<NoContent> DeleteAsync(long id, ExperimentService service, CancellationToken cancellation)
    {
        await service.DeleteAsync(id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<CreatedAtRoute<CreatedResource>> CloneAsync(
        long id, ExperimentService service, CancellationToken cancellation)
    {
        var clone = await service.CloneAsync(id, cancellation);
        return TypedResults.CreatedAtRoute(new CreatedResource(clone), "GetExperiment", new RouteValueDictionary { ["id"] = clone });
    }

    private static async Task<IResult> EventsAsync(
        long id, ExperimentQueries queries, LiveFeed feed, CancellationToken cancellation)
    {
        await queries.RequireAsync(id, cancellation);
        return TypedResults.ServerSentEvents(EventStream.Of(feed, id, cancellation));
    }

    /// <summary>The body as text, refused beyond the size of an experiment file before it is read.</summary>
    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (text.Append(buffer, 0, read).Length > ExperimentReader.MaxBytes)
            {
                throw new BadHttpRequestException(
                    $"An experiment file may have {ExperimentReader.MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return text.ToString();
    }
}
