using System.Collections.Immutable;
using NasStudio.Core.Statistics;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>A trial that was left out of what was learned: what would have been expected of it.</summary>
/// <param name="Number">The trial.</param>
/// <param name="Expected">In the objective's unit, with the range of 68 measurements in 100.</param>
/// <param name="Measured">What was measured.</param>
public sealed record LeftOutTrial(int Number, ExpectedValue Expected, double Measured);

/// <summary>How many measurements lie within an interval that should hold a certain share of them.</summary>
/// <param name="Expected">The share that should, in [0, 1].</param>
/// <param name="Observed">The share that does.</param>
public readonly record struct Coverage(double Expected, double Observed);

/// <summary>How far a model of motifs can be trusted, told by what it says of each trial when that is left out.</summary>
/// <remarks>Rasmussen and Williams, "Gaussian Processes for Machine Learning", MIT Press 2006, section 5.4.2. Depth, noise
/// and signal are those of all trials. Coverage counts on the learned scale, where the far end is cut.</remarks>
/// <param name="Trials">Every learned trial.</param>
/// <param name="RankCorrelation">Spearman's, of expected and measured values; null where one of them does not vary.</param>
/// <param name="Error">Root mean square error, in standard deviations: 1 is that of the mean alone.</param>
/// <param name="Coverages">Observed shares for expected ones, ascending.</param>
public sealed record Calibration(
    ImmutableArray<LeftOutTrial> Trials, double? RankCorrelation, double Error, ImmutableArray<Coverage> Coverages)
{
    /// <summary>The shares that intervals should hold.</summary>
    public static ImmutableArray<double> Levels { get; } =
        [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.68, 0.8, 0.9, 0.95, 0.99];

    /// <summary>The observed share of the interval that should hold one of <see cref="Levels"/>.</summary>
    public double Within(double level) => Coverages.Single(c => c.Expected == level).Observed;

    /// <summary>How often measurements lie within their intervals.</summary>
    /// <param name="left">What is expected and what was learned. // (n), not empty</param>
    public static ImmutableArray<Coverage> Of(IReadOnlyCollection<LeftOut> left) =>
    [
        .. Levels.Select(level =>
        {
            var reach = NormalDistribution.Quantile((1 + level) / 2);
            return new Coverage(
                level, left.Count(l => Math.Abs(l.Learned - l.Expected) <= reach * l.Deviation) / (double)left.Count);
        }),
    ];
}
