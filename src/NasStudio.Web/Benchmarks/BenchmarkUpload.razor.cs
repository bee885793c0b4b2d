using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Persistence;
using NasStudio.Web.Live;

namespace NasStudio.Web.Benchmarks;

/// <summary>Imports a table from the browser.</summary>
public sealed partial class BenchmarkUpload : ComponentBase, IDisposable
{
    private const long MaxBytes = 64L << 20;                  // larger ones: the command line
    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);

    private const string Share = "share";
    private IBrowserFile? _file;
    private string _name = "";
    private string _space = "";
    private string _isomorphic = "";
    private bool _allowsMissing;
    private CancellationTokenSource? _stop;
    private string? _progress;
    private double _fraction;
    private string? _done;
    private ImmutableArray<string> _faults = [];
    private int _faultCount;
    private long _shownAt;

    [Inject] private BenchmarkShelf Shelf { get; set; } = default!;

    [Inject] private StudioCatalogues Catalogues { get; set; } = default!;

    /// <summary>Hears the name of a benchmark that was imported.</summary>
    [Parameter] public EventCallback<string> Imported { get; set; }

    private bool IsWaiting => _stop is not null || !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    public void Dispose() => _stop?.Cancel();

    private void Take(InputFileChangeEventArgs e)
    {
        _file = e.File;
        _name = _name.Length > 0 ? _name : NameOf(e.File.Name);
        (_faults, _done) = ([], null);
    }

    private async Task ImportAsync()
    {
        (_faults, _done) = ([], null);
        using var stop = _stop = new CancellationTokenSource();
        var draft = Path.GetTempFileName();
        try
        {
            if (_file!.Size > MaxBytes)
            {
                (_faults, _faultCount) = (
                    [
                        $"The file has {Format.Count(_file.Size)} bytes; allowed are {Format.Count(MaxBytes)}. Import larger ones with "
                        + "the command nasstudio benchmarks import."
                    ], 1);
                return;
            }

            await ReceiveAsync(_file, draft, stop.Token);
            var imported = await Task.Run(() => Shelf.Import(
                new BenchmarkImport(draft, _name)
                {
                    FileName = _file.Name,
                    Space = _space.Length > 0 ? _space : null,
                    SharesIsomorphs = _isomorphic.Length > 0 ? _isomorphic == Share : null,
                    AllowsMissing = _allowsMissing ? true : null,
                },
                (rows, fraction) => Show($"Reading: {Format.Count(rows)} rows", fraction ?? 0), stop.Token), stop.Token);
            _done = $"{imported.Title}: {Format.Count(imported.Rows)} rows were imported.";
            var name = _name;
            (_file, _name) = (null, "");
            await Imported.InvokeAsync(name);
        }
        catch (BenchmarkRefusedException problem)
        {
            (_faults, _faultCount) = (problem.Faults, problem.FaultCount);
        }
        catch (OperationCanceledException)
        {
            _done = "Stopped; nothing was imported.";
        }
        catch (Exception problem) when (problem is IOException or StorageException)
        {
            (_faults, _faultCount) = ([problem.Message], 1);
        }
        finally
        {
            (_stop, _progress) = (null, null);
            File.Delete(draft);
        }
    }

    private async Task ReceiveAsync(IBrowserFile file, string draft, CancellationToken cancellation)
    {
        await using var from = file.OpenReadStream(MaxBytes, cancellation);
        await using var to = File.Create(draft);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            Show($"Receiving: {Format.Count(to.Length >> 10)} of {Format.Count(file.Size >> 10)} KiB", (double)to.Length / file.Size);
        }
    }

    /// <summary>From any thread; at most four times a second.</summary>
    private void Show(string progress, double fraction)
    {
        if (_progress is not null && Stopwatch.GetElapsedTime(_shownAt) < ShowEvery)
        {
            return;
        }

        _shownAt = Stopwatch.GetTimestamp();
        _ = InvokeAsync(() =>
        {
            if (_stop is not null)
            {
                (_progress, _fraction) = (progress, fraction);
                StateHasChanged();
            }
        });
    }

    private static string NameOf(string file)
    {
        var name = file.ToLowerInvariant();
        foreach (var ending in new[] { ".gz", ".csv", ".jsonl", ".ndjson", ".json" })
        {
            name = name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
        }

        name = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('-', '_', '.');
        return name.Length <= BenchmarkShelf.MaxNameLength ? name : name[..BenchmarkShelf.MaxNameLength];
    }
}
