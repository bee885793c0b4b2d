using System.Collections.Immutable;

namespace NasStudio.OneShot.Distributions;

/// <summary>How large architectures are, as a sum over what is chosen: parameters, multiply-accumulates, or measured
/// milliseconds of every choice, or of choices that only have a size together.</summary>
public sealed class ComplexityTable
{
    private readonly double _fixed;

    /// <summary>A table.</summary>
    /// <param name="choices">What each choice of each variable adds; finite, not negative. // (d, choices)</param>
    /// <param name="fixedPart">What every architecture has besides; finite, not negative.</param>
    /// <exception cref="ArgumentException">A number is negative or none, or a variable has no choice.</exception>
    public ComplexityTable(IEnumerable<ImmutableArray<double>> choices, double fixedPart)
        : this((choices ?? throw new ArgumentNullException(nameof(choices))).Select(
            (costs, j) => new ComplexityTerm([j], costs.IsDefault ? [] : [costs.Length], costs)), fixedPart)
    { }

    /// <summary>A table in which some variables have a size only together.</summary>
    /// <param name="terms">What is added up; every variable is in one of them.</param>
    /// <param name="fixedPart">What every architecture has besides; finite, not negative.</param>
    /// <exception cref="ArgumentException">A number is negative or none, or a variable has no choice.</exception>
    public ComplexityTable(IEnumerable<ComplexityTerm> terms, double fixedPart)
    {
        ArgumentNullException.ThrowIfNull(terms);
        (Terms, _fixed) = ([.. terms], fixedPart);
        if (Terms.Any(term => term.Costs.IsDefaultOrEmpty)
            || Terms.SelectMany(term => term.Costs).Append(fixedPart).Any(cost => !double.IsFinite(cost) || cost < 0))
        {
            throw new ArgumentException("Every choice adds a finite number that is not negative.", nameof(terms));
        }

        var counts = new int[Terms.Sum(term => term.Variables.Length)];
        foreach (var (variable, count) in Terms.SelectMany(term => term.Variables.Zip(term.Counts))) counts[variable] = count;
        Counts = [.. counts];
        Smallest = fixedPart + Terms.Sum(term => term.Costs.Min());
        Largest = fixedPart + Terms.Sum(term => term.Costs.Max());
    }

    /// <summary>What is added up.</summary>
    public ImmutableArray<ComplexityTerm> Terms { get; }

    /// <summary>How many choices each variable has. // (d)</summary>
    public ImmutableArray<int> Counts { get; }

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
        foreach (var term in Terms)
        {
            sum += term.Costs[term.Number(choices)];
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
        return Expected(distribution.AllProbabilities());
    }

    /// <summary>The mean size of architectures whose variables are drawn independently; exact.</summary>
    /// <param name="probabilities">Of each choice of each variable. // (d)(choices)</param>
    public double Expected(double[][] probabilities) => _fixed + Terms.Sum(term => term.Costs.Zip(
        term.Probabilities(probabilities), (cost, probability) => cost * probability).Sum());
}

/// <summary>What some variables add together to the size of an architecture; most often it is one variable.</summary>
/// <param name="Variables">Their numbers.</param>
/// <param name="Counts">How many choices each of them has.</param>
/// <param name="Costs">What each assignment adds, the last variable fastest. // (product of the counts)</param>
public sealed record ComplexityTerm(
    ImmutableArray<int> Variables, ImmutableArray<int> Counts, ImmutableArray<double> Costs)
{
    /// <summary>Number of the assignment that an architecture makes.</summary>
    /// <param name="choices">Indices of its choices. // (d)</param>
    public int Number(ImmutableArray<int> choices)
    {
        var number = 0;
        for (var i = 0; i < Variables.Length; i++)
        {
            number = number * Counts[i] + choices[Variables[i]];
        }

        return number;
    }

    /// <summary>Writes the assignment of a number into the choices of an architecture.</summary>
    /// <param name="number">Number of the assignment.</param>
    /// <param name="choices">Is changed. // (d)</param>
    public void Assign(int number, int[] choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        for (var i = Variables.Length - 1; i >= 0; i--)
        {
            (number, choices[Variables[i]]) = Math.DivRem(number, Counts[i]);
        }
    }

    /// <summary>Probability of each assignment. // (product of the counts)</summary>
    /// <param name="probabilities">Of each choice of each variable. // (d)(choices)</param>
    public double[] Probabilities(double[][] probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        double[] joint = [1];
        foreach (var variable in Variables)
        {
            joint = [.. joint.SelectMany(before => probabilities[variable].Select(probability => before * probability))];
        }

        return joint;
    }
}
