using System.Globalization;

namespace NasStudio.Runs.Execution;

/// <summary>
/// Folders of a run's costly strategy state, one for each batch and named after it; written under another name and
/// renamed into place, so that what has its name is whole.
/// </summary>
internal sealed class Checkpoints(string folder)
{
    private const int Kept = 2;

    /// <summary>Number of the newest checkpoint at or before a batch; null when there is none.</summary>
    public int? Newest(int batch) => Numbers().Where(number => number <= batch).Select(number => (int?)number).Max();

    public string FolderOf(int batch) => Path.Combine(folder, batch.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Saves the state beside a batch that is about to be stored; a left-over of a crash is replaced.
    /// </summary>
    /// <param name="save">Writes the state into an existing empty folder.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="fence">That of the lease; no two executors write under one name.</param>
    public void Save(Action<string> save, int batch, long fence)
    {
        var written = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{batch}.{fence}"));
        Delete(written);
        Directory.CreateDirectory(written);
        save(written);
        Delete(FolderOf(batch));
        Directory.Move(written, FolderOf(batch));
    }

    /// <summary>Removes all but the newest two, and what crashes left half-written or without its batch.</summary>
    /// <param name="stored">The newest batch that is stored.</param>
    public void Prune(int stored)
    {
        var newest = Numbers().Where(number => number <= stored).OrderDescending().Take(Kept).ToHashSet();
        foreach (var number in Numbers().Where(number => !newest.Contains(number)).ToList())
        {
            Delete(FolderOf(number));
        }

        foreach (var unfinished in Directory.Exists(folder) ? Directory.GetDirectories(folder, ".*") : [])
        {
            Delete(unfinished);
        }
    }

    private IEnumerable<int> Numbers() => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
        .Select(path => int.TryParse(
            Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
        .Where(number => number >= 0);

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
