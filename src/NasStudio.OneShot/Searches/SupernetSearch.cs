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
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, or the device is
    /// none.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    private protected SupernetSearch(WeightSharingContext context, SupernetOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        _options = OptionsValidation.Validate(options);
        Training = new SupernetTraining(context, options);
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
    public nn.Module<Tensor, Tensor> Inherit(Architecture architecture)
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
