using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Benchmarks.Tables;
using NasStudio.Runs.Benchmarks;
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
    private readonly BenchmarkQueries _benchmarks;

    internal ComparisonService(
        StudioDatabase database, StudioCatalogues catalogues, ExperimentService experiments, BenchmarkQueries benchmarks)
        => (_database, _catalogues, _experiments, _benchmarks) = (database, catalogues, experiments, benchmarks);

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
        => new(_database, _catalogues, Best, [.. ids.Distinct().Take(MostExperiments)]);

    private BestPossible? Best(ExperimentDocument document) => _benchmarks.Optimum(document) switch
    {
        null => null,
        { ShowsRegret: false } noisy => new BestPossible(noisy.Metric, null, string.Create(CultureInfo.InvariantCulture,
            $"Two seeds order the architectures of '{noisy.Benchmark}' with a rank correlation of {noisy.Reliability:0.00}; "
            + $"below {BenchmarkFacts.ReliableEnough} the best one is luck, and a gap to it says nothing.")),
        var best => new BestPossible(best.Metric, best.Value, string.Create(CultureInfo.InvariantCulture,
            $"The best of '{best.Benchmark}', {best.Native}. ")
            + (best.Reliability is { } share
                ? string.Create(CultureInfo.InvariantCulture, $"Its values have a reliability of {share:0.00}.")
                : "How reliable its values are is not stated.")),
    };

    private static string Named(string name, string strategy)
    {
        var room = ExperimentReader.MaxNameLength - strategy.Length - 2;
        return $"{(name.Length <= room ? name : name[..room])}: {strategy}";
    }
}
