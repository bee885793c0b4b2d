namespace NasStudio.Hosting;

/// <summary>The folder that holds data base, checkpoints, imports and keys.</summary>
public static class DataFolder
{
    /// <summary>Used where neither --data nor the environment names one.</summary>
    public const string Default = "data";

    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "NASSTUDIO_DATA";

    private const int ProbeBytes = 1 << 20;   // a data base with a few runs; less is no room to work in

    /// <summary>The absolute path: what was asked for, else the environment, else ./data.</summary>
    public static string Resolve(string? asked)
        => Path.GetFullPath(
            asked ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Default));

    /// <summary>Makes the folder if need be and tries to write there, so that a run does not find out later.</summary>
    /// <exception cref="StartException">The folder cannot be made, is read-only, or is full.</exception>
    public static void RequireWritable(string folder)
    {
        var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            using var file = new FileStream(
                probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, problem);
        }
    }

    /// <summary>The one message for a folder that cannot be written.</summary>
    public static StartException Unusable(string folder, Exception cause)
        => new($"Cannot write to the data folder {folder}: {cause.GetBaseException().Message} Free some space, or "
            + $"choose another folder with --data or {Variable}. Nothing was started and nothing there was changed.",
            cause: cause);
}
