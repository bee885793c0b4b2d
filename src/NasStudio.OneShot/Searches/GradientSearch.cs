using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of searches that learn logits of operations by gradients.</summary>
public record GradientSearchOptions : SupernetOptions
{
    /// <summary>Rate of the logits.</summary>
    [Range(1e-8, 1.0)]
    [Display(Name = "Architecture learning rate", Description = "Adam's rate for the logits of the operations.",
        GroupName = "0.0003, Liu et al. 2019, section 3.1")]
    public virtual double ArchitectureRate { get; init; } = 3e-4;

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
    /// <param name="context">What it is built from.</param>
    /// <param name="options">Its options.</param>
    /// <param name="parts">Operations see one of so many parts of the channels; 1 for all channels.</param>
    /// <param name="weighsSums">Whether there are logits of the terms of each of the supernet's sums, too; they come
    /// last.</param>
    private protected GradientSearch(
        WeightSharingContext context, GradientSearchOptions options, int parts = 1, bool weighsSums = false)
        : base(context, options, parts) => Alphas = new ArchitectureWeights(
            [
                .. Supernet.Variables.Select(variable => variable.Categories.Length),
                .. weighsSums ? Supernet.Sums.Select(terms => terms.Length) : [],
            ],
            context.Random.Fork("logits"), options.ArchitectureRate, options.ArchitectureWeightDecay,
            Supernet.parameters().First().device);

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions =>
    [
        Standing("softmax of the logits", 0, null, Probabilities.Select(row => row.AsEnumerable()), Mode, _accuracy),
    ];

    internal ArchitectureWeights Alphas { get; }

    private protected override GradientSearchState State => new(Alphas.Values, _accuracy);

    /// <summary>Softmax of the logits of the operations. // (variables)(C)</summary>
    private protected IEnumerable<ImmutableArray<double>> Probabilities => Alphas.Probabilities.Take(Supernet.Variables.Length);

    /// <summary>The architecture that the search stands for: the likeliest. // (variables)</summary>
    private protected virtual ImmutableArray<int> Mode => [.. Probabilities.Select(row => row.IndexOf(row.Max()))];

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
    /// <returns>The loss; null where logits do not learn yet.</returns>
    private protected abstract double? Learn(int step);

    /// <summary>A step of the logits along the gradient of the loss on a validation batch.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="picks">What is computed, in the scope of the step.</param>
    /// <returns>The loss.</returns>
    private protected double Follow(int step, Func<Pick[]> picks)
    {
        using var scope = NewDisposeScope();
        var loss = OnValidation(step, picks());
        Alphas.Descend();
        Training.Forget();
        return loss;
    }

    /// <summary>Adds the gradients of the loss on a validation batch.</summary>
    /// <returns>The loss.</returns>
    private protected double OnValidation(int step, Pick[] picks)
    {
        var (images, labels) = Training.Data.Validation(step);
        Supernet.Use(NormStatistics.Batch);
        return Training.Backward(step, Supernet.forward(images, picks), labels, 1);
    }

    /// <summary>What the weights are trained with in a step.</summary>
    private protected abstract Pick[] Trained(int step);

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        var (trained, validated) = (new List<double>(), new List<double>());
        foreach (var step in StepsOfRound(cancellation))
        {
            if (Learn(step) is { } loss) validated.Add(loss);
            trained.Add(Training.Step(step, () => Trained(step)));
            Alphas.Forget();
        }

        _accuracy = Training.Accuracy(Mode);
        var found = Distributions;
        return new RoundInsight(
            [
                SearchedInsight.TrainingLoss(trained.Average()),
                .. validated.Count > 0 ? new[] { SearchedInsight.ValidationLoss(validated.Average()) } : [],
                .. SearchedInsight.Numbers(found),
            ],
            SearchedInsight.Maps(found))
        {
            Warnings = SearchedInsight.CollapseOf(found) is { } collapse ? [collapse] : [],
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
