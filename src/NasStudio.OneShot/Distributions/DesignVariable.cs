using System.Collections.Immutable;

namespace NasStudio.OneShot.Distributions;

/// <summary>One decision of a search space over which a distribution stands: a choice is its index, from 0.</summary>
/// <param name="Name">Name for people and files.</param>
/// <param name="Choices">How many choices there are; at least 1. With one there is nothing to decide.</param>
public abstract record DesignVariable(string Name, int Choices);

/// <summary>Choices without an order: which operation stands somewhere.</summary>
/// <param name="Name">Name for people and files.</param>
/// <param name="Choices">How many categories there are; at least 1.</param>
public sealed record CategoricalVariable(string Name, int Choices) : DesignVariable(Name, Choices);

/// <summary>Choices with an order: how many layers or channels. The choice of index i is the number
/// <paramref name="Minimum"/> + i.</summary>
/// <param name="Name">Name for people and files.</param>
/// <param name="Minimum">The smallest number.</param>
/// <param name="Maximum">The largest number; not below the smallest.</param>
public sealed record IntegerVariable(string Name, int Minimum, int Maximum)
    : DesignVariable(Name, checked(Maximum - Minimum + 1));

/// <summary>An architecture as a distribution draws it.</summary>
/// <param name="Choices">Index of the choice of every variable. // (d)</param>
/// <param name="Values">What was drawn: the index again, or the real number that was rounded to it. // (d)</param>
public sealed record ArchitectureSample(ImmutableArray<int> Choices, ImmutableArray<double> Values);
