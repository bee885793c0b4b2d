using System.Collections.Immutable;

namespace NasStudio.OneShot.Distributions;

/// <summary>How large architectures are, as a sum over what is chosen: parameters, multiply-accumulates, or measured
/// milliseconds of every choice.</summary>
public sealed class ComplexityTable
{
    private readonly double _fixed;

    /// <summary>A table.</summary>
    /// <param name="choices">What each choice of each variable adds; finite, not negative. // (d, choices)</param>
    /// <param name="fixedPart">What every architecture has besides; finite, not negative.</param>
    /// <exception cref="ArgumentException">A number is negative or none, or a variable has no choice.</exception>
    public ComplexityTable(IEnumerable<ImmutableArray<double>> choices, double fixedPart)
    {
        ArgumentNullException.ThrowIfNull(choices);
        (Choices, _fixed) = ([.. choices], fixedPart);
        if (Choices.Any(variable => variable.IsDefaultOrEmpty)
            || Choices.SelectMany(variable => variable).Append(fixedPart).Any(cost => !double.IsFinite(cost) || cost < 0))
        {
            throw new ArgumentException("Every choice adds a finite number that is not negative.", nameof(choices));
        }

        Smallest = fixedPart + Choices.Sum(variable => variable.Min());
        Largest = fixedPart + Choices.Sum(variable => variable.Max());
    }

    /// <summary>What each choice adds. // (d, choices)</summary>
    public ImmutableArray<ImmutableArray<double>> Choices { get; }

    /// <summary>What every architecture has, whatever is chosen.</summary>
    public double FixedPart => _fixed;

    /// <summary>The size of the smallest architecture.</summary>
    public double Smallest { get; }

    /// <summary>The size of the largest architecture.</summary>
    public double Largest { get; }

    /// <summary>The size of an architecture.</summary>
    /// <param name="choices">Indices of its choices. // (d)</param>
    public double Of(ImmutableArray<int> choices)
    {
        var sum = _fixed;
        for (var j = 0; j < choices.Length; j++)
        {
            sum += Choices[j][choices[j]];
        }

        return sum;
    }

    /// <summary>R: a size on the scale from the smallest architecture, 0, to the largest, 1. 0 where all are of one
    /// size.</summary>
    public double Normalise(double size) => Largest > Smallest ? (size - Smallest) / (Largest - Smallest) : 0;

    /// <summary>The mean size of the architectures of a distribution; exact.</summary>
    public double Expected(ArchitectureDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return _fixed + Choices.Select((variable, j) =>
            variable.Zip(distribution.Probabilities(j), (cost, probability) => cost * probability).Sum()).Sum();
    }
}
