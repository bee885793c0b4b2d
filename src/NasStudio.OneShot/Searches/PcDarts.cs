using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="PcDarts"/>.</summary>
public sealed record PcDartsOptions : GradientSearchOptions
{
    /// <inheritdoc/>
    [Range(1e-8, 1.0)]
    [Display(Name = "Architecture learning rate", Description = "Adam's rate for the logits of the operations and of the edges.",
        GroupName = "0.0006, Xu et al. 2020, section 4.2")]
    public override double ArchitectureRate { get; init; } = 6e-4;

    /// <summary>K.</summary>
    [Range(1, 64)]
    [Display(Name = "Parts of the channels",
        Description = "Operations see one of so many parts of the channels; the others pass by. The network's channels must be a "
        + "multiple of it.", GroupName = "4, Xu et al. 2020, section 4.2")]
    public int Parts { get; init; } = 4;

    /// <summary>Share of the epochs in which only the weights learn.</summary>
    [Range(0.0, 0.95)]
    [Display(Name = "Warm-up", Description = "Share of the search, at its beginning, in which only weights learn.",
        GroupName = "0.3, Xu et al. 2020, section 4.2: 15 of 50 epochs")]
    public double WarmUp { get; init; } = 0.3;
}

/// <summary>
/// DARTS in which operations see a part of the channels, and what several edges bring to a node is weighted by a softmax of the
/// edges' own logits.
/// </summary>
/// <remarks>
/// Xu et al., "PC-DARTS: Partial Channel Connections for Memory-Efficient Architecture Search", ICLR 2020, equations 2 and 3.
/// The architecture has the likeliest operation other than zero at each place, as in DARTS (section 2.4): here, where most
/// channels pass an edge by whatever its operation, zero would cost a network of its own its input.
/// Where a variable of the space already chooses among the inputs of a node (the space "darts"), its softmax weighs them.
/// Weights cannot be handed on: an operation of the supernet is narrower than that of an architecture's own network.
/// </remarks>
public sealed class PcDarts(WeightSharingContext context, PcDartsOptions options)
    : GradientSearch(context, options, options.Parts, weighsSums: true)
{
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always, with several parts of the channels.</exception>
    public override nn.Module<Tensor, Tensor> Inherit(Core.Architectures.Architecture architecture) => options.Parts == 1
        ? base.Inherit(architecture)
        : throw new NotSupportedException(
            $"Weights cannot be inherited: in this supernet operations see one of {options.Parts} parts of the channels.");

    private protected override ImmutableArray<int> Mode => [.. Probabilities.Zip(Supernet.Variables, (row, variable) =>
        Enumerable.Range(0, row.Length).Where(category => category != variable.Zero).MaxBy(category => row[category]))];

    private protected override Pick[] Trained(int step) => Mixture(learns: false);

    private protected override double? Learn(int step)
        => step < options.WarmUp * options.Epochs * Training.Data.StepsPerEpoch ? null : Follow(step, () => Mixture(learns: true));

    /// <summary>The mixture of operations, each of several edges into one node weighted by a softmax over these
    /// edges.</summary>
    internal Pick[] Mixture(bool learns)
    {
        var all = Alphas.Mixture(learns);
        var picks = all[..Supernet.Variables.Length];
        foreach (var (edges, weights) in Supernet.Sums.Zip(all[picks.Length..]))
        {
            for (var i = 0; i < edges.Length; i++) picks[edges[i]] = picks[edges[i]] with { Scale = weights.Weights![i] };
        }

        return picks;
    }
}
