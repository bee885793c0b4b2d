using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Api;

/// <summary>What an experiment file may name.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogues(this IEndpointRouteBuilder api)
    {
        var catalogues = api.MapGroup("").WithTags("Catalogues");
        catalogues.MapGet("/spaces", (StudioCatalogues known) => known.Spaces.Entries.Select(SpaceResource.Of).ToImmutableArray())
            .WithName("ListSpaces").WithSummary("Search spaces with their option schemas");
        catalogues.MapGet("/strategies", (StudioCatalogues known) => known.Strategies.Entries.Select(KindResource.Of).ToImmutableArray())
            .WithName("ListStrategies").WithSummary("Strategies with their option schemas");
        catalogues.MapGet("/evaluators", (StudioCatalogues known) => known.Evaluators.Entries.Select(Evaluator).ToImmutableArray())
            .WithName("ListEvaluators").WithSummary("Evaluators with their option schemas and metrics");
        catalogues.MapGet("/benchmarks", (BenchmarkQueries queries) => queries.List())
            .WithName("ListBenchmarks").WithSummary("Benchmarks that were imported, with their metrics");
        catalogues.MapGet("/surrogates", (BenchmarkShelf shelf) => shelf.Surrogates.List())
            .WithName("ListSurrogates").WithSummary("Benchmarks that predict, with what cross-validation found");
        catalogues.MapGet("/datasets", (DataSetQueries queries) => queries.List())
            .WithName("ListDataSets").WithSummary("Data sets, and where they are");
        catalogues.MapGet("/templates", (StudioCatalogues known) => ExperimentTemplates.Offered(known).Select(Template).ToImmutableArray())
            .WithName("ListTemplates").WithSummary("Experiments to start from");
    }

    private static EvaluatorResource Evaluator(EvaluatorEntry entry)
        => new(entry.Kind, entry.Title, entry.Summary, entry.Version, entry.Options,
            entry.Metrics(OptionValues.Defaults));

    private static TemplateResource Template(ExperimentTemplate template)
        => new(template.Key, template.Title, template.Summary, ExperimentWriter.ToJson(template.Document));
}
