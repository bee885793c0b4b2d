using System.Collections.Concurrent;

namespace NasStudio.Runs.Benchmarks;

/// <summary>Keeps what was made of files, and makes it anew where a file is another one: pages ask many times a
/// second.</summary>
internal static class LatestFile
{
    public static T Get<T>(
        ConcurrentDictionary<string, (DateTime Written, T Made)> known, string name, string path, Func<string, T> make)
    {
        var written = File.GetLastWriteTimeUtc(path);
        return known.AddOrUpdate(
            name, _ => (written, make(path)), (_, before) => before.Written == written ? before : (written, make(path))).Made;
    }
}
