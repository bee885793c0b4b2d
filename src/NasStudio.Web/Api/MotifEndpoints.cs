using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Api;

/// <summary>The motifs of a run and how far they can be trusted.</summary>
/// <param name="Objective">Metric of the objective.</param>
/// <param name="Trials">How many completed full trials the run has.</param>
/// <param name="Learned">How many of them were learned.</param>
/// <param name="Depth">How many steps the model sees from each operation.</param>
/// <param name="Definitions">What each score is, in words.</param>
/// <param name="Motifs">The motifs that tell architectures from each other, best effect first.</param>
/// <param name="Calibration">What the model says of each trial when that is left out.</param>
public sealed record MotifsResource(
    string Objective, int Trials, int Learned, int Depth, ImmutableSortedDictionary<string, string> Definitions,
    ImmutableArray<StudiedMotif> Motifs, Calibration Calibration);

/// <summary>What a run's trials teach about the pieces of architectures.</summary>
internal static class MotifEndpoints
{
    public static void MapMotifs(this IEndpointRouteBuilder api)
    {
        var run = api.MapGroup("/experiments/{id:long}/runs/{seed:long}").WithTags("Motifs")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        run.MapGet("/motifs/study", StudyAsync).WithName("StudyMotifs")
            .WithSummary("Motifs of an objective (the first where none is named), what their scores mean, and how far they can be trusted");
        run.MapGet("/motifs/explanation", ExplanationAsync).WithName("ExplainArchitecture")
            .WithSummary("What is expected of any architecture of the space, place by place and change by change")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<MotifsResource> StudyAsync(
        long id, long seed, ExperimentQueries queries, MotifQueries motifs, CancellationToken cancellation,
        string? objective = null)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        var study = await motifs.StudyAsync(id, seed, objective, null, cancellation);
        return new(
            study.Metric.Name, study.Trials, study.Learned, study.Depth, MotifDefinitions.All, study.Motifs,
            study.Calibration);
    }

    private static async Task<ArchitectureReading> ExplanationAsync(
        long id, long seed, string architecture, ExperimentQueries queries, MotifQueries motifs,
        CancellationToken cancellation, string? objective = null)
    {
        await queries.RequireRunAsync(id, seed, cancellation);
        var study = await motifs.StudyAsync(id, seed, objective, null, cancellation);
        try
        {
            return study.Read(architecture);
        }
        catch (FormatException exception)
        {
            throw new BadHttpRequestException(exception.Message);
        }
    }
}
