namespace NasStudio.Runs.Benchmarks.Building;

/// <summary>A benchmark cannot be built; the message is written for people.</summary>
public sealed class BuildException(string message, Exception? cause = null) : Exception(message, cause);
