using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Web.Forms;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>Configures an experiment, in a form or as its file, and starts it.</summary>
public sealed partial class NewExperiment : ComponentBase
{
    private ExperimentForm _form = new();
    private FaultList _faults = FaultList.None;
    private FaultList _spaceFaults = FaultList.None;
    private SearchSpace? _space;
    private string _json = "";
    private string? _template;
    private string? _problem;
    private bool _asJson;
    private bool _busy;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private ExperimentService Experiments { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "template")] private string? TemplateKey { get; set; }

    /// <summary>The experiment, the seed of the run and the number of the trial whose architecture is to be trained from scratch.</summary>
    [SupplyParameterFromQuery(Name = "train")] private long? TrainFrom { get; set; }

    [SupplyParameterFromQuery(Name = "seed")] private long? TrainSeed { get; set; }

    [SupplyParameterFromQuery(Name = "trial")] private int? TrainTrial { get; set; }

    /// <summary>Whether it begins with the weights of the run's supernet.</summary>
    [SupplyParameterFromQuery(Name = "inherit")] private bool TrainInherits { get; set; }

    /// <summary>Nothing can be pressed while the server is asked, or before it can hear.</summary>
    private bool IsWaiting => _busy || !RendererInfo.IsInteractive;

    private ImmutableArray<Metric> Metrics => new ExperimentReader(Catalogues).ReadMetrics(_json);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Use(ExperimentTemplates.Offered(Catalogues).FirstOrDefault(t => t.Key == TemplateKey) ?? ExperimentTemplates.All[0]);
        if ((TrainFrom, TrainSeed, TrainTrial) is (long id, long seed, int trial))
        {
            try
            {
                Use(await Experiments.RetrainingAsync(id, seed, trial, TrainInherits, CancellationToken.None), template: null);
            }
            catch (Exception fault) when (fault is NotFoundException or StorageException)
            {
                _problem = fault.Message;
            }
        }
    }

    private void Use(ExperimentTemplate template) => Use(template.Document, template.Key);

    private void Use(ExperimentDocument document, string? template)
    {
        _form = ExperimentForm.From(document);
        _template = template;
        _faults = FaultList.None;
        _json = _form.ToJson(Catalogues);
        LookAtSpace();
    }

    /// <summary>Takes a change of the form; faults already shown are looked at again.</summary>
    private void Change(Action change)
    {
        change();
        _template = null;
        _json = _form.ToJson(Catalogues);
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
        _json = _form.ToJson(Catalogues);
        _form.Follow(Metrics);
    });

    private void TakeJson(ChangeEventArgs e)
    {
        _json = e.Value?.ToString() ?? "";
        _template = null;
        LookAtSpace();
        if (Check() is { } document)
        {
            _form = ExperimentForm.From(document);
        }
    }

    /// <summary>The space is looked at with every change: its preview and its faults are always those of now.</summary>
    private void LookAtSpace()
    {
        var (space, faults) = new ExperimentReader(Catalogues).ReadSpace(_json);
        (_space, _spaceFaults) = (space, new FaultList(faults));
    }

    private ExperimentDocument? Check()
    {
        var (document, faults) = new ExperimentReader(Catalogues).Read(_json);
        _faults = new FaultList(faults);
        return document;
    }

    private void ShowJson() => _asJson = true;

    /// <summary>A file with faults stays in the JSON view: the form could not show all of it.</summary>
    private void ShowForm() => _asJson = _asJson && Check() is null;

    private async Task CreateAsync(bool start)
    {
        if (Check() is not { } document)
        {
            return;
        }

        (_busy, _problem) = (true, null);
        try
        {
            var id = await Experiments.CreateAsync(document, start, CancellationToken.None);
            Navigation.NavigateTo($"experiments/{id.ToString(CultureInfo.InvariantCulture)}");
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

    private string? Invalid(string path) => _faults.At(path) is null ? null : "true";

    /// <summary>How much work the form asks for, in a sentence.</summary>
    private string Outlook
    {
        get
        {
            var seeds = KindFields.Words(_form.Seeds).Length;
            return int.TryParse(_form.Evaluations, NumberStyles.None, CultureInfo.InvariantCulture, out var evaluations) && seeds > 0
                ? $"{Format.Count(evaluations * (long)seeds)} evaluations in all: {Format.Count(evaluations)} for each of "
                    + $"{seeds} {(seeds == 1 ? "seed" : "seeds")}. You can pause, resume or cancel at any time; nothing is lost."
                : "Give a budget and at least one seed.";
        }
    }
}
