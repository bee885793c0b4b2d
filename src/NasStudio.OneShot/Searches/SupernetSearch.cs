using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Supernets;
using NasStudio.Search;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>What all searches in one supernet share: rounds of steps, saving and loading, handing weights on.</summary>
/// <typeparam name="TState">What the search saves besides weights and their optimiser. Draws depend on the numbers of
/// rounds and steps alone, so that there is no generator to save.</typeparam>
public abstract class SupernetSearch<TState> : IWeightSharingSearch
{
    private const string FileName = "search.json";
    private readonly SupernetOptions _options;
    private readonly int _steps;

    /// <summary>A search from its beginning.</summary>
    /// <param name="context">What it is built from.</param>
    /// <param name="options">How the supernet is trained.</param>
    /// <param name="parts">Operations see one of so many parts of the channels; 1 for all channels.</param>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, or the device is
    /// none.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    private protected SupernetSearch(WeightSharingContext context, SupernetOptions options, int parts = 1)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        _options = OptionsValidation.Validate(options);
        Training = new SupernetTraining(context, options, parts);
        _steps = options.Epochs * Training.Data.StepsPerEpoch;
    }

    /// <inheritdoc/>
    public int Round { get; private set; }

    /// <inheritdoc/>
    public virtual int Rounds => TrainingRounds;

    /// <inheritdoc/>
    public virtual bool IsFinished => Round == Rounds;

    /// <inheritdoc/>
    public SearchCost Spent => Training.Spent;

    /// <inheritdoc/>
    public abstract ImmutableArray<SearchedDistribution> Distributions { get; }

    /// <inheritdoc/>
    public virtual bool MeasuresAlone => false;

    private protected WeightSharingContext Context { get; }

    internal SupernetTraining Training { get; }

    internal Supernet Supernet => Training.Supernet;

    /// <summary>Rounds in which weights are trained.</summary>
    private protected int TrainingRounds => (_steps + _options.StepsPerRound - 1) / _options.StepsPerRound;

    /// <summary>What is saved besides weights.</summary>
    private protected abstract TState State { get; }

    /// <inheritdoc/>
    public virtual string? MeasureAlone(CancellationToken cancellation) => null;

    /// <inheritdoc/>
    public RoundInsight Advance(CancellationToken cancellation)
    {
        if (IsFinished) throw new InvalidOperationException("The search is finished.");
        set_num_threads(1);
        var insight = Play(cancellation);
        Round++;
        return insight;
    }

    /// <inheritdoc/>
    public virtual void Save(string folder)
    {
        Training.Save(folder);
        File.WriteAllBytes(
            Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(new Saved(Round, Spent, State)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public virtual void Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var saved = JsonSerializer.Deserialize<Saved>(File.ReadAllBytes(path))
                ?? throw new InvalidDataException($"{path} is empty.");
            Training.Load(folder, saved.Spent);
            Restore(saved.State);
            Round = saved.Round;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Winners(CancellationToken cancellation)
        => IsFinished ? Named() : throw new InvalidOperationException("The search is not finished.");

    /// <inheritdoc/>
    public virtual nn.Module<Tensor, Tensor> Inherit(Architecture architecture)
        => Supernet.Extract(Supernet.ChoicesOf(architecture));

    /// <inheritdoc/>
    public double Accuracy(Architecture architecture, string normPolicy)
        => Training.Accuracy(Supernet.ChoicesOf(architecture), normPolicy);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the supernet.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Training.Dispose();
    }

    /// <summary>Does one round.</summary>
    private protected abstract RoundInsight Play(CancellationToken cancellation);

    /// <summary>Takes over what <see cref="State"/> gave.</summary>
    private protected abstract void Restore(TState state);

    /// <summary>The architectures it ends with.</summary>
    private protected virtual IReadOnlyList<Proposal> Named()
        => [.. Distributions.Select(found => found.Proposed())];

    /// <summary>A distribution and where it stands.</summary>
    /// <param name="name">Its name, for people.</param>
    /// <param name="coefficient">What complexity costs it.</param>
    /// <param name="target">The most it may cost; null where it has no target.</param>
    /// <param name="probabilities">Of each category of each variable. // (variables)(C)</param>
    /// <param name="mode">What it stands for: the category of each variable. // (variables)</param>
    /// <param name="accuracy">The mode's accuracy in the supernet, in per cent; null where it is not known yet.</param>
    private protected SearchedDistribution Standing(
        string name, double coefficient, double? target, IEnumerable<IEnumerable<double>> probabilities, ImmutableArray<int> mode,
        double? accuracy) => new(
            name, coefficient, target, Supernet.Variables, [.. probabilities.Select(row => row.ToImmutableArray())],
            Supernet.ArchitectureOf(mode), (long)Supernet.Parameters.Of(mode), (long)Supernet.MultiplyAccumulates.Of(mode), accuracy);

    /// <summary>Trains the weights for a round along uniformly drawn paths, one for each step.</summary>
    /// <returns>Mean loss.</returns>
    /// <remarks>Guo et al., "Single Path One-Shot Neural Architecture Search with Uniform Sampling", ECCV 2020, section
    /// 3.2.</remarks>
    private protected double TrainUniformly(CancellationToken cancellation) => StepsOfRound(cancellation).Average(step =>
        Training.Step(step, [SupernetVariable.Draw(Supernet.Variables, Context.Random.Fork("uniform path", step))]));

    /// <summary>Numbers of the steps of this round of training.</summary>
    private protected IEnumerable<int> StepsOfRound(CancellationToken cancellation)
    {
        var end = Math.Min(_steps, (Round + 1) * _options.StepsPerRound);
        for (var step = Round * _options.StepsPerRound; step < end; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return step;
        }
    }

    private sealed record Saved(int Round, SearchCost Spent, TState State);
}
