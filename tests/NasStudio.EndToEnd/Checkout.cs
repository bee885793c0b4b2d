using System.Diagnostics;

namespace NasStudio.EndToEnd;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder of it.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>A folder for pictures, out of the sources' way.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(File("artifacts", "screenshots")).FullName;

    /// <summary>Fails unless a JSON file is what its published schema says (npm's ajv).</summary>
    public static async Task AssertValidAsync(string file, string schema)
    {
        using var node = Process.Start(new ProcessStartInfo(
            "node", [File("tests", "NasStudio.EndToEnd", "validate.mjs"), File("docs", "schemas", schema), file])
        {
            RedirectStandardError = true,
        })!;
        var faults = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, faults);
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "NasStudio.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"NasStudio.sln is in no folder above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
