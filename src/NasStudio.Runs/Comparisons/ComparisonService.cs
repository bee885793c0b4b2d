using System.Collections.Immutable;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Comparisons;

/// <summary>Starts experiments that differ in nothing but their strategy, and reads experiments side by side.</summary>
public sealed class ComparisonService
{
    /// <summary>More experiments than this are not compared at once: colours and tests run out.</summary>
    public const int MostExperiments = 16;

    private readonly StudioDatabase _database;
    private readonly StudioCatalogues _catalogues;
    private readonly ExperimentService _experiments;

    internal ComparisonService(StudioDatabase database, StudioCatalogues catalogues, ExperimentService experiments)
        => (_database, _catalogues, _experiments) = (database, catalogues, experiments);

    /// <summary>The experiments of a comparison: one for each strategy, named after the whole and the strategy.</summary>
    public ImmutableArray<ExperimentDocument> Plan(ExperimentDocument common, IEnumerable<KindChoice> strategies)
    {
        ArgumentNullException.ThrowIfNull(common);
        ArgumentNullException.ThrowIfNull(strategies);
        return [.. strategies.Select(strategy => common with
        {
            Name = Named(common.Name, _catalogues.Strategies.Find(strategy.Kind)?.Title ?? strategy.Kind),
            Strategy = strategy,
        })];
    }

    /// <summary>Creates and starts them; none is started where one has a fault.</summary>
    /// <returns>Their numbers, in order.</returns>
    /// <exception cref="InvalidExperimentException">A document has faults; nothing was stored.</exception>
    /// <exception cref="StorageException">The data folder is at fault.</exception>
    public async Task<ImmutableArray<long>> StartAsync(
        ImmutableArray<ExperimentDocument> documents, CancellationToken cancellation = default)
    {
        ImmutableArray<Fault> faults =
            [.. documents.SelectMany(document => new ExperimentReader(_catalogues).Check(document)).Distinct()];
        if (!faults.IsEmpty)
        {
            throw new InvalidExperimentException(faults);
        }

        var ids = ImmutableArray.CreateBuilder<long>(documents.Length);
        foreach (var document in documents)
        {
            ids.Add(await _experiments.CreateAsync(document, start: true, cancellation));
        }

        return ids.ToImmutable();
    }

    /// <summary>A reader of these experiments, in this order, doubles left out.</summary>
    public ComparisonReader Open(IEnumerable<long> ids)
        => new(_database, _catalogues, _ => null, [.. ids.Distinct().Take(MostExperiments)]);

    private static string Named(string name, string strategy)
    {
        var room = ExperimentReader.MaxNameLength - strategy.Length - 2;
        return $"{(name.Length <= room ? name : name[..room])}: {strategy}";
    }
}
