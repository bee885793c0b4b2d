using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="ParamsOnlyPaths"/>.</summary>
public sealed record ParamsOnlyPathsOptions : TargetedOptions
{
    /// <summary>How many architectures are named where no size is asked for.</summary>
    [Range(1, 64)]
    [Display(Name = "Architectures", Description = "How many architectures it ends with where no target sizes are given: one of each of "
        + "the largest sizes.", GroupName = "4, our choice, as many as importance-sampled ASNG has coefficients")]
    public int Architectures { get; init; } = 4;

    /// <summary>How many architectures it ends with, at most.</summary>
    public int Distributions => NumberListAttribute.Parse(Targets) is { Length: > 0 } targets ? targets.Length : Architectures;
}

/// <summary>
/// A control that learns nothing about architectures: the largest that each target size allows, or the largest of all. The
/// supernet is that of <see cref="Spos"/>, only to say what these are worth in it.
/// </summary>
/// <remarks>White et al., "A Deeper Look at Zero-Cost Proxies for Lightweight NAS", ICLR blog track 2022: what a method has to
/// beat before it can claim to see more than size. Of architectures of one size the seed takes one.</remarks>
public sealed class ParamsOnlyPaths : SupernetSearch<ParamsOnlyPathsState>
{
    private readonly ImmutableArray<(string Name, double? Target, ImmutableArray<int> Choices)> _largest;
    private ImmutableArray<double?> _accuracies;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public ParamsOnlyPaths(WeightSharingContext context, ParamsOnlyPathsOptions options) : base(context, options)
    {
        try
        {
            var sizes = new ExistingSizes(Supernet.TableOf(options.Complexity));
            var targets = NumberListAttribute.Parse(options.Targets)!;
            _largest = targets.Length > 0
                ? [.. targets.Select(sizes.NotAbove).Select((size, k) => (
                    Complexities.AtMost(size, options.Complexity), (double?)size, Of(size, k)))]
                : [.. sizes.Largest(options.Architectures).Select((size, k) => (
                    string.Create(CultureInfo.InvariantCulture, $"{size:0.###} {Complexities.UnitOf(options.Complexity)}"),
                    (double?)null, Of(size, k)))];

            // random weights take one of equal size; nothing else is in them
            ImmutableArray<int> Of(double size, int k)
            {
                var random = context.Random.Fork("equals", k);
                double[][] weights = [.. Supernet.Variables.Select(
                    variable => variable.Categories.Select(_ => random.NextDouble()).ToArray())];
                return sizes.Mode(weights, size, tolerance: 0, Supernet.IsWasteful);
            }
        }
        catch
        {
            Training.Dispose();
            throw;
        }

        _accuracies = [.. new double?[_largest.Length]];
    }

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions => [.. _largest.Select((each, k) => Standing(
        each.Name, 0, each.Target, Supernet.Variables.Select((variable, j) => variable.Categories.Select(
            (_, category) => category == each.Choices[j] ? 1.0 : 0)), each.Choices, _accuracies[k]))];

    private protected override ParamsOnlyPathsState State => new(_accuracies);

    private protected override void Restore(ParamsOnlyPathsState state) => _accuracies = state.Accuracies;

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        var loss = TrainUniformly(cancellation);
        _accuracies = [.. Training.Accuracies([.. _largest.Select(each => each.Choices)], cancellation)
            .Select(accuracy => (double?)accuracy)];
        return new RoundInsight(
            [SearchedInsight.TrainingLoss(loss), .. SearchedInsight.Numbers(Distributions)], SearchedInsight.Maps(Distributions));
    }
}

/// <summary>What <see cref="ParamsOnlyPaths"/> saves besides weights.</summary>
/// <param name="Accuracies">Accuracy of each architecture after the latest round, in per cent; null before the first.</param>
public sealed record ParamsOnlyPathsState(ImmutableArray<double?> Accuracies);
