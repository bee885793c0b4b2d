using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NasStudio.Hosting;

namespace NasStudio.Cli;

/// <summary>What the verbs share: options, exit codes, and one way to say what went wrong.</summary>
public static class CommandLine
{
    /// <summary>The JSON that verbs print.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>--data of every verb that keeps something.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = $"Folder of data base, checkpoints and imports ({DataFolder.Variable}, else ./{DataFolder.Default})",
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
    }

    /// <summary>Prints a list as aligned columns.</summary>
    public static void PrintTable(IReadOnlyList<string[]> rows)
    {
        var widths = rows.Aggregate(Array.Empty<int>(), (known, row) =>
            [.. row.Select((cell, i) => Math.Max(cell.Length, i < known.Length ? known[i] : 0))]);
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, i) => i < row.Length - 1 ? cell.PadRight(widths[i]) : cell)));
        }
    }
}
