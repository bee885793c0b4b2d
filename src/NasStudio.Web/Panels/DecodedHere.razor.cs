using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Panels;

/// <summary>Asks what a place of the latent space decodes to, shows it, and has it evaluated.</summary>
public sealed partial class DecodedHere : ComponentBase, IDisposable
{
    private CancellationTokenSource _asking = new();
    private (long Id, long Seed, ImmutableArray<double> Latent) _asked;
    private DecodedPlace? _place;
    private bool _isDecoding;
    private bool _isEvaluating;
    private long? _experiment;
    private string? _problem;

    [Inject] private IExperimentSource Source { get; set; } = default!;

    /// <summary>The experiment.</summary>
    [Parameter, EditorRequired] public ExperimentView View { get; set; } = default!;

    /// <summary>Seed of the run whose latent space it is.</summary>
    [Parameter, EditorRequired] public long Seed { get; set; }

    /// <summary>The place.</summary>
    [Parameter, EditorRequired] public ImmutableArray<double> Latent { get; set; }

    /// <summary>The space of the experiment; null when the studio does not know it.</summary>
    [Parameter] public SearchSpace? Space { get; set; }

    /// <summary>Hears that it should go away.</summary>
    [Parameter] public EventCallback OnClose { get; set; }

    /// <summary>Hears the key of a trial that should be shown (<see cref="TrialKey"/>).</summary>
    [Parameter] public EventCallback<string> OnSelect { get; set; }

    private DecodedView? Decoded => _place?.Architecture;

    private string Standing => _isDecoding ? "Asking the generator; the first time takes a moment"
        : _place is not { } place ? ""
        : place.Architecture is null ? "The likeliest graph of this place is no valid architecture; try another place"
        : $"The likeliest architecture of this place, as the generator stood after batch {place.Batch}";

    /// <summary>How far the place is from the architecture's own; null where it has none.</summary>
    private double? OwnDistance => Decoded?.Latent is { } own && own.Length == Latent.Length
        ? Math.Sqrt(own.Zip(Latent, (a, b) => (a - b) * (a - b)).Sum()) : null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_asked == (View.Id, Seed, Latent))
        {
            return;
        }

        _asked = (View.Id, Seed, Latent);
        var token = AskAnew();
        (_place, _experiment, _problem, _isDecoding) = (null, null, null, true);
        try
        {
            var place = await Source.DecodeAsync(View.Id, Seed, Latent, token);
            if (!token.IsCancellationRequested)
            {
                (_place, _isDecoding) = (place, false);
            }
        }
        catch (OperationCanceledException)
        {
            // another place was asked for, or nobody looks any more
        }
        catch (Exception fault) when (fault is WrongStateException or NotFoundException or StorageException or ArgumentException)
        {
            if (!token.IsCancellationRequested)
            {
                (_problem, _isDecoding) = (fault.Message, false);
            }
        }
    }

    private CancellationToken AskAnew()
    {
        _asking.Cancel();
        _asking.Dispose();
        _asking = new();
        return _asking.Token;
    }

    private async Task EvaluateAsync()
    {
        var asked = _asked;
        (_isEvaluating, _problem) = (true, null);
        try
        {
            var made = await Source.EvaluateOneAsync(
                View.Id, Seed, Decoded!.Native, "Decoded from ", CancellationToken.None);
            if (asked == _asked)
            {
                _experiment = made;
            }
        }
        catch (Exception fault) when (fault is InvalidExperimentException or NotFoundException or StorageException)
        {
            _problem = fault.Message;
        }
        finally
        {
            _isEvaluating = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asking.Cancel();
        _asking.Dispose();
    }
}
