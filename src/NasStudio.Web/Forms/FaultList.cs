using System.Collections.Immutable;
using NasStudio.Runs.Experiments;

namespace NasStudio.Web.Forms;

/// <summary>The faults of a form, listed at the top and each shown beside the field it belongs to.</summary>
public sealed class FaultList(ImmutableArray<Fault> faults)
{
    /// <summary>No faults.</summary>
    public static FaultList None => new([]);

    /// <summary>All faults.</summary>
    public ImmutableArray<Fault> All { get; } = faults;

    /// <summary>Those of exactly this place, in words; null when there is none.</summary>
    public string? On(string path) => Text(All.Where(f => f.Path == path));

    /// <summary>Those of a place in the file and of everything below it, in words; null when there is none.</summary>
    public string? At(string path)
        => Text(All.Where(f => f.Path == path
            || f.Path.StartsWith(path, StringComparison.Ordinal) && f.Path[path.Length] is '.' or '['));

    private static string? Text(IEnumerable<Fault> faults)
        => string.Join("; ", faults.Select(f => $"{f.Value} {f.Message}")) is { Length: > 0 } text ? text : null;
}
