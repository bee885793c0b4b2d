using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.OneShot.Distributions;

/// <summary>A distribution over architectures: one independent distribution for each variable, categorical or (for integers)
/// a rounded Gaussian. It starts at its widest and is moved by <see cref="AdaptiveNaturalGradient"/>.</summary>
/// <remarks>Akimoto et al., "Adaptive Stochastic Natural Gradient Method for One-Shot Neural Architecture Search", ICML 2019,
/// sections 3 and 4. Derived here: what concerns integers. Not safe for concurrent use.</remarks>
public sealed class ArchitectureDistribution
{
    private readonly VariableDistribution[] _parts;
    private readonly int[] _offsets;
    private readonly double[] _parameters;

    /// <summary>The distribution where a search begins.</summary>
    /// <param name="variables">What is to be decided. // (d)</param>
    /// <exception cref="ArgumentException">There is no variable, or one without a choice.</exception>
    public ArchitectureDistribution(IEnumerable<DesignVariable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        Variables = [.. variables];
        if (Variables.IsEmpty || Variables.FirstOrDefault(variable => variable.Choices < 1) is { } wrong)
        {
            throw new ArgumentException("At least one variable is needed, and each needs a choice.", nameof(variables));
        }

        var free = Variables.Count(variable => variable is CategoricalVariable { Choices: > 1 });
        _parts = [.. Variables.Select(variable => Part(variable, free))];
        _offsets = [.. Enumerable.Range(0, _parts.Length).Select(j => _parts.Take(j).Sum(part => part.Parameters))];
        _parameters = new double[_parts.Sum(part => part.Parameters)];
        for (var j = 0; j < _parts.Length; j++)
        {
            _parts[j].Start(Own(j));
        }
    }

    /// <summary>What is decided. // (d)</summary>
    public ImmutableArray<DesignVariable> Variables { get; }

    /// <summary>n, the numbers that can be chosen freely: C - 1 for C categories, 2 for an integer.</summary>
    public int Freedoms => _parts.Sum(part => part.Freedoms);

    /// <summary>Every parameter: probabilities of a categorical variable, mean (as an index) and deviation of an
    /// integer.</summary>
    public ImmutableArray<double> Parameters => [.. _parameters];

    /// <summary>The most probable architecture, as indices of choices; of equals the first. // (d)</summary>
    public ImmutableArray<int> Mode
        => [.. Enumerable.Range(0, Variables.Length).Select(j => IndexOfLargest(Probabilities(j)))];

    /// <summary>Shannon's entropy of the architecture drawn, in nats: from the logarithm of the space's size or less to
    /// nearly 0.</summary>
    public double Entropy => Enumerable.Range(0, Variables.Length).Sum(j => EntropyOf(Probabilities(j)));

    /// <summary>Shannon's entropy of one variable's probabilities, in nats.</summary>
    internal static double EntropyOf(IEnumerable<double> probabilities) => probabilities.Sum(p => p > 0 ? -p * Math.Log(p) : 0);

    /// <summary>How decided it is: the probability of the most probable choice over the largest that the bounds allow, mean
    /// over the variables with more than one choice; 1 without such a variable.</summary>
    public double Decidedness => Enumerable.Range(0, Variables.Length).Where(j => Variables[j].Choices > 1)
        .Select(j => Probabilities(j).Max() / _parts[j].AttainableProbability).DefaultIfEmpty(1).Average();

    /// <summary>Probability of each choice of a variable. // (choices)</summary>
    /// <param name="variable">Index of the variable.</param>
    public double[] Probabilities(int variable)
    {
        var probabilities = new double[Variables[variable].Choices];
        _parts[variable].Probabilities(Own(variable), probabilities);
        return probabilities;
    }

    /// <summary>Probability of each choice of every variable. // (d)(choices)</summary>
    public double[][] AllProbabilities() => [.. Enumerable.Range(0, Variables.Length).Select(Probabilities)];

