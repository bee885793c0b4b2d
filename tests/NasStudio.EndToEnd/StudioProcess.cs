using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NasStudio.EndToEnd;

/// <summary>The studio as a user starts it (./nasstudio serve), a process of its own on a free loopback port.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);   // it builds what is not built

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private bool _isDisposed;

    private StudioProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>A client of its REST interface.</summary>
    public HttpClient Client { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts the studio on a data folder and waits until it is healthy.</summary>
    public static async Task<StudioProcess> StartAsync(string dataFolder)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(
            Checkout.File("nasstudio"), ["serve", "--urls", address.ToString(), "--data", dataFolder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var studio = new StudioProcess(Process.Start(start)!, address);
        var clock = Stopwatch.StartNew();
        while (!await studio.IsHealthyAsync())
        {
            if (studio._process.HasExited || clock.Elapsed > StartLimit)
            {
                var output = studio.Output;
                await studio.DisposeAsync();
                throw new InvalidOperationException($"The studio did not start:\n{output}");
            }

            await Task.Delay(200);
        }

        return studio;
    }

    /// <summary>kill -9; the script has become the server, so that this kills it and not a parent.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_isDisposed)
        {
            _isDisposed = true;
            await KillAsync();
            _process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync("/healthz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
