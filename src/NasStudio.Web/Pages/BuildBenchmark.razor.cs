using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Benchmarks.Building;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Forms;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>Begins, shows and stops the building of benchmarks.</summary>
public sealed partial class BuildBenchmark : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly LookLoop _loop = new();
    private IReadOnlyList<BenchmarkRecipe> _recipes = [];
    private ImmutableArray<BuildView> _builds = [];
    private RecipeForm _form = new();
    private FaultList _faults = FaultList.None;
    private string? _problem;

    [Inject] private BenchmarkBuilds Builds { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    // What is looked up was measured already.
    private IReadOnlyList<EvaluatorEntry> Evaluators => [.. Catalogues.Evaluators.Entries.Where(entry => !entry.IsInstant)];

    private ImmutableArray<Metric> Metrics
        => BenchmarkRecipe.MetricsOf(new KindChoice(_form.Evaluator.Kind), Catalogues);

    private string Outlook
    {
        get
        {
            var size = Catalogues.Spaces.Find(_form.Space.Kind) is { IsUserDefined: false } entry
                ? entry.Create(OptionValues.Defaults).Size : null;
            var seeds = KindFields.Words(_form.Seeds).Length;
            return size is { } count
                ? $"The space has {Format.Count(count)} architectures; each isomorphism class is measured with "
                    + $"{seeds} {(seeds == 1 ? "seed" : "seeds")}. How long it takes shows after a few."
                : "Choose a space that can be counted.";
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _recipes = ShippedRecipes.All(Catalogues);
        _builds = Builds.List();
        if (_recipes.Count > 0)
        {
            Use(_recipes[0]);
        }

        if (RendererInfo.IsInteractive)
        {
            _loop.Start(Beat, Time, LookAgainAsync);
        }
    }

    private Task LookAgainAsync() => InvokeAsync(() =>
    {
        var builds = Builds.List();
        if (!builds.SequenceEqual(_builds))
        {
            _builds = builds;
            StateHasChanged();
        }
    });

    private void Use(BenchmarkRecipe recipe) => (_form, _faults, _problem) = (RecipeForm.From(recipe), FaultList.None, null);

    private void Change(Action change)
    {
        change();
        if (_faults.All.Length > 0)
        {
            Check();
        }
    }

    private void Keep(string metric, bool keep)
        => Change(() => _ = keep ? _form.Metrics.Add(metric) : _form.Metrics.Remove(metric));

    private BenchmarkRecipe? Check()
    {
        var (recipe, faults) = BenchmarkRecipe.Read(_form.ToJson(Catalogues), Catalogues);
        _faults = new FaultList(faults);
        return recipe;
    }

    private void Start()
    {
        if (Check() is { } recipe)
        {
            Begin(() => Builds.Start(recipe));
        }
    }

    private void GoOn(string name) => Begin(() => Builds.GoOn(name));

    private void Begin(Action begin)
    {
        _problem = null;
        try
        {
            begin();
            _builds = Builds.List();
        }
        catch (Exception problem) when (problem is BuildException or IOException or UnauthorizedAccessException)
        {
            _problem = problem.Message;
        }
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Style(BuildState state) => state switch
    {
        BuildState.Running => "running",
        BuildState.Completed => "done",
        BuildState.Failed => "bad",
        _ => "wait",
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _loop.DisposeAsync();
}
