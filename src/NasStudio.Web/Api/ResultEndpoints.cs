using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Results;
using NasStudio.Runs.Supernets;

namespace NasStudio.Web.Api;

/// <summary>What runs found: trials, fronts, curves, logs, and the files to download.</summary>
internal static class ResultEndpoints
{
    private const string Json = "application/json";

    public static void MapResults(this IEndpointRouteBuilder api)
    {
        var experiment = api.MapGroup("/experiments/{id:long}").WithTags("Results").ProducesProblem(StatusCodes.Status404NotFound);
        experiment.MapGet("/result", ResultAsync).WithName("DownloadResult")
            .WithSummary("The result file, schema nasstudio/result/v1").Produces(StatusCodes.Status200OK, contentType: Json);
        experiment.MapGet("/trials.csv", TrialsCsvAsync).WithName("DownloadTrials")
            .WithSummary("Every trial of every run as a table").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        experiment.MapGet("/curve", CurveAsync).WithName("GetCurve").WithSummary("Best so far of each run");
        experiment.MapGet("/log", LogAsync).WithName("GetLog").WithSummary("The log, oldest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var run = experiment.MapGroup("/runs/{seed:long}");
        run.MapGet("/trials", TrialsAsync).WithName("ListTrials")
            .WithSummary("Trials that changed after a revision, in the order of their changes")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        run.MapGet("/front", FrontAsync).WithName("GetFront").WithSummary("The feasible trials that no other dominates");
        run.MapGet("/rounds", RoundsAsync).WithName("ListRounds")
            .WithSummary("What the strategy shows of its rounds after a batch: numbers and tables of probabilities");
        run.MapGet("/supernet", SupernetAsync).WithName("DownloadSupernet")
            .WithSummary("The newest checkpoint of a search that shares weights, as an archive: weights, optimiser, distributions")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").ProducesProblem(StatusCodes.Status409Conflict);
        run.MapPost("/supernet/rank", RankAsync).WithName("RankSupernet")
            .WithSummary("How far the order of architectures in the run's supernet agrees with a benchmark's; nothing is trained")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        run.MapPost("/decode", DecodeAsync).WithName("DecodePlace")
            .WithSummary("What the run's strategy has at a place of its latent space, as it stood after its newest batch")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        run.MapGet("/architectures/{trial:int}", ArchitectureAsync).WithName("DownloadArchitecture")
            .WithSummary("One trial's architecture, schema nasstudio/architecture/v1").Produces(StatusCodes.Status200OK, contentType: Json);
    }

    private static async Task<IResult> ResultAsync(
        long id, ExperimentQueries queries, ResultFiles files, CancellationToken cancellation)
    {
        await queries.RequireAsync(id, cancellation);
        return TypedResults.Stream(stream => files.WriteResultAsync(id, stream, cancellation), Json, $"experiment-{id}-result.json");
    }

    private static async Task<IResult> TrialsCsvAsync(
        long id, ExperimentQueries queries, ResultFiles files, CancellationToken cancellation)
    {
        await queries.RequireAsync(id, cancellation);
        return TypedResults.Stream(
            stream => files.WriteTrialsCsvAsync(id, stream, cancellation), "text/csv", $"experiment-{id}-trials.csv");
    }

    private static async Task<IResult> ArchitectureAsync(
        long id, long seed, int trial, ExperimentQueries queries, ResultFiles files, CancellationToken cancellation)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        return await queries.TrialAsync(id, seed, trial, cancellation) is null
            ? throw new NotFoundException($"The run with seed {seed} has no trial {trial}.")
            : TypedResults.Stream(
                stream => files.WriteArchitectureAsync(id, seed, trial, stream, cancellation), Json,
                $"experiment-{id}-seed-{seed}-trial-{trial}.json");
    }

    private static async Task<ImmutableArray<RunCurve>> CurveAsync(
        long id, ExperimentQueries queries, CancellationToken cancellation)
    {
        await queries.RequireAsync(id, cancellation);
        return await queries.CurveAsync(id, cancellation);
    }

    private static async Task<ImmutableArray<RoundView>> RoundsAsync(
        long id, long seed, ExperimentQueries queries, CancellationToken cancellation, int after = -1)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        return await queries.RoundsAsync(id, seed, after, cancellation);
    }

    private static async Task<IResult> SupernetAsync(long id, long seed, SupernetFiles files, CancellationToken cancellation)
        => TypedResults.Stream(
            await files.PackAsync(id, seed, cancellation), "application/zip", $"experiment-{id}-seed-{seed}-supernet.zip");

    private static async Task<SupernetRank> RankAsync(
        long id, long seed, RankingResource ranking, SupernetRanking supernets, CancellationToken cancellation)
    {
        try
        {
            return await supernets.RankAsync(id, seed, ranking.Table, ranking.Options(), (_, _) => { }, cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new BadHttpRequestException(exception.Message);
        }
    }

    private static async Task<DecodedPlace> DecodeAsync(
        long id, long seed, PlaceResource place, ExperimentQueries queries, LatentProbe probe, CancellationToken cancellation)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        try
        {
            return await probe.DecodeAsync(id, seed, place.Latent, cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new BadHttpRequestException(exception.Message);
        }
    }

    private static async Task<Page<LogLine>> LogAsync(
        long id, ExperimentQueries queries, CancellationToken cancellation, long after = 0, int limit = Paging.DefaultLimit)
    {
        Paging.Require(limit);
        await queries.RequireAsync(id, cancellation);
        return Paging.Page(await queries.LogAsync(id, after, limit, cancellation), limit, line => line.Id);
    }

    private static async Task<Page<TrialView>> TrialsAsync(
        long id, long seed, ExperimentQueries queries, CancellationToken cancellation, long after = 0,
        int limit = Paging.DefaultLimit)
    {
        Paging.Require(limit);
        await queries.RequireRunAsync(id, seed, cancellation);
        return Paging.Page(await queries.TrialsAsync(id, seed, after, limit, cancellation), limit, trial => trial.Revision);
    }

    private static async Task<ImmutableArray<TrialView>> FrontAsync(
        long id, long seed, ExperimentQueries queries, CancellationToken cancellation)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        var trials = await queries.TrialsAsync(id, seed, cancellation: cancellation);
        return [.. trials.Where(trial => trial.IsPareto).OrderBy(trial => trial.Number)];
    }
}
