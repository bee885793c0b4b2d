using Microsoft.Data.Sqlite;

namespace NasStudio.Runs.Persistence;

/// <summary>
/// The data folder cannot be read or written. The message is written for people: what, where, and what to do.
/// </summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause)
{
    private const int NoSpaceLeft = 28;      // ENOSPC, as it stands in the low bits of IOException.HResult on Linux
    private const int QuotaExceeded = 122;   // EDQUOT

    /// <summary>
    /// What an exception of the data base or the file system says about the folder; null when it is another matter.
    /// </summary>
    internal static StorageException? From(Exception exception, string folder)
    {
        var why = Causes(exception).Select(Explain).FirstOrDefault(text => text is not null);
        return exception as StorageException
            ?? (why is null ? null
                : new StorageException($"The data folder {Path.GetFullPath(folder)} {why}", exception));
    }

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }

    // https://sqlite.org/rescode.html
    private static string? Explain(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: 13 } => "is full. Make room, then resume; nothing that was stored is lost.",
        SqliteException { SqliteErrorCode: 8 or 3 } => "is read-only. Make it writable for this user, then resume.",
        SqliteException { SqliteErrorCode: 14 }
            => "cannot be opened. It must be a folder this user may read and write.",
        SqliteException { SqliteErrorCode: 10 }
            => "cannot be read or written (disk error, or full). Check the disk, then resume.",
        SqliteException { SqliteErrorCode: 5 or 6 } => "is held by another program for too long. Stop it, then resume.",
        SqliteException { SqliteErrorCode: 11 or 26 }
            => "holds a studio.db that is damaged or no data base. Restore it from a copy.",
        IOException io when (io.HResult & 0xFFFF) is NoSpaceLeft or QuotaExceeded
            => "is full. Make room, then resume; nothing that was stored is lost.",
        UnauthorizedAccessException => "is not writable for this user. Change its owner or rights, then resume.",
        IOException io => $"cannot be written: {io.Message}",
        _ => null,
    };
}
