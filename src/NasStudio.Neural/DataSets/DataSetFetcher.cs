using System.Security.Cryptography;

namespace NasStudio.Neural.DataSets;

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="ReceivedBytes">What has come.</param>
/// <param name="TotalBytes">What will come.</param>
public readonly record struct FetchProgress(string File, long ReceivedBytes, long TotalBytes);

/// <summary>
/// Downloads the files of a data set into the data folder. A file stands under its name only once its size and SHA-256
/// are the published ones; whatever goes wrong before leaves nothing behind.
/// </summary>
/// <param name="client">Makes the requests; its timeout applies.</param>
/// <param name="locator">Knows where the files belong.</param>
public sealed class DataSetFetcher(HttpClient client, DataSetLocator locator)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Downloads what is not there yet.</summary>
    /// <param name="entry">The data set, usually from <see cref="DataSetCatalogue.Get"/>.</param>
    /// <param name="progress">Hears of every 64 KiB; null where nobody listens.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <exception cref="DataSetException">The download failed, or what came is not the published file.</exception>
    public async Task FetchAsync(DataSetEntry entry, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var folder = locator.FolderOf(entry.Kind);
        if (entry.ByHand is { } byHand) throw new DataSetException($"{byHand} {folder}.");
        if (entry.Files.IsEmpty) return;                              // embedded
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in entry.Files)
            {
                var target = Path.Combine(folder, file.Name);
                if (await IsCompleteAsync(target, file, cancellation)) continue;
                await FetchFileAsync(file, target, progress, cancellation);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DataSetException($"The data set '{entry.Kind}' could not be fetched into {folder}: {e.Message}",
                e);
        }
    }

    private static async Task<bool> IsCompleteAsync(string path, DataSetFile file, CancellationToken cancellation)
    {
        if (!File.Exists(path)) return false;
        await using var stream = File.OpenRead(path);
        return stream.Length == file.SizeBytes
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == file.Sha256;
    }

    private async Task FetchFileAsync(
        DataSetFile file, string target, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(file.Address, HttpCompletionOption.ResponseHeadersRead,
            cancellation);
        response.EnsureSuccessStatusCode();
        var partial = $"{target}.{Environment.ProcessId}.part";
        try
        {
            await using (var output = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await using var input = await response.Content.ReadAsStreamAsync(cancellation);
                await CopyVerifiedAsync(input, output, file, progress, cancellation);
            }

            File.Move(partial, target, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task CopyVerifiedAsync(
        Stream input, Stream output, DataSetFile file, IProgress<FetchProgress>? progress,
        CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var received = 0L;
        int read;
        while ((read = await input.ReadAsync(buffer, cancellation)) > 0)
        {
            received += read;
            if (received > file.SizeBytes)
                throw new DataSetException(file.Address.ToString(), $"byte {file.SizeBytes}", "more data",
                    $"{file.SizeBytes} bytes");
            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Report(new FetchProgress(file.Name, received, file.SizeBytes));
        }

        if (received < file.SizeBytes)
            throw new DataSetException(file.Address.ToString(), $"byte {received}", "the end",
                $"{file.SizeBytes} bytes");
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != file.Sha256)
            throw new DataSetException(file.Address.ToString(), "whole file", $"SHA-256 {found}", $"{file.Sha256}");
    }
}
