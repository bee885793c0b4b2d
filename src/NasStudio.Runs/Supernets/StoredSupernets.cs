using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.OneShot;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Runs.Results;

namespace NasStudio.Runs.Supernets;

/// <summary>Opens what the runs of strategies that share weights have learned: the newest checkpoint of each.</summary>
internal sealed class StoredSupernets(RunServices services)
{
    /// <summary>The search of a run as it stands in its newest checkpoint; dispose it. It reads the data set, and takes the
    /// memory of a search at work.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Seed of its run.</param>
    /// <param name="cancellation">Stops it before the checkpoint is read.</param>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    /// <exception cref="WrongStateException">It has no supernet, or one that this studio cannot read; says why.</exception>
    public async Task<StoredSupernet> OpenAsync(long id, long seed, CancellationToken cancellation)
    {
        var (catalogues, options) = (services.Catalogues, services.Options);
        var folder = await SupernetFiles.NewestAsync(services.Database, options, id, seed, any: false, cancellation);
        var (document, version) = await services.Database.ReadAsync(async context =>
        {
            var run = await context.Runs.Include(r => r.Experiment)
                .SingleAsync(r => r.ExperimentId == id && r.Seed == seed, cancellation);
            return (StoredDocument.Read(run.Experiment!, catalogues), run.StrategyVersion);
        }, cancellation);
        var entry = catalogues.Strategies[document.Strategy.Kind];
        if (entry.Version != version)
        {
            throw new WrongStateException($"The supernet of run {id}/{seed} was made by version {version} of the strategy '{entry.Kind}'; "
                + $"this studio has version {entry.Version}.");
        }

        var space = catalogues.Spaces.Create(document.Space);
        var training = catalogues.Evaluators[document.Evaluator.Kind].Training(document.Evaluator.Options)!;
        var context = new WeightSharingContext(
            space, document.Problem, new RandomSource(seed).Fork("strategy"), training, new DataSetLocator(options.DataFolder),
            options.Device, _ => { });
        return await DedicatedThread.RunAsync("supernet", () =>
        {
            var search = entry.CreateSearch(document.Strategy.Options, context);
            try
            {
                search.Load(folder);
                return new StoredSupernet(search, space, document, training);
            }
            catch (Exception damage)
            {
                search.Dispose();
                if (damage is not (IOException or InvalidDataException or ArgumentException))
                {
                    throw;
                }

                throw new WrongStateException($"The supernet of run {id}/{seed} in {folder} cannot be read: {damage.Message}");
            }
        });
    }
}

/// <summary>A supernet that a run has trained.</summary>
/// <param name="Search">The search, as it was saved.</param>
/// <param name="Space">Its space.</param>
/// <param name="Document">Its experiment.</param>
/// <param name="Training">Data and size of its networks.</param>
internal sealed record StoredSupernet(
    IWeightSharingSearch Search, SearchSpace Space, ExperimentDocument Document, TrainOptions Training) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Search.Dispose();
}
