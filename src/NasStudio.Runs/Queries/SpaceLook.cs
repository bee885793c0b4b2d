using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Queries;

/// <summary>What the options of a space make.</summary>
/// <param name="Size">How many architectures; null where they are too many to count, or where there are faults.</param>
/// <param name="Examples">Native strings, drawn at random; empty where there are faults.</param>
/// <param name="Faults">What is wrong with the options, with places as in an experiment file.</param>
public sealed record SpaceLook(long? Size, ImmutableArray<string> Examples, ImmutableArray<Fault> Faults)
{
    private const int Drawn = 3;

    /// <summary>Looks at a space; its options are read as an experiment file's are.</summary>
    /// <param name="catalogues">Where the space is looked up.</param>
    /// <param name="kind">Kind of the space.</param>
    /// <param name="options">What stands beside the kind; null for the defaults.</param>
    public static SpaceLook At(StudioCatalogues catalogues, string kind, JsonObject? options)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        var (space, faults) = (catalogues.Spaces[kind].Create(OptionValues.Defaults), ImmutableArray<Fault>.Empty);
        if (options is not null)
        {
            var file = new JsonObject { ["space"] = options.DeepClone() };
            file["space"]!["kind"] = kind;
            (space, faults) = new ExperimentReader(catalogues).ReadSpace(file.ToJsonString());
        }

        var random = new RandomSource(0).Fork("space preview");
        return new(
            space?.Size, space is null ? [] : [.. Enumerable.Range(0, Drawn).Select(_ => space.Sample(random).Native)],
            faults);
    }
}
