using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Experiments;

namespace NasStudio.Web.Api;

/// <summary>Experiments side by side: the table, every point, the report.</summary>
internal static class ComparisonEndpoints
{
    public static void MapComparisons(this IEndpointRouteBuilder api)
    {
        var comparisons = api.MapGroup("/comparisons").WithTags("Comparisons")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        comparisons.MapGet("/", TableAsync).WithName("CompareExperiments")
            .WithSummary("Means, tests against a baseline and warnings; ?ids=1,2,3, with &baseline= for another than random search");
        comparisons.MapGet("/points.csv", PointsAsync).WithName("DownloadComparisonPoints")
            .WithSummary("Every point of every run in long form").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        comparisons.MapGet("/report.html", ReportAsync).WithName("DownloadComparisonReport")
            .WithSummary("Curves, table, warnings and settings in one file that needs nothing else")
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
    }

    private static async Task<ComparisonResource> TableAsync(
        string ids, ComparisonService comparisons, CancellationToken cancellation, long? baseline = null)
        => ComparisonResource.Of(await ReadAsync(ids, comparisons, cancellation), baseline);

    private static async Task<IResult> PointsAsync(string ids, ComparisonService comparisons, CancellationToken cancellation)
    {
        var comparison = await ReadAsync(ids, comparisons, cancellation);
        return TypedResults.Stream(
            stream => ComparisonFiles.WriteCsvAsync(comparison, stream, cancellation), "text/csv", "comparison.csv");
    }

    private static async Task<IResult> ReportAsync(
        string ids, ComparisonService comparisons, TimeProvider time, CancellationToken cancellation, long? baseline = null)
    {
        var comparison = await ReadAsync(ids, comparisons, cancellation);
        return TypedResults.File(
            Encoding.UTF8.GetBytes(ComparisonReport.Write(comparison, baseline, time.GetUtcNow())), "text/html; charset=utf-8",
            "comparison.html");
    }

    private static async Task<Comparison> ReadAsync(string ids, ComparisonService comparisons, CancellationToken cancellation)
    {
        var numbers = ids.Split(',').Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id : throw new BadHttpRequestException($"ids is \"{ids}\"; allowed are numbers of experiments, parted by commas."));
        return await comparisons.Open(numbers).ReadAsync(cancellation)
            ?? throw new NotFoundException($"None of the experiments {ids} exists.");
    }
}
