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

    /// <summary>Those of a place in the file and of everything below it, in words; null when there is none.</summary>
    public string? At(string path)
    {
        var found = All.Where(f => f.Path == path
            || f.Path.StartsWith(path, StringComparison.Ordinal) && f.Path[path.Length] is '.' or '[').ToArray();
        return found.Length == 0 ? null : string.Join("; ", found.Select(f => $"{f.Value} {f.Message}"));
    }
}
