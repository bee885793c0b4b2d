using System.ComponentModel.DataAnnotations;

namespace NasStudio.Runs;

/// <summary>Where the studio keeps its files and how much it does at once.</summary>
public sealed record StudioOptions
{
    /// <summary>Folder of the data base, checkpoints, caches and data sets; made when missing.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>
    /// Evaluations side by side over all runs; one thread each (source: one intra-op thread per worker is fastest).
    /// </summary>
    [Range(1, 256)]
    public int EvaluationSlots { get; init; } = Environment.ProcessorCount;

    /// <summary>Runs side by side; their evaluations share the slots.</summary>
    [Range(1, 64)]
    public int RunSlots { get; init; } = 1;

    /// <summary>
    /// Runs of instant evaluators (tables, surrogates) side by side, whatever trains beside them; a thread each.
    /// </summary>
    [Range(1, 64)]
    public int InstantRunSlots { get; init; } = Math.Min(64, Environment.ProcessorCount);

    /// <summary>
    /// How long a run stays with a process that has gone silent; its heartbeat beats four times as often.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the data base waits for another writer before it gives up.</summary>
    public TimeSpan DatabaseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Device of networks: "auto" (CUDA when there), "cpu" or "cuda:n".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Whether this process takes queued runs (false for the command line's own <c>run</c>, which executes them
    /// itself).
    /// </summary>
    public bool TakesQueuedRuns { get; init; } = true;

    /// <summary>Assembly that holds the migrations: the host's.</summary>
    public string MigrationsAssembly { get; init; } = "NasStudio";

    internal string DatabaseFile => Path.Combine(DataFolder, "studio.db");

    internal string QueueFile => Path.Combine(DataFolder, "queue.db");

    internal string CacheFolder => Path.Combine(DataFolder, "cache");

    internal string CheckpointFolder(long run) => Path.Combine(DataFolder, "checkpoints", $"{run}");
}
