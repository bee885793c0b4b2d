using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace NasStudio.Web.Charts;

/// <summary>
/// Draws a <see cref="ChartSpec"/> and keeps it up to date by sending what changed. The script holds the chart by an
/// id, never by the element: a chart that is disposed of after its element has gone does not hurt the circuit.
/// </summary>
public sealed partial class Chart : ComponentBase, IAsyncDisposable
{
    private readonly string _id = $"chart-{Interlocked.Increment(ref _count)}";
    private static long _count;
    private IJSObjectReference? _script;
    private DotNetObjectReference<Chart>? _self;
    private ChartSpec? _shown;
    private ChartManners? _manners;
    private BrushShape? _brush;
    private string? _problem;
    private bool _sending;
    private bool _disposed;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    /// <summary>What to show.</summary>
    [Parameter, EditorRequired] public ChartSpec Spec { get; set; } = default!;

    /// <summary>Height, as CSS.</summary>
    [Parameter] public string Height { get; set; } = "420px";

    /// <summary>Hears the key of a point that was clicked.</summary>
    [Parameter] public EventCallback<string> OnSelect { get; set; }

    /// <summary>Hears -1 and 1 when the arrow keys ask for the point before or after the selected one.</summary>
    [Parameter] public EventCallback<int> OnStep { get; set; }

    /// <summary>Hears the keys of the points that were brushed, none to end it; without a listener there is no
    /// brush.</summary>
    [Parameter] public EventCallback<ImmutableArray<string>> OnBrush { get; set; }

    /// <summary>Hears of a click where no point is.</summary>
    [Parameter] public EventCallback<ChartPlace> OnPlace { get; set; }

    private ChartManners Manners => new(OnBrush.HasDelegate ? _brush : null, OnPlace.HasDelegate);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_sending)
        {
            return;                                  // the send that is under way looks at Spec again when it is done
        }

        _sending = true;
        try
        {
            while (!_disposed && _problem is null && (!ReferenceEquals(_shown, Spec) || _manners != Manners))
            {
                await SendAsync(Spec, Manners);
            }
        }
        catch (JSDisconnectedException)
        {
        }
        catch (JSException fault)
        {
            _problem = fault.Message.Split('\n')[0];
            StateHasChanged();
        }
        finally
        {
            _sending = false;
        }
    }

    private async Task SendAsync(ChartSpec wanted, ChartManners manners)
    {
        _script ??= await Js.InvokeAsync<IJSObjectReference>("import", "./_content/NasStudio.Web/chart.js");
        var delta = ChartDelta.Between(_shown, wanted);
        if (delta.IsWhole)
        {
            _self ??= DotNetObjectReference.Create(this);
            await _script.InvokeVoidAsync("draw", _id, wanted, _self, manners, wanted.View.Brushed);
        }
        else if (!delta.IsEmpty || _shown!.View != wanted.View || _manners != manners)
        {
            ImmutableArray<string>? brushed = _shown!.View.Brushed == wanted.View.Brushed ? null : wanted.View.Brushed;
            await _script.InvokeVoidAsync("change", _id, delta.Changes, wanted.View, manners, brushed);
        }

        (_shown, _manners) = (wanted, manners);
    }

    /// <summary>Called by the script: a point was clicked.</summary>
    [JSInvokable]
    public Task PointClicked(string key) => InvokeAsync(() => OnSelect.InvokeAsync(key));

    /// <summary>Called by the script: points were brushed, or the brush was put away.</summary>
    /// <param name="keys">Their keys, parted by blanks; null for none.</param>
    [JSInvokable]
    public async Task PointsBrushed(IJSStreamReference? keys)
    {
        var brushed = await Brushed.ReadAsync(keys);
        await InvokeAsync(() => OnBrush.InvokeAsync(brushed));
    }

    /// <summary>Called by the script: a place without a point was clicked.</summary>
    [JSInvokable]
    public Task PlaceClicked(double x, double y) => InvokeAsync(() => OnPlace.InvokeAsync(new(x, y)));

    /// <summary>Has the browser save what is shown.</summary>
    /// <param name="format">"png" or "svg".</param>
    /// <param name="name">Name of the file, without its ending.</param>
    public async Task DownloadAsync(string format, string name)
    {
        try
        {
            if (_script is not null && _shown is not null)
            {
                await _script.InvokeVoidAsync("download", _id, format, name);
            }
        }
        catch (JSDisconnectedException)
        {
        }
    }

    private Task KeyAsync(KeyboardEventArgs e) => e.Key switch
    {
        "ArrowLeft" => OnStep.InvokeAsync(-1),
        "ArrowRight" => OnStep.InvokeAsync(1),
        "Escape" => EndBrushAsync(),
        _ => Task.CompletedTask,
    };

    private Task EndBrushAsync()
    {
        _brush = null;
        return Spec.View.Brushed.IsEmpty ? Task.CompletedTask : OnBrush.InvokeAsync([]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("dispose", _id);
                await _script.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException or TaskCanceledException)
        {
        }

        _self?.Dispose();
    }
}
