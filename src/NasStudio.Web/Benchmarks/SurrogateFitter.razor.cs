using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Web.Benchmarks;

/// <summary>Fits a surrogate to a table.</summary>
public sealed partial class SurrogateFitter : ComponentBase, IDisposable
{
    private ImmutableArray<BenchmarkView> _tables = [];
    private string? _table;
    private string? _metric;
    private string? _name;
    private CancellationTokenSource? _stop;
    private double _share;
    private string? _done;
    private string? _fault;

    [Inject] private BenchmarkShelf Shelf { get; set; } = default!;

    [Inject] private BenchmarkQueries Queries { get; set; } = default!;

    /// <summary>Hears that a surrogate was fitted.</summary>
    [Parameter] public EventCallback Fitted { get; set; }

    /// <summary>The benchmark that the page shows; null for none. Tables are looked at anew when it changes.</summary>
    [Parameter] public string? Benchmark { get; set; }

    private bool IsWaiting => _stop is not null || !RendererInfo.IsInteractive;

    private BenchmarkView Table => _tables.FirstOrDefault(view => view.Name == _table) ?? _tables[0];

    private string Metric => Table.Columns.Any(column => column.Name == _metric) ? _metric! : Table.Columns[0].Name;

    private string Name => _name ?? $"{Table.Name}-surrogate";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _tables = [.. Queries.List().Where(view => view.Space is not null)];

    /// <inheritdoc/>
    public void Dispose() => _stop?.Cancel();

    private void Take(string? table) => (_table, _metric, _name, _done, _fault) = (table, null, null, null, null);

    private async Task FitAsync()
    {
        (_done, _fault, _share) = (null, null, 0);
        var (table, metric, name) = (Table.Name, Metric, Name);
        using var stop = _stop = new CancellationTokenSource();
        try
        {
            var made = await Task.Run(
                () => Shelf.Surrogates.Fit(new SurrogateRequest(name, table, [metric]), Show, stop.Token),
                stop.Token);
            _done = $"{made.Name} was fitted.";
            _name = null;
            await Fitted.InvokeAsync();
        }
        catch (OperationCanceledException)
        {
            _done = "Stopped; nothing was kept.";
        }
        catch (Exception problem) when (problem is BenchmarkRefusedException or NotFoundException or StorageException)
        {
            _fault = problem.Message;
        }
        finally
        {
            _stop = null;
        }
    }

    private void Show(double share) => _ = InvokeAsync(() =>
    {
        _share = share;
        StateHasChanged();
    });
}
