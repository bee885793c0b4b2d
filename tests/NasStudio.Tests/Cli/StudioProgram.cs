using System.Diagnostics;

namespace NasStudio.Tests.Cli;

/// <summary>The built program as a process of its own.</summary>
public sealed class StudioProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private StudioProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The file that dotnet runs.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "NasStudio.dll");

    /// <summary>Starts it with arguments and further environment variables.</summary>
    public static StudioProgram Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
        => Start("dotnet", [File, .. arguments], environment);

    /// <summary>Starts another program that starts it.</summary>
    public static StudioProgram Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new StudioProgram(start);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return await program.EndAsync();
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new Outcome(_process.ExitCode, await _output, await _error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 done, 1 failed, 2 bad input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
