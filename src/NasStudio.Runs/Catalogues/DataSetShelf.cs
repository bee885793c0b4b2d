using System.Collections.Immutable;
using NasStudio.Neural.DataSets;

namespace NasStudio.Runs.Catalogues;

/// <summary>A data set that evaluators can train on, and whether it is here.</summary>
/// <param name="Kind">Name in files and on the command line.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Images">How many images it has, those of the publishers' test set included.</param>
/// <param name="Shape">Channels x height x width of an image.</param>
/// <param name="Classes">How many classes it has.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Origin">Who made it and where it is described.</param>
/// <param name="Place">Where it was found.</param>
/// <param name="Folder">In which folder; null where it is embedded or missing.</param>
/// <param name="Advice">How to get it; null when it is here.</param>
public sealed record DataSetView(
    string Kind, string Title, int Images, string Shape, int Classes, string Licence, string Origin, string Place, string? Folder,
    string? Advice);

/// <summary>A data set could not be fetched; the message is written for people.</summary>
public sealed class FetchFailedException(string message, Exception cause) : Exception(message, cause);

/// <summary>The data sets of the studio: which there are, which are here, and how to fetch the others.</summary>
public sealed class DataSetShelf(StudioOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);
    private readonly DataSetLocator _locator = new(options.DataFolder);

    /// <summary>Every data set, the smallest first.</summary>
    public ImmutableArray<DataSetView> List() => [.. DataSetCatalogue.Entries.Select(entry => View(_locator.Locate(entry.Kind)))];

    /// <summary>One data set; null when there is none of that kind.</summary>
    public DataSetView? Find(string kind) => List().FirstOrDefault(set => set.Kind == kind);

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
            await new DataSetFetcher(client, _locator).FetchAsync(DataSetCatalogue.Get(kind), listener, cancellation);
        }
        catch (DataSetException problem)
        {
            throw new FetchFailedException(problem.Message, problem);
        }
    }

    private static DataSetView View(DataSetLocation location)
    {
        var entry = location.Entry;
        return new(entry.Kind, entry.Title, entry.TrainCount + entry.TestCount, entry.Shape.ToString(), entry.ClassNames.Length,
            entry.Licence, entry.Origin, Place(location.Place), location.Folder, location.Advice);
    }

    private static string Place(DataSetPlace place) => place switch
    {
        DataSetPlace.Missing => "missing",
        DataSetPlace.Embedded => "embedded",
        DataSetPlace.DataFolder => "data folder",
        DataSetPlace.System => "system",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "No data set lies there."),
    };

    /// <summary>Calls at once: <see cref="Progress{T}"/> would call later, on another thread.</summary>
    private sealed class Listener(Action<string, long, long> progress) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => progress(value.File, value.ReceivedBytes, value.TotalBytes);
    }
}
