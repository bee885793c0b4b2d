using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Motifs;

/// <summary>Explains the selected architecture, and what it becomes when an operation is changed.</summary>
public sealed partial class ArchitectureWhy : ComponentBase
{
    private (MotifStudy?, string?) _asked;
    private ArchitectureReading? _base;                       // of the selected trial
    private ArchitectureReading? _reading;                    // of what is shown
    private string? _changed;                                 // what is shown instead of the selected trial's
    private (int Part, int Place)? _picked;
    private bool _byShare;
    private bool _isReading;
    private string? _problem;

    /// <summary>The experiment.</summary>
    [Parameter, EditorRequired] public ExperimentView View { get; set; } = default!;

    /// <summary>What was learned.</summary>
    [Parameter, EditorRequired] public MotifStudy Study { get; set; } = default!;

    /// <summary>Trials of all runs.</summary>
    [Parameter, EditorRequired] public ImmutableArray<TrialView> Trials { get; set; } = [];

    /// <summary>The space of the experiment.</summary>
    [Parameter] public SearchSpace? Space { get; set; }

    /// <summary>The selected trial; null while there is none.</summary>
    [Parameter] public TrialView? Selected { get; set; }

    /// <summary>Hears the key of a trial that should be selected.</summary>
    [Parameter] public EventCallback<string> OnSelect { get; set; }

    /// <summary>Hears which motif should be looked at.</summary>
    [Parameter] public EventCallback<StudiedMotif> OnChoose { get; set; }

    private bool IsChoice => Space is ChoiceSpace;

    private string Title => _changed is not null ? $"Changed from trial {Selected!.Number}"
        : Selected is null ? "Why an architecture is good" : $"Why trial {Selected.Number} is {Standing}";

    private string Standing => _base?.Percentile switch
    {
        null => "as it is",
        >= 75 => "good",
        <= 25 => "bad",
        _ => "middling",
    };

    private string Meaning => _byShare
        ? "What starts at each place adds this much to what is expected of the whole, in standard deviations; all shares sum to it. Skips and what is unused add nothing of their own."
        : "How much better the whole is expected to be than with other operations at the same place, on average, in standard deviations.";

    /// <summary>The trial of what is shown, in the run that was learned.</summary>
    private TrialView? Known => _reading is null ? null
        : Trials.FirstOrDefault(t => t.Seed == Study.Seed && t.Native == _reading.Native);

    private double? Measured
    {
        get
        {
            var trial = _changed is null ? Selected : Known;
            return trial is { State: TrialState.Completed, Fidelity: null }
                && trial.Metrics.TryGetValue(Study.Metric.Name, out var value) ? value : null;
        }
    }

    private string? Difference => _changed is null || _base is null || _reading is null ? null
        : $", before {Format.Value(_base.Value.Value, Study.Metric)} ({MotifScore.Signed(_reading.Expected - _base.Expected)} standard deviations)";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var asked = (Study, Selected?.Native);
        if (_asked == asked)
        {
            return;
        }

        var isOther = _asked.Item2 != asked.Native;
        _asked = asked;
        if (isOther)
        {
            (_base, _reading, _changed, _picked) = (null, null, null, null);
        }

        if (asked.Native is not null)
        {
            await ReadAsync(asked.Native, _changed);
        }
    }

    private void Pick((int Part, int Place) place) => _picked = _picked == place ? null : place;

    private Task LookAsync(string? native)
    {
        _changed = native == Selected!.Native ? null : native;
        if (_reading?.Changes.FirstOrDefault(c => c.Native == native) is { Part: { } part, Place: { } place })
        {
            _picked = (part, place);                          // where it was changed, and could be changed again
        }

        return ReadAsync(Selected.Native, _changed);
    }

    private async Task ReadAsync(string native, string? changed)
    {
        var (study, known) = (Study, _base);
        (_isReading, _problem) = (true, null);
        try
        {
            var read = await Task.Run(() => (
                Base: known is not null && ReferenceEquals(_asked.Item1, study) && known.Native == native && changed is not null
                    ? known : study.Read(native),
                Changed: changed is null ? null : study.Read(changed)));
            if (Study == study && Selected?.Native == native && _changed == changed)
            {
                (_base, _reading, _isReading) = (read.Base, read.Changed ?? read.Base, false);
                if (_picked is { } picked && !_reading.Changes.Any(c => c.Part == picked.Part && c.Place == picked.Place))
                {
                    _picked = null;
                }
            }
        }
        catch (FormatException fault)
        {
            (_problem, _isReading) = (fault.Message, false);
        }
    }
}
