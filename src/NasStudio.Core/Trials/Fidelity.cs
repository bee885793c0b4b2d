using System.Collections.Immutable;

namespace NasStudio.Core.Trials;

/// <summary>The cheaper ways in which an evaluator can measure: after fewer epochs, for instance.</summary>
/// <remarks>A measurement at a lower level has the same metrics, worth less. It counts as its share of an evaluation
/// (level / full level) in a budget, and never stands on a front, in a curve or as an incumbent.</remarks>
/// <param name="Name">What is spent, for instance "epochs".</param>
/// <param name="Levels">Allowed levels, ascending and positive; the last one is the full evaluation.</param>
public sealed record FidelityScale(string Name, ImmutableArray<double> Levels)
{
    /// <summary>The full evaluation.</summary>
    public double Full => Levels[^1];

    /// <summary>What a measurement at a level costs, in full evaluations.</summary>
    /// <param name="level">A level; null for the full evaluation.</param>
    public double Share(double? level) => level is { } given ? given / Full : 1;
}
