using System.Collections.Immutable;
using System.Globalization;

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

    /// <summary>What measurements cost together, in full evaluations; exact where the levels are whole numbers.</summary>
    /// <param name="scale">The evaluator's levels; null where every evaluation is a full one.</param>
    /// <param name="levels">The level of each measurement; null for a full one.</param>
    public static double Spent(FidelityScale? scale, IEnumerable<double?> levels)
        => scale is null ? levels.Count() : levels.Sum(level => level ?? scale.Full) / scale.Full;

    /// <summary>A level as trials carry it: null for the full one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The evaluator cannot measure at it; says at which it can.</exception>
    public static double? Normalised(FidelityScale? scale, double? level) => level switch
    {
        null => null,
        { } given when scale is null => throw new ArgumentOutOfRangeException(
            nameof(level), given, "The evaluator measures in full only, but was asked to measure at a level."),
        { } given when !scale.Levels.Contains(given) => throw new ArgumentOutOfRangeException(
            nameof(level), given,
            FormattableString.Invariant($"The evaluator cannot measure at this level of {scale.Name}; it can at ")
            + string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", scale.Levels)}.")),
        { } given => given == scale.Full ? null : given,
    };

    /// <summary>A level in words: "12 of 200 epochs".</summary>
    public string Describe(double level) => string.Create(CultureInfo.InvariantCulture, $"{level} of {Full} {Name}");
}
