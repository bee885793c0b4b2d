using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NasStudio.Runs.Tests.Support;

/// <summary>What may be wrong with a disk.</summary>
public enum DiskState
{
    Fine,
    Full,
    ReadOnly,
}

/// <summary>Makes SQLite itself meet a full or read-only disk, by its own limits.</summary>
public sealed class DiskTrouble : DbConnectionInterceptor
{
    public DiskState State { get; set; }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        // Fewer pages than there are: the next page that is needed does not fit.
        command.CommandText = $"PRAGMA query_only = {(State == DiskState.ReadOnly ? 1 : 0)}; "
            + $"PRAGMA max_page_count = {(State == DiskState.Full ? 1 : 1_000_000)}";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
