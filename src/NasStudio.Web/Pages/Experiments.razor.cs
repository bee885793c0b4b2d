using Microsoft.AspNetCore.Components;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Pages;

/// <summary>The list of experiments, kept up to date.</summary>
public sealed partial class Experiments : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly LookLoop _loop = new();
    private ExperimentSummary[]? _list;
    private IDisposable? _subscription;
    private string? _problem;
    private int _stale;
    private HashSet<long>? _chosen;       // while experiments are being selected

    [Inject] private ExperimentQueries Queries { get; set; } = default!;

    [Inject] private LiveFeed Feed { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

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
        if (RendererInfo.IsInteractive)
        {
            _subscription = Feed.Subscribe(null, _ => Interlocked.Exchange(ref _stale, 1));
        }

        await ReadAsync();
        if (RendererInfo.IsInteractive)
        {
            _loop.Start(Beat, Time, LookAgainAsync);
        }
    }

    private async Task LookAgainAsync()
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

    private async Task ReadAsync()
    {
        try
        {
            var read = await Queries.ListAsync(_loop.Stopped);
            (_list, _problem) = ([.. read], null);
        }
        catch (StorageException fault)
        {
            _problem = fault.Message;
        }
    }

    private void Tick(long id, bool isOn) => _ = isOn ? _chosen!.Add(id) : _chosen!.Remove(id);

    private void Compare() => Navigation.NavigateTo($"compare?ids={ComparisonState.Text(_chosen!.Order())}");

    private static string Name<T>(Catalogue<T> catalogue, string kind) where T : class, ICatalogueEntry
        => catalogue.Find(kind)?.Title ?? kind;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _loop.DisposeAsync();
    }
}
