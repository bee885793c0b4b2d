using System.Globalization;
using Microsoft.AspNetCore.Components;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using Radzen;

namespace NasStudio.Web.Panels;

/// <summary>Start, pause, resume, cancel, clone, download, delete.</summary>
public sealed partial class ExperimentActions : ComponentBase
{
    private bool _busy;
    private string? _problem;

    [Inject] private ExperimentService Service { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private DialogService Dialog { get; set; } = default!;

    /// <summary>The experiment.</summary>
    [Parameter, EditorRequired] public ExperimentView View { get; set; } = default!;

    /// <summary>Hears that something was done, so that the page looks at once.</summary>
    [Parameter] public EventCallback Done { get; set; }

    /// <summary>Nothing can be pressed while the server is asked, or before it can hear.</summary>
    private bool IsWaiting => _busy || !RendererInfo.IsInteractive;

    private async Task DoAsync(Func<long, CancellationToken, Task> action)
    {
        (_busy, _problem) = (true, null);
        try
        {
            await action(View.Id, CancellationToken.None);
            await Done.InvokeAsync();
        }
        catch (Exception fault) when (fault is WrongStateException or NotFoundException or StorageException)
        {
            _problem = fault.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task CancelAsync()
    {
        const string Consequence = "It stops for good; the trials found so far are kept. To stop for a while, pause it.";
        if (await ConfirmAsync("Cancel this experiment?", Consequence, "Cancel the experiment"))
        {
            await DoAsync(Service.CancelAsync);
        }
    }

    private Task CloneAsync() => DoAsync(async (id, cancellation) =>
    {
        var clone = await Service.CloneAsync(id, cancellation);
        Navigation.NavigateTo($"experiments/{clone.ToString(CultureInfo.InvariantCulture)}");
    });

    private async Task DeleteAsync()
    {
        const string Consequence = "Its trials, log and checkpoints are deleted and cannot be brought back.";
        if (await ConfirmAsync("Delete this experiment?", Consequence, "Delete"))
        {
            await DoAsync(async (id, cancellation) =>
            {
                await Service.DeleteAsync(id, cancellation);
                Navigation.NavigateTo("");
            });
        }
    }

    private async Task<bool> ConfirmAsync(string title, string text, string ok)
        => await Dialog.Confirm(text, title, new ConfirmOptions { OkButtonText = ok, CancelButtonText = "Keep it" }) == true;
}
