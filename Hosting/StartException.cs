namespace NasStudio.Hosting;

/// <summary>A reason for not starting, written for people: printed as it is, without a stack trace.</summary>
public sealed class StartException(string message, int exitCode = StartException.Failed, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Something went wrong that is not the fault of the input.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the configuration or a file cannot be used as it is.</summary>
    public const int BadInput = 2;

    /// <summary>The exit code of the program.</summary>
    public int ExitCode { get; } = exitCode;
}
