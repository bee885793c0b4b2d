using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Results;

/// <summary>Hands out what a search that shares weights has learned: the supernet's weights, and all that goes on with
/// them.</summary>
public sealed class SupernetFiles
{
    /// <summary>The most that is packed.</summary>
    public const long MaxBytes = 2L << 30;

    private readonly StudioDatabase _database;
    private readonly StudioOptions _options;

    internal SupernetFiles(StudioDatabase database, StudioOptions options) => (_database, _options) = (database, options);

    /// <summary>
    /// The newest checkpoint of a run as an archive: the files as the search wrote them, packed, not read. Dispose the
    /// stream; its file goes with it.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    /// <exception cref="WrongStateException">It has no supernet that could be packed; says why.</exception>
    public async Task<Stream> PackAsync(long id, long seed, CancellationToken cancellation = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            var folder = await NewestAsync(_database, _options, id, seed, attempt > 0, cancellation);
            try
            {
                return await PackAsync(folder, cancellation);
            }
            catch (IOException) when (attempt == 0)
            {
                // The run has gone on and removed it; then there are newer ones.
            }
        }
    }

    /// <summary>The folder of the newest checkpoint of a run.</summary>
    /// <param name="database">Where runs are looked for.</param>
    /// <param name="options">Where checkpoints are.</param>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="any">Whether one counts whose round is not stored yet.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    /// <exception cref="WrongStateException">It has no supernet; says why.</exception>
    internal static async Task<string> NewestAsync(
        StudioDatabase database, StudioOptions options, long id, long seed, bool any, CancellationToken cancellation)
    {
        var run = await database.ReadAsync(
            context => context.Runs.Where(r => r.ExperimentId == id && r.Seed == seed).Select(r => (long?)r.Id)
                .SingleOrDefaultAsync(cancellation), cancellation)
            ?? throw new NotFoundException($"There is no run with seed {seed} of an experiment {id}.");
        var last = await database.ReadAsync(
            context => context.Batches.Where(b => b.RunId == run && b.Insight != null
                && !context.Trials.Any(t => t.RunId == run && t.Batch == b.Number)).MaxAsync(b => (int?)b.Number, cancellation),
            cancellation);
        var checkpoints = new Checkpoints(options.CheckpointFolder(run));
        return last is { } round && checkpoints.Newest(any ? int.MaxValue : round) is { } newest
            ? checkpoints.FolderOf(newest)
            : throw new WrongStateException($"The run with seed {seed} has no supernet: its strategy trains none, "
                + "its first round is not done, or its checkpoints are gone.");
    }

    private async Task<Stream> PackAsync(string folder, CancellationToken cancellation)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        if (files.Sum(file => file.Length) is var size && size > MaxBytes)
        {
            throw new WrongStateException($"The supernet takes {size} bytes; at most {MaxBytes} are packed. It lies in {folder}.");
        }

        Directory.CreateDirectory(_options.CacheFolder);
        var packed = new FileStream(
            Path.Combine(_options.CacheFolder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await using (var archive = await ZipArchive.CreateAsync(
                packed, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation))
            {
                foreach (var file in files)
                {
                    await archive.CreateEntryFromFileAsync(file.FullName, file.Name, CompressionLevel.Fastest, cancellation);
                }
            }

            packed.Position = 0;
            return packed;
        }
        catch
        {
            await packed.DisposeAsync();
            throw;
        }
    }
}
