using System.Collections.Immutable;
using NasStudio.Core.Architectures;

namespace NasStudio.Runs.Motifs;

/// <summary>A motif of a run, its scores, and what was measured with and without it. Scores are in standard deviations of
/// what was learned, and positive where the motif makes architectures better; <see cref="MotifDefinitions"/> says what each
/// is.</summary>
/// <param name="Name">Its name, unique among the run's motifs; where architectures have several cells, behind the
/// cell's.</param>
/// <param name="Cell">The cell that it is seen in; empty where there is only one.</param>
/// <param name="Graph">The motif: node 0 its root, the others what follows.</param>
/// <param name="Level">How many steps it sees from its root.</param>
/// <param name="IsGood">Whether a search that is guided by motifs seeks it; false where it avoids it, null where
/// neither.</param>
/// <param name="Support">How many of the learned architectures hold it.</param>
/// <param name="Effect">With minus without.</param>
/// <param name="EffectDeviation">Posterior standard deviation of the effect.</param>
/// <param name="Gradient">The published gradient; null where no architecture holds it exactly once.</param>
/// <param name="GradientDeviation">Posterior standard deviation of the gradient; null where there is none.</param>
/// <param name="HoldersScore">Minus the mean gradient of all features in the architectures that hold it.</param>
/// <param name="MeanWith">Mean measured value of the architectures that hold it, in the objective's unit.</param>
/// <param name="MeanWithout">The same of those that do not.</param>
public sealed record StudiedMotif(
    string Name, string Cell, LabelledDag Graph, int Level, bool? IsGood, int Support, double Effect,
    double EffectDeviation, double? Gradient, double? GradientDeviation, double HoldersScore, double MeanWith,
    double MeanWithout);

/// <summary>A value of the objective as it is expected, in the objective's unit.</summary>
/// <param name="Value">What is expected (of an accuracy the median).</param>
/// <param name="Low">A measurement is below this 16 times in 100, if the model is right.</param>
/// <param name="High">A measurement is above this 16 times in 100.</param>
public readonly record struct ExpectedValue(double Value, double Low, double High);

/// <summary>An architecture, its value and the motifs that it holds.</summary>
/// <param name="Number">The trial; null where it is none.</param>
/// <param name="Value">The value, in the objective's unit.</param>
/// <param name="Held">Places in <see cref="MotifStudy.Motifs"/>.</param>
public sealed record HoldingArchitecture(int? Number, double Value, ImmutableArray<int> Held);

/// <summary>Where values of architectures that a run has not evaluated come from.</summary>
public enum UnseenValues
{
    /// <summary>The run's evaluator looked them up; the search never saw them.</summary>
    LookedUp,

    /// <summary>The model expects them.</summary>
    Expected,
}

/// <summary>One cell of an explained architecture.</summary>
/// <param name="Name">Its name; empty where there is only one.</param>
/// <param name="Graph">The cell as it is drawn.</param>
/// <param name="Shares">For each of <see cref="SearchSpace.Places"/> the part that the features rooted there have in what
/// is expected, in standard deviations; null where the place computes nothing of its own.</param>
/// <param name="Comparisons">For each place how much better the architecture is expected to be than on average with
/// another operation there, in standard deviations; null where no single change keeps the rest.</param>
public sealed record ExplainedCell(
    string Name, LabelledDag Graph, ImmutableArray<double?> Shares, ImmutableArray<double?> Comparisons);

/// <summary>A motif that an architecture holds.</summary>
/// <param name="Motif">Place in <see cref="MotifStudy.Motifs"/>.</param>
/// <param name="Count">How often.</param>
/// <param name="Contribution">What it adds to the expectation, in standard deviations.</param>
public sealed record HeldMotif(int Motif, long Count, double Contribution);

/// <summary>A small change of an architecture.</summary>
/// <param name="Native">What it makes.</param>
/// <param name="Part">The only cell that changes; null where several places change.</param>
/// <param name="Place">The only one of the cell's <see cref="SearchSpace.Places"/> that changes; null where the
/// connections change, or several places.</param>
/// <param name="Text">The change in words, or the operation that stands there instead.</param>
/// <param name="Expected">What is expected of it, in standard deviations.</param>
/// <param name="Value">The same in the objective's unit.</param>
public sealed record ArchitectureChange(
    string Native, int? Part, int? Place, string Text, double Expected, double Value);

/// <summary>What a model makes of one architecture.</summary>
/// <param name="Native">Its native string.</param>
/// <param name="Expected">What is expected, in standard deviations, positive where better than the average.</param>
/// <param name="Deviation">Standard deviation of a measurement around it.</param>
/// <param name="Value">What is expected in the objective's unit.</param>
/// <param name="Percentile">Per cent of the learned architectures of which less is expected.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="Held">The motifs that it holds, those that add most first.</param>
/// <param name="Changes">Every architecture at distance one, in the space's order.</param>
public sealed record ArchitectureReading(
    string Native, double Expected, double Deviation, ExpectedValue Value, double Percentile,
    ImmutableArray<ExplainedCell> Cells, ImmutableArray<HeldMotif> Held, ImmutableArray<ArchitectureChange> Changes);
