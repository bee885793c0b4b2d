using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Comparisons;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Web.Live;

namespace NasStudio.Web.Forms;

/// <summary>Configures a comparison and starts its experiments in one click.</summary>
public sealed partial class NewComparison : ComponentBase
{
    private const int MostSeeds = 1000, MostTicked = 5;
    private readonly Dictionary<string, KindFields> _strategies = new(StringComparer.Ordinal);
    private ExperimentForm _form = new();
    private FaultList _faults = FaultList.None;
    private FaultList _spaceFaults = FaultList.None;
    private SearchSpace? _space;
    private string _seeds = "10";
    private string? _faultyStrategy;
    private string? _problem;
    private bool _busy;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private ComparisonService Comparisons { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private ImmutableArray<Metric> Metrics => new ExperimentReader(Catalogues).ReadMetrics(_form.ToJson(Catalogues));

    private int? SeedCount => int.TryParse(_seeds.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is > 0 and <= MostSeeds ? count : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // a table answers at once: where there is one, a comparison begins there
        var templates = ExperimentTemplates.Offered(Catalogues);
        _form = ExperimentForm.From((templates.FirstOrDefault(t => t.Key == "benchmark") ?? templates[0]).Document);
        _form.Name = "Comparison";
        foreach (var entry in Catalogues.Strategies.Entries.Take(MostTicked - 1))
        {
            _strategies[entry.Kind] = new KindFields(entry.Kind);
        }

        LookAtSpace();
    }

    private bool Ticked(StrategyEntry entry) => _strategies.ContainsKey(entry.Kind);

    private void Toggle(StrategyEntry entry) => Change(() =>
    {
        if (!_strategies.Remove(entry.Kind))
        {
            _strategies[entry.Kind] = new KindFields(entry.Kind);
        }
    });

    /// <summary>Takes a change; faults already shown are looked at again.</summary>
    private void Change(Action change)
    {
        change();
        LookAtSpace();
        if (_faults.All.Length > 0)
        {
            Check();
        }
    }

    /// <summary>Objectives and constraints follow what the evaluator measures.</summary>
    private void ChangeEvaluator(KindFields evaluator) => Change(() =>
    {
        _form.Evaluator = evaluator;
        _form.Follow(Metrics);
    });

    private void LookAtSpace()
    {
        var (space, faults) = new ExperimentReader(Catalogues).ReadSpace(_form.ToJson(Catalogues));
        (_space, _spaceFaults) = (space, new FaultList(faults));
    }

    /// <summary>The experiments, in the order of the catalogue; none where something is wrong.</summary>
    private ImmutableArray<ExperimentDocument> Check()
    {
        _form.Seeds = string.Join(", ", Enumerable.Range(0, SeedCount ?? 1));
        var documents = ImmutableArray.CreateBuilder<ExperimentDocument>();
        foreach (var entry in Catalogues.Strategies.Entries.Where(Ticked))
        {
            _form.Strategy = _strategies[entry.Kind];
            var (document, faults) = new ExperimentReader(Catalogues).Read(_form.ToJson(Catalogues));
            if (document is null)
            {
                (_faults, _faultyStrategy) = (new FaultList(faults), entry.Kind);
                return [];
            }

            documents.Add(document);
        }

        (_faults, _faultyStrategy) = (FaultList.None, null);
        return documents.Count == 0 ? [] : Comparisons.Plan(documents[0], documents.Select(document => document.Strategy));
    }

    private async Task StartAsync()
    {
        if (Check() is not { IsEmpty: false } documents)
        {
            return;
        }

        (_busy, _problem) = (true, null);
        try
        {
            var ids = await Comparisons.StartAsync(documents, CancellationToken.None);
            Navigation.NavigateTo($"compare?ids={ComparisonState.Text(ids)}");
        }
        catch (InvalidExperimentException fault)
        {
            _faults = new FaultList(fault.Faults);
        }
        catch (StorageException fault)
        {
            _problem = fault.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>How much work the form asks for, in a sentence.</summary>
    private string Outlook => _strategies.Count == 0 ? "Tick at least one strategy."
        : SeedCount is { } seeds
            && int.TryParse(_form.Evaluations, NumberStyles.None, CultureInfo.InvariantCulture, out var evaluations)
            ? $"{_strategies.Count} {(_strategies.Count == 1 ? "experiment" : "experiments")} of {seeds} {(seeds == 1 ? "seed" : "seeds")}: "
                + $"{Format.Count((long)_strategies.Count * seeds * evaluations)} evaluations in all."
            : "Give a budget and a number of seeds.";
}
