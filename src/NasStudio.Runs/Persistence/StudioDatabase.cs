using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace NasStudio.Runs.Persistence;

/// <summary>
/// The door to the data base: one context per operation, and one clear <see cref="StorageException"/> where the data
/// folder is full, read-only or damaged.
/// </summary>
public sealed class StudioDatabase
{
    private static readonly Lock Models = new();

    private readonly IDbContextFactory<StudioContext> _contexts;
    private readonly StudioOptions _options;

    internal StudioDatabase(IDbContextFactory<StudioContext> contexts, StudioOptions options)
        => (_contexts, _options) = (contexts, options);

    /// <summary>Makes the data folder and brings the data base up to date; safe to repeat.</summary>
    /// <exception cref="StorageException">The folder cannot be made or written.</exception>
    public Task MigrateAsync(CancellationToken cancellation = default) => GuardAsync(async () =>
    {
        Directory.CreateDirectory(_options.DataFolder);
        Directory.CreateDirectory(_options.CacheFolder);
        var probe = Path.Combine(_options.DataFolder, ".writable");
        await File.WriteAllTextAsync(probe, "", cancellation);
        File.Delete(probe);
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        MakeModels(context);
        await context.Database.MigrateAsync(cancellation);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        return true;
    });

    internal Task<T> ReadAsync<T>(Func<StudioContext, Task<T>> read, CancellationToken cancellation)
        => GuardAsync(async () =>
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(context);
    });

    /// <summary>One transaction: all of it is stored, or nothing.</summary>
    internal Task<T> WriteAsync<T>(Func<StudioContext, Task<T>> write, CancellationToken cancellation)
        => GuardAsync(async () =>
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var result = await write(context);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    });

    internal static void Configure(DbContextOptionsBuilder builder, StudioOptions options) => builder
        .UseSqlite(
            $"Data Source={options.DatabaseFile};Foreign Keys=True;Default Timeout={Seconds(options.DatabaseTimeout)}",
            sqlite => sqlite.MigrationsAssembly(options.MigrationsAssembly))
        .AddInterceptors(new BusyTimeout(options.DatabaseTimeout));

    // EF Core makes the tables' side of a model at its first use and shares it among all data bases of the process. Two
    // first uses at once fail ("The model must be finalized..."): the second finds neither the model nor its maker.
    private static void MakeModels(StudioContext context)
    {
        lock (Models)
        {
            context.Model.GetRelationalModel();
            context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        }
    }

    private static string Seconds(TimeSpan time)
        => Math.Max(1, (int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private async Task<T> GuardAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception exception) when (StorageException.From(exception, _options.DataFolder) is { } storage)
        {
            throw storage;
        }
    }

    // SQLite's own waiting is fairer and quicker than the driver's polling, which starts where this ends.
    private sealed class BusyTimeout(TimeSpan timeout) : DbConnectionInterceptor
    {
        private readonly string _pragma =
            $"PRAGMA busy_timeout = {((int)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = _pragma;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
