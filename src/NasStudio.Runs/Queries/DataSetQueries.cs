using System.Collections.Immutable;
using NasStudio.Neural.DataSets;

namespace NasStudio.Runs.Queries;

/// <summary>A data set and where it is.</summary>
/// <param name="Kind">Name in files and on the command line.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Images">How many images it has.</param>
/// <param name="Shape">Channels, rows and columns of an image: "1x28x28".</param>
/// <param name="Classes">How many classes.</param>
/// <param name="Licence">Licence, as far as the publishers state one.</param>
/// <param name="Origin">Who made it and where it is described.</param>
/// <param name="Place">Where it was found: a folder, or that it is part of the program; null when it is not
/// here.</param>
/// <param name="Advice">How to get it; null when it is here.</param>
public sealed record DataSetView(
    string Kind, string Title, int Images, string Shape, int Classes, string Licence, string Origin, string? Place, string? Advice);

/// <summary>The data sets that the studio knows, and where each is.</summary>
public sealed class DataSetQueries(StudioOptions options)
{
    /// <summary>All data sets, the smallest first; looks at file names only.</summary>
    public ImmutableArray<DataSetView> List()
    {
        var locator = new DataSetLocator(options.DataFolder);
        return [.. DataSetCatalogue.Entries.Select(entry =>
        {
            var found = locator.Locate(entry.Kind);
            return new DataSetView(
                entry.Kind, entry.Title, entry.TrainCount + entry.TestCount, entry.Shape.ToString(), entry.ClassNames.Length,
                entry.Licence, entry.Origin, found.Place == DataSetPlace.Embedded ? "part of the program" : found.Folder, found.Advice);
        })];
    }
}
