using NasStudio.Neural.DataSets;

namespace NasStudio.Runs.Catalogues;

/// <summary>A data set could not be fetched; the message is written for people.</summary>
public sealed class FetchFailedException(string message, Exception cause) : Exception(message, cause);

/// <summary>Fetches data sets; which there are, and where, <see cref="Queries.DataSetQueries"/> answers.</summary>
public sealed class DataSetShelf(StudioOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>Downloads a data set from its canonical address into the data folder and verifies it.</summary>
    /// <param name="kind">The data set.</param>
    /// <param name="progress">Hears file, received bytes and total bytes.</param>
    /// <param name="cancellation">Stops the download; nothing half-loaded stays.</param>
    /// <exception cref="FetchFailedException">It cannot be fetched, or what came is not what was published.</exception>
    /// <exception cref="ArgumentException">There is no such data set.</exception>
    public async Task FetchAsync(string kind, Action<string, long, long> progress, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout };
        var listener = new Listener(progress);
        try
        {
            await new DataSetFetcher(client, new DataSetLocator(options.DataFolder)).FetchAsync(DataSetCatalogue.Get(kind), listener, cancellation);
        }
        catch (DataSetException problem)
        {
            throw new FetchFailedException(problem.Message, problem);
        }
    }

    /// <summary>Calls at once: <see cref="Progress{T}"/> would call later, on another thread.</summary>
    private sealed class Listener(Action<string, long, long> progress) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => progress(value.File, value.ReceivedBytes, value.TotalBytes);
    }
}
