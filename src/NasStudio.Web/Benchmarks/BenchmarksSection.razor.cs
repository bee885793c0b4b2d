using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Live;

namespace NasStudio.Web.Benchmarks;

/// <summary>The benchmarks of the shelf.</summary>
public sealed partial class BenchmarksSection : ComponentBase
{
    private ImmutableArray<BenchmarkView> _list = [];
    private string? _deleting;
    private string? _problem;

    [Inject] private BenchmarkQueries Queries { get; set; } = default!;

    [Inject] private BenchmarkShelf Shelf { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The benchmark that is plotted; null for none.</summary>
    [Parameter] public string? Benchmark { get; set; }

    /// <summary>The metric across; null for the usual one.</summary>
    [Parameter] public string? X { get; set; }

    /// <summary>The metric up; null for the usual one.</summary>
    [Parameter] public string? Y { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _list = Queries.List();

    private void Choose(string? name)
    {
        _list = Queries.List();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { ["benchmark"] = name, ["x"] = null, ["y"] = null }));
    }

    private void Delete(string name)
    {
        (_deleting, _problem) = (null, null);
        try
        {
            Shelf.Delete(name);
        }
        catch (Exception fault) when (fault is NotFoundException or IOException or UnauthorizedAccessException)
        {
            _problem = fault.Message;
        }

        _list = Queries.List();
    }

    private string SpaceTitle(string kind) => Catalogues.Spaces.Find(kind)?.Title ?? kind;

    private static string Value(double? value) => value switch
    {
        null => "",
        { } large when Math.Abs(large) >= 1e5 => Format.Number(large),
        { } number => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Use(MetricRole role) => role switch
    {
        MetricRole.Test => "only reported",
        MetricRole.Cost => "cost",
        _ => "searched on",
    };

    private static string Regret(BenchmarkColumnView column) => column switch
    {
        { Metric.Role: MetricRole.Cost } => "exact",
        { Reliability: null } => "shown; reliability not stated",
        { ShowsRegret: true } => $"shown; reliability {Value(column.Reliability)}",
        _ => $"not shown: reliability {Value(column.Reliability)} is below 0.8",
    };
}
