using NasStudio.Core.Randomness;

namespace NasStudio.OneShot.Distributions;

/// <summary>The distribution of one variable, an exponential family in its expectation parameters: what the joint
/// distribution and ASNG need of it.</summary>
/// <remarks>Every span of numbers has <see cref="Parameters"/> entries, those of coordinates <see cref="Freedoms"/>.</remarks>
internal abstract class VariableDistribution
{
    /// <summary>Numbers that describe it.</summary>
    public abstract int Parameters { get; }

    /// <summary>Of these, the ones that can be chosen freely.</summary>
    public abstract int Freedoms { get; }

    /// <summary>The largest probability that a choice can have, the bounds kept.</summary>
    public abstract double AttainableProbability { get; }

    /// <summary>Where a search begins.</summary>
    public abstract void Start(Span<double> parameters);

    /// <summary>Draws a value.</summary>
    public abstract double Draw(ReadOnlySpan<double> parameters, RandomSource random);

    /// <summary>The value that goes with another to make a pair whose errors cancel; the same law as <see cref="Draw"/>.</summary>
    public abstract double Antithesis(ReadOnlySpan<double> parameters, double value, RandomSource random);

    /// <summary>Index of the choice that a value stands for.</summary>
    public abstract int Choice(double value);

    /// <summary>Logarithm of the density (the probability, for categories) at a value.</summary>
    public abstract double LogDensity(ReadOnlySpan<double> parameters, double value);

    /// <summary>Probability of every choice. // (choices)</summary>
    public abstract void Probabilities(ReadOnlySpan<double> parameters, Span<double> probabilities);

    /// <summary>Adds weight x (sufficient statistics of a value - expectation parameters): the natural gradient of the log
    /// density in the expectation parameters.</summary>
    public abstract void AddGradient(ReadOnlySpan<double> parameters, double value, double weight, Span<double> gradient);

    /// <summary>Coordinates v of a natural gradient g in which the Fisher metric is the identity: |v|^2 = g' F g.</summary>
    public abstract void Coordinates(ReadOnlySpan<double> parameters, ReadOnlySpan<double> gradient, Span<double> coordinates);

    /// <summary>Moves by rate x gradient and back inside the bounds.</summary>
    public abstract void Move(Span<double> parameters, ReadOnlySpan<double> gradient, double rate);

    /// <summary>Whether the parameters are numbers within the bounds.</summary>
    public abstract bool IsValid(ReadOnlySpan<double> parameters);
}
