using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Supernets;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of searches that learn logits of operations by gradients.</summary>
public record GradientSearchOptions : SupernetOptions
{
    /// <summary>Rate of the logits.</summary>
    [Range(1e-8, 1.0)]
    [Display(Name = "Architecture learning rate", Description = "Adam's rate for the logits of the operations.",
        GroupName = "0.0003, Liu et al. 2019, section 3.1")]
    public double ArchitectureRate { get; init; } = 3e-4;

    /// <summary>Weight decay of the logits.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Architecture weight decay", Description = "Pull of the logits towards 0.",
        GroupName = "0.001, Liu et al. 2019, section 3.1")]
    public double ArchitectureWeightDecay { get; init; } = 1e-3;
}

/// <summary>What searches by gradients share: logits, learned on validation batches in turn with the weights on training
/// batches; they end with the likeliest category of each variable.</summary>
public abstract class GradientSearch : SupernetSearch<GradientSearchState>
{
    private double? _accuracy;

    /// <summary>A search from its beginning.</summary>
    private protected GradientSearch(WeightSharingContext context, GradientSearchOptions options) : base(context, options)
        => Alphas = new ArchitectureWeights(
            Supernet.Variables, context.Random.Fork("logits"), options.ArchitectureRate, options.ArchitectureWeightDecay,
            Supernet.parameters().First().device);

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions
    {
        get
        {
            var (probabilities, mode) = (Alphas.Probabilities, Mode);
            return
            [
                new SearchedDistribution(
                    "softmax of the logits", 0, null, Supernet.Variables, probabilities, Supernet.ArchitectureOf(mode),
                    (long)Supernet.Parameters.Of(mode), (long)Supernet.MultiplyAccumulates.Of(mode), _accuracy),
            ];
        }
    }

    internal ArchitectureWeights Alphas { get; }

    private protected override GradientSearchState State => new(Alphas.Values, _accuracy);

    private ImmutableArray<int> Mode
        => [.. Alphas.Probabilities.Select(row => row.IndexOf(row.Max()))];

    /// <inheritdoc/>
    public override void Save(string folder)
    {
        base.Save(folder);
        Alphas.Save(folder);
    }

    /// <inheritdoc/>
    public override void Load(string folder)
    {
        base.Load(folder);
        Alphas.Load(folder);
    }

    private protected override void Restore(GradientSearchState state)
    {
        Alphas.Set(state.Logits);
        _accuracy = state.AccuracyPercent;
    }

    /// <summary>A step of the logits on a validation batch.</summary>
    /// <returns>The loss.</returns>
    private protected abstract double Learn(int step);

    /// <summary>What the weights are trained with in a step.</summary>
    private protected abstract Pick[] Trained(int step);

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        var (trained, validated) = (new List<double>(), new List<double>());
        foreach (var step in StepsOfRound(cancellation))
        {
            validated.Add(Learn(step));
            trained.Add(Training.Step(step, () => Trained(step)));
            Alphas.Forget();
        }

        _accuracy = Training.Accuracy(Mode);
        var found = Distributions[0];
        return new RoundInsight(
            [
                new("train_loss", "Training loss", "loss", trained.Average()),
                new("val_loss", "Validation loss", "loss", validated.Average()),
                new("entropy_0", "Entropy", "nats", found.Probabilities.Sum(row => row.Sum(p => p > 0 ? -p * Math.Log(p) : 0))),
                new("accuracy_0", "Accuracy of the mode in the supernet", "%", _accuracy.Value),
                new("skips_0", "Skip connections", "% of the probability", 100 * AsngInsight.SkipShare(found)),
            ],
            [AsngInsight.Map(found, "distribution_0")])
        {
            Warnings = AsngInsight.CollapseOf([found]) is { } collapse ? [collapse] : [],
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Alphas.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>What a <see cref="GradientSearch"/> saves besides weights.</summary>
/// <param name="Logits">alpha. // (variables)(C)</param>
/// <param name="AccuracyPercent">Accuracy of the mode after the latest round; null before the first.</param>
public sealed record GradientSearchState(ImmutableArray<ImmutableArray<float>> Logits, double? AccuracyPercent);
