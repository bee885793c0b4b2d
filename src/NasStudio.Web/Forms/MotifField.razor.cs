using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Web.Forms;

/// <summary>Chooses the motifs that guide a search: a file, or what the first run of an experiment teaches.</summary>
public sealed partial class MotifField : ComponentBase
{
    private const int MostOffered = 50;
    private ImmutableArray<ExperimentSummary> _experiments = [];
    private string? _chosen;
    private string? _problem;
    private bool _busy;
    private int _files;                                       // another file box for each file that was taken

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private ExperimentQueries Experiments { get; set; } = default!;

    [Inject] private MotifQueries Motifs { get; set; } = default!;

    /// <summary>The option.</summary>
    [Parameter, EditorRequired] public OptionDescriptor Option { get; set; } = default!;

    /// <summary>Identity of the control in the page.</summary>
    [Parameter, EditorRequired] public string Id { get; set; } = "";

    /// <summary>The motif file's text; empty for none.</summary>
    [Parameter] public string Value { get; set; } = "";

    /// <summary>Hears the text of another file, or an empty one.</summary>
    [Parameter] public EventCallback<string> Changed { get; set; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    [Parameter] public string? Fault { get; set; }

    private string HelpId => $"{Id}-help";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            var all = await Experiments.ListAsync();
            _experiments = [.. all.Where(e => e.Completed >= MotifQueries.FewestTrials).Take(MostOffered)];
        }
        catch (StorageException fault)
        {
            _problem = fault.Message;
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
        => _chosen = Value.Length > 0 && MotifFile.Read(Value, Catalogues).File is { } file ? Describe(file) : null;

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        (_problem, _files) = (null, _files + 1);
        try
        {
            using var reader = new StreamReader(chosen.File.OpenReadStream(MotifFile.MaxBytes));
            await TakeAsync(await reader.ReadToEndAsync());
        }
        catch (IOException)
        {
            _problem = $"{chosen.File.Name} has {chosen.File.Size} bytes; a motif file may have {MotifFile.MaxBytes}.";
        }
    }

    private async Task LearnAsync(ChangeEventArgs chosen)
    {
        if (!long.TryParse(chosen.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return;
        }

        (_problem, _busy) = (null, true);
        try
        {
            if (await Experiments.GetAsync(id) is { } experiment)
            {
                await TakeAsync((await Motifs.FileAsync(id, experiment.Document.Seeds[0])).Write());
            }
        }
        catch (Exception fault) when (fault is NotFoundException or WrongStateException or StorageException)
        {
            _problem = fault.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task TakeAsync(string text)
    {
        var (file, faults) = MotifFile.Read(text, Catalogues);
        if (file is null)
        {
            _problem = $"This is no motif file. {faults[0]}";
            return;
        }

        await SetAsync(text);
    }

    private Task SetAsync(string text) => Changed.InvokeAsync(text);

    private static string Describe(MotifFile file)
    {
        int Count(MotifClass of) => file.Set.Motifs.Count(m => m.Class == of);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Count(MotifClass.Good)} good and {Count(MotifClass.Bad)} bad motifs, learned from {file.LearnedFrom.Architectures} architectures of “{file.LearnedFrom.Experiment}” ({file.Space.Kind}, {file.LearnedFrom.Objective.Metric}).");
    }
}
