using Microsoft.EntityFrameworkCore;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Persistence;

public sealed class StudioDatabaseTests
{
    [Fact]
    public async Task The_migrations_make_the_model()
    {
        await using var studio = await TestStudio.CreateAsync();
        await using var context = studio.Context();
        Assert.False(context.Database.HasPendingModelChanges(), "The model has changed: add a migration.");
    }

    [Fact]
    public async Task The_data_base_waits_for_writers_keeps_foreign_keys_and_writes_ahead()
    {
        await using var studio = await TestStudio.CreateAsync();
        await using var context = studio.Context();
        Assert.Equal("wal", await Pragma(context, "journal_mode"));
        Assert.Equal("1", await Pragma(context, "foreign_keys"));
        Assert.Equal("20000", await Pragma(context, "busy_timeout"));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_one_clear_error()
    {
        var file = Path.GetTempFileName();
        var error = await Assert.ThrowsAsync<StorageException>(() => TestStudio.CreateAsync(file));
        Assert.StartsWith($"The data folder {file} cannot be written", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_file_that_is_no_data_base_is_one_clear_error()
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-damaged-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "studio.db"), new string('x', 8192));
        var error = await Assert.ThrowsAsync<StorageException>(() => TestStudio.CreateAsync(folder.FullName));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(DiskState.Full, "is full. Make room")]
    [InlineData(DiskState.ReadOnly, "is read-only. Make it writable")]
    public async Task An_experiment_that_cannot_be_stored_is_refused_whole(DiskState state, string message)
    {
        await using var studio = await TestStudio.CreateAsync();
        studio.Disk.State = state;
        var large = TestStudio.Document(seeds: [.. Enumerable.Range(0, 900)]);
        var error = await Assert.ThrowsAsync<StorageException>(
            () => studio.Experiments.CreateAsync(large, start: true));
        Assert.Contains($"The data folder {studio.Folder} {message}", error.Message, StringComparison.Ordinal);
        Assert.Empty(await studio.Queries.ListAsync());
        studio.Disk.State = DiskState.Fine;
        Assert.Empty(await studio.Queries.ListAsync());
        await studio.Experiments.CreateAsync(large, start: true);
    }

    [Theory]
    [InlineData(DiskState.Full)]
    [InlineData(DiskState.ReadOnly)]
    public async Task A_run_that_cannot_be_stored_stops_with_one_error_and_loses_nothing(DiskState state)
    {
        await using var straight = await TestStudio.CreateAsync();
        var document = TestStudio.Document("memory", evaluations: 100, delayMs: 4);
        var (straightId, straightRun) = await straight.CreateRunAsync(document);
        await straight.Executor.ExecuteAsync(straightRun, CancellationToken.None);

        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(document);
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Completed >= 5);
        studio.Disk.State = state;
        var error = await Assert.ThrowsAsync<StorageException>(() => execution);
        var stopped = await studio.RunAsync(id);
        Assert.Equal(error.Message, stopped.Error);
        Assert.InRange(stopped.Completed, 5, 99);

        studio.Disk.State = DiskState.Fine;
        if (stopped.State == RunState.Paused)
        {
            await studio.Experiments.ResumeAsync(id);
        }
        else
        {
            await using var context = studio.Context();            // as after the lease has run out
            await context.Database.ExecuteSqlRawAsync("UPDATE Leases SET ExpiresAt = 0");
        }

        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(await straight.OutcomesAsync(straightId), await studio.OutcomesAsync(id));
    }

    private static async Task<string?> Pragma(StudioContext context, string name)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
