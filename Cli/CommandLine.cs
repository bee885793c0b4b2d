using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using NasStudio.Hosting;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Web.Api;

namespace NasStudio.Cli;

/// <summary>What the verbs share: options, exit codes, and one way to say what went wrong.</summary>
public static class CommandLine
{
    /// <summary>The JSON that verbs print: the same as over REST, indented.</summary>
    public static JsonSerializerOptions Json { get; } = CreateJson();

    /// <summary>--data of every verb that keeps something.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description =
            $"Folder of data base, checkpoints and imports ({DataFolder.Variable}, else ./{DataFolder.Default})",
        HelpName = "dir",
    };

    /// <summary>--json of every verb that prints a list.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON" };

    /// <summary>Parses and runs: 0 done, 1 failed, 2 bad input.</summary>
    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromMinutes(1),   // a batch that is being trained ends first
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation);
            return parsed.Errors.Count > 0 ? StartException.BadInput : code;
        }
        catch (StartException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
        catch (StorageException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return StartException.Failed;
        }
    }

    /// <summary>Prints a list as JSON or as aligned columns.</summary>
    public static void PrintList<T>(IReadOnlyList<T> items, bool json, string[] titles, Func<T, string[]> cells)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(items, Json));
            return;
        }

        string[][] rows = [titles, .. items.Select(cells)];
        var widths = titles.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Reads a file that a verb is given.</summary>
    /// <param name="file">The file.</param>
    /// <param name="most">Largest size, in bytes.</param>
    /// <param name="what">What it is, for messages: "an experiment file".</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static async Task<string> ReadAsync(FileInfo file, int most, string what, CancellationToken cancellation)
    {
        try
        {
            return file.Exists && file.Length > most
                ? throw new StartException(
                    $"{file} has {file.Length} bytes; {what} may have {most}.", StartException.BadInput)
                : await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Cannot read {file}: {problem.Message}", StartException.BadInput, problem);
        }
    }

    /// <summary>Writes a file that a verb is asked for.</summary>
    internal static async Task WriteAsync(FileInfo file, string text, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(file.FullName, text, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Cannot write {file}: {problem.Message}", StartException.BadInput, problem);
        }
    }

    /// <summary>Makes the folder that a verb writes to.</summary>
    internal static void RequireOutput(string output)
    {
        try
        {
            Directory.CreateDirectory(output);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"Cannot make the folder {output}: {problem.Message}", StartException.BadInput, problem);
        }
    }

    /// <summary>Prints what is wrong with a file, a line each.</summary>
    internal static void PrintFaults(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
        {
            Console.Error.WriteLine(fault);
        }
    }

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        StudioApi.Configure(options);
        return options;
    }
}
