using Microsoft.AspNetCore.Components;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Pages;

/// <summary>The list of experiments, kept up to date.</summary>
public sealed partial class Experiments : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private ExperimentSummary[]? _list;
    private IDisposable? _subscription;
    private Task? _loop;
    private string? _problem;
    private int _stale = 1;

    [Inject] private ExperimentQueries Queries { get; set; } = default!;

    [Inject] private LiveFeed Feed { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    private string Count => _list?.Length switch
    {
        null or 0 => "Searches for good network architectures.",
        1 => "One experiment.",
        var n => $"{n} experiments, the newest first.",
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (RendererInfo.IsInteractive)
        {
            _subscription = Feed.Subscribe(null, _ => Interlocked.Exchange(ref _stale, 1));
            _loop = Task.Run(LoopAsync);
        }
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Beat, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (Interlocked.Exchange(ref _stale, 0) == 1)
                {
                    await InvokeAsync(async () =>
                    {
                        await ReadAsync();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var read = await Queries.ListAsync(_stop.Token);
            (_list, _problem) = ([.. read], null);
        }
        catch (StorageException fault)
        {
            _problem = fault.Message;
        }
    }

    private static string Name<T>(Catalogue<T> catalogue, string kind) where T : class, ICatalogueEntry
        => catalogue.Find(kind)?.Title ?? kind;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        _stop.Dispose();
    }
}
