using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NasStudio.Core.Architectures;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using static TorchSharp.torch;

namespace NasStudio.Runs.Supernets;

/// <summary>The supernet whose weights the trainings of a run begin with, where its evaluator asks for one
/// (<see cref="TrainOptions.Supernet"/>).</summary>
/// <remarks>Safe for concurrent use: trainings side by side take their networks one after the other.</remarks>
internal sealed class InheritedWeights : IDisposable
{
    private readonly RunServices _services;
    private readonly StoredRun _run;
    private readonly TrainOptions? _training;
    private readonly Lock _gate = new();
    private StoredSupernet? _supernet;

    public InheritedWeights(RunServices services, StoredRun run)
    {
        (_services, _run) = (services, run);
        var evaluator = run.Document.Evaluator;
        _training = services.Catalogues.Evaluators[evaluator.Kind].Training(evaluator.Options);
    }

    /// <summary>Whether it is the supernet that this run trains itself.</summary>
    private bool IsOwn => _training?.Supernet == TrainOptions.OwnSupernet;

    /// <summary>Gives each architecture its network; null where trainings begin with weights of their own.</summary>
    public Func<Architecture, nn.Module<Tensor, Tensor>>? Networks => _training is null or { Supernet: "" } ? null : Inherit;

    /// <summary>Opens the supernet of another run.</summary>
    /// <exception cref="WrongStateException">There is none, or it does not fit; says why.</exception>
    public async Task OpenOtherAsync(CancellationToken cancellation)
    {
        if (Networks is not null && !IsOwn)
        {
            var parts = _training!.Supernet.Split('/');
            await OpenAsync(
                long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), cancellation);
        }
    }

    /// <summary>Opens the supernet that this run has trained, once it has.</summary>
    /// <exception cref="WrongStateException">Its checkpoints are gone.</exception>
    public async Task OpenOwnAsync(CancellationToken cancellation)
    {
        if (IsOwn)
        {
            var experiment = await _services.Database.ReadAsync(
                context => context.Runs.Where(r => r.Id == _run.Id).Select(r => r.ExperimentId).SingleAsync(cancellation), cancellation);
            await OpenAsync(experiment, _run.Seed, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _supernet?.Dispose();

    private async Task OpenAsync(long id, long seed, CancellationToken cancellation)
    {
        try
        {
            _supernet = await new StoredSupernets(_services).OpenAsync(id, seed, cancellation);
        }
        catch (NotFoundException missing)
        {
            throw new WrongStateException($"No weights to inherit: {missing.Message}");
        }

        string[] misfits = [.. Misfits(_supernet)];
        if (misfits.Length > 0)
        {
            throw new WrongStateException($"The supernet of run {id}/{seed} does not fit this training: {string.Join("; ", misfits)}.");
        }
    }

    private nn.Module<Tensor, Tensor> Inherit(Architecture architecture)
    {
        lock (_gate)
        {
            return (_supernet ?? throw new InvalidOperationException("The supernet is not open.")).Search.Inherit(architecture);
        }
    }

    /// <summary>Where the networks of this run differ from the supernet's, and where validation images of this run have trained
    /// it.</summary>
    private IEnumerable<string> Misfits(StoredSupernet supernet)
    {
        var (mine, its) = (_training!, supernet.Training);
        if (!supernet.Document.Space.Equals(_run.Document.Space))
        {
            yield return $"it is of the space '{supernet.Document.Space.Kind}'"
                + (supernet.Document.Space.Kind == _run.Document.Space.Kind ? " with another definition" : $", this run of '{_run.Document.Space.Kind}'");
        }

        if (mine.Channels != its.Channels) yield return $"it has {its.Channels} channels, this training {mine.Channels}";
        if (mine.CellsPerStage != its.CellsPerStage)
            yield return $"it has {its.CellsPerStage} cells a stage, this training {mine.CellsPerStage}";
        var (images, own) = (Images(its), Images(mine));
        if (images != own) yield return $"it takes {images}, this training {own}";
        if (mine.Dataset == its.Dataset && (mine.SplitSeed, mine.ValidationShare) != (its.SplitSeed, its.ValidationShare))
        {
            yield return FormattableString.Invariant(
                $"it was trained on the split {its.SplitSeed} with {its.ValidationShare} of the images for validation, this training is on {mine.SplitSeed} with {mine.ValidationShare}: what validates here would have been trained on");
        }
    }

    private static string Images(TrainOptions training)
    {
        var entry = DataSetCatalogue.Get(training.Dataset);
        var shape = entry.Shape with { Height = entry.Shape.Height / training.Downsample, Width = entry.Shape.Width / training.Downsample };
        return $"images of {shape} in {entry.ClassNames.Length} classes";
    }
}