    /// <summary>Draws one architecture.</summary>
    public ArchitectureSample Sample(RandomSource random) => Sample(1, random)[0];

    /// <summary>Draws architectures: integers in antithetic pairs (an odd last one alone), categories independently.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="random">Is drawn from.</param>
    public ImmutableArray<ArchitectureSample> Sample(int count, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var samples = ImmutableArray.CreateBuilder<ArchitectureSample>(count);
        for (var i = 0; i < count; i++)
        {
            var first = i % 2 == 1 ? samples[i - 1].Values : default;
            samples.Add(Chosen([.. _parts.Select((part, j) => first.IsDefault
                ? part.Draw(Own(j), random)
                : part.Antithesis(Own(j), first[j], random))]));
        }

        return samples.MoveToImmutable();
    }

    /// <summary>The logarithm of the density at a sample (of any distribution over the same variables).</summary>
    public double LogDensity(ArchitectureSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var sum = 0.0;
        for (var j = 0; j < _parts.Length; j++)
        {
            sum += _parts[j].LogDensity(Own(j), sample.Values[j]);
        }

        return sum;
    }

    /// <summary>Takes parameters over, for instance those of a checkpoint.</summary>
    /// <exception cref="ArgumentException">Their number is wrong, or one is out of its bounds.</exception>
    public void Restore(ImmutableArray<double> parameters)
    {
        if (parameters.IsDefault || parameters.Length != _parameters.Length
            || Enumerable.Range(0, _parts.Length).Any(j => !_parts[j].IsValid(Of(parameters.AsSpan(), j))))
        {
            throw new ArgumentException("These are no parameters of a distribution over these variables.", nameof(parameters));
        }

        parameters.CopyTo(_parameters);
    }

    /// <summary>Adds weight x the natural gradient of the log density at a sample. // (parameters)</summary>
    internal void AddGradient(ArchitectureSample sample, double weight, Span<double> gradient)
    {
        for (var j = 0; j < _parts.Length; j++)
        {
            _parts[j].AddGradient(Own(j), sample.Values[j], weight, Of(gradient, j));
        }
    }

    /// <summary>Coordinates of a gradient in which the Fisher metric is the identity. // (freedoms)</summary>
    internal double[] Coordinates(ReadOnlySpan<double> gradient)
    {
        var coordinates = new double[Freedoms];
        var at = 0;
        for (var j = 0; j < _parts.Length; j++)
        {
            _parts[j].Coordinates(Own(j), Of(gradient, j), coordinates.AsSpan(at, _parts[j].Freedoms));
            at += _parts[j].Freedoms;
        }

        return coordinates;
    }

    /// <summary>Moves by rate x gradient, and back inside the bounds.</summary>
    internal void Move(ReadOnlySpan<double> gradient, double rate)
    {
        for (var j = 0; j < _parts.Length; j++)
        {
            _parts[j].Move(Own(j), Of(gradient, j), rate);
        }
    }

    private ArchitectureSample Chosen(ImmutableArray<double> values)
        => new([.. values.Select((value, j) => _parts[j].Choice(value))], values);

    private static VariableDistribution Part(DesignVariable variable, int freeVariables) => variable switch
    {
        CategoricalVariable => new CategoricalDistribution(variable.Choices, freeVariables),
        IntegerVariable => new IntegerDistribution(variable.Choices),
        _ => throw new ArgumentException($"There is no distribution for a {variable.GetType().Name}.", nameof(variable)),
    };

    private static int IndexOfLargest(double[] values) => Array.IndexOf(values, values.Max());

    private Span<double> Own(int variable) => Of(_parameters.AsSpan(), variable);

    private Span<double> Of(Span<double> all, int variable) => all.Slice(_offsets[variable], _parts[variable].Parameters);

    private ReadOnlySpan<double> Of(ReadOnlySpan<double> all, int variable)
        => all.Slice(_offsets[variable], _parts[variable].Parameters);
}
