using System.Collections.Immutable;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>A small piece of graph and how good it is to have. All scores are in standard deviations of what was learned,
/// and positive where the motif makes architectures better.</summary>
/// <remarks>Ru et al. 2021, section 3.2 and appendix.</remarks>
/// <param name="Part">Which cell it is seen in, from 0.</param>
/// <param name="Level">How many steps it sees from its root.</param>
/// <param name="Tree">The motif.</param>
/// <param name="Support">How many evaluated architectures hold it.</param>
/// <param name="Gradient">Mean over the architectures that hold it once of the gradient of the posterior mean with respect
/// to its count; null where none holds it once. The published score.</param>
/// <param name="GradientDeviation">Posterior standard deviation of that mean; null where there is none.</param>
/// <param name="GradientByCount">The same mean for each count that occurs.</param>
/// <param name="WeightedGradient">Those means, weighted by how often each count occurs.</param>
/// <param name="Effect">Mean posterior mean of the architectures with the motif less that of those without; null where all
/// hold it. The plain effect.</param>
/// <param name="EffectDeviation">Posterior standard deviation of that difference; null where there is none.</param>
/// <param name="HoldersScore">Minus the mean, over the architectures that hold it, of the mean gradient of all features: good
/// architectures are those that more of anything would make worse. What motifs are ranked by when a space is pruned.</param>
public sealed record Motif(
    int Part, int Level, LabelTree Tree, int Support, double? Gradient, double? GradientDeviation,
    ImmutableSortedDictionary<long, double> GradientByCount, double WeightedGradient, double? Effect,
    double? EffectDeviation, double HoldersScore);

/// <summary>One feature of an architecture and its share in what is expected of it.</summary>
/// <param name="Part">Which cell, from 0.</param>
/// <param name="Level">Level of the feature.</param>
/// <param name="Tree">The feature.</param>
/// <param name="Count">How often the architecture has it.</param>
/// <param name="Nodes">Its roots, by node number in the cell's functional graph.</param>
/// <param name="Gradient">Gradient of the posterior mean with respect to its count, positive where more would be
/// better.</param>
/// <param name="Contribution">Its term of the posterior mean, positive where it makes the architecture better; all terms
/// sum to <see cref="Explanation.Expected"/>.</param>
public sealed record ExplainedFeature(
    int Part, int Level, LabelTree Tree, long Count, ImmutableArray<int> Nodes, double Gradient, double Contribution);

/// <summary>An architecture, feature by feature.</summary>
/// <param name="Expected">Its posterior mean in standard deviations, positive where better than the average.</param>
/// <param name="Deviation">Its posterior standard deviation.</param>
/// <param name="Percentile">Per cent of the evaluated architectures whose posterior mean is worse.</param>
/// <param name="Features">Its features that were seen among the evaluated, cell by cell and level by level.</param>
public sealed record Explanation(
    double Expected, double Deviation, double Percentile, ImmutableArray<ExplainedFeature> Features);

/// <summary>What is expected of an architecture that was left out of what was learned.</summary>
/// <param name="Expected">In standard deviations, positive where better.</param>
/// <param name="Deviation">Standard deviation of a measurement around it.</param>
/// <param name="Learned">What was measured, on the same scale.</param>
public readonly record struct LeftOut(double Expected, double Deviation, double Learned);

/// <summary>An architecture at a glance.</summary>
/// <param name="Expected">Its posterior mean in standard deviations, positive where better than the average.</param>
/// <param name="Held">Which of the motifs asked for it holds, by their places in the list.</param>
public sealed record MotifLook(double Expected, ImmutableArray<int> Held);
