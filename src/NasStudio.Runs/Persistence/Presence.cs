using System.Globalization;

namespace NasStudio.Runs.Persistence;

/// <summary>
/// Shows the other processes of a data folder that this one lives: a file locked by the operating system, which lets go
/// of it even at kill -9. So a run whose process was killed need not wait for its lease to run out.
/// </summary>
internal sealed class Presence : IDisposable
{
    private readonly string _folder;
    private readonly string _owner = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Path.GetRandomFileName()}");
    private readonly Lazy<FileStream> _held;

    public Presence(StudioOptions options)
    {
        _folder = Path.Combine(options.DataFolder, "locks");
        _held = new Lazy<FileStream>(() =>
        {
            Directory.CreateDirectory(_folder);
            return new FileStream(
                FileOf(_owner), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        });
    }

    /// <summary>The name under which this process holds leases; from the first use on it is seen to live.</summary>
    public string Owner
    {
        get
        {
            _ = _held.Value;
            return _owner;
        }
    }

    /// <summary>
    /// Whether a holder of leases is known to have died. One that never was here, or that ended well, is not known.
    /// </summary>
    public bool IsDead(string owner)
    {
        var file = FileOf(owner);
        try
        {
            // The lock of a living process refuses; a dead one's file opens, and goes.
            using var left = new FileStream(
                file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_held.IsValueCreated)
        {
            _held.Value.Dispose();
        }
    }

    private string FileOf(string owner) => Path.Combine(_folder, $"alive-{Path.GetFileName(owner)}.lock");
}
