using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;

namespace NasStudio.Runs.Experiments;

/// <summary>What a user configures: exactly the experiment file (schema <see cref="Schema"/>).</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Space">The space to search.</param>
/// <param name="Evaluator">How architectures are measured.</param>
/// <param name="Strategy">How architectures are chosen.</param>
/// <param name="Objectives">At least one; the first decides the incumbent.</param>
/// <param name="Constraints">Any number.</param>
/// <param name="Evaluations">Budget of each run.</param>
/// <param name="Seeds">One run each; at least one, no two equal.</param>
public sealed record ExperimentDocument(
    string Name, KindChoice Space, KindChoice Evaluator, KindChoice Strategy, ImmutableArray<Objective> Objectives,
    ImmutableArray<Constraint> Constraints, int Evaluations, ImmutableArray<long> Seeds)
{
    /// <summary>Name of the file's schema.</summary>
    public const string Schema = "nasstudio/experiment/v1";

    /// <summary>Objectives and constraints together.</summary>
    public Problem Problem => new(Objectives, Constraints);

    /// <summary>Equal when every part is.</summary>
    public bool Equals(ExperimentDocument? other)
        => other is not null && Name == other.Name && Space == other.Space && Evaluator == other.Evaluator
            && Strategy == other.Strategy && Objectives.SequenceEqual(other.Objectives)
            && Constraints.SequenceEqual(other.Constraints) && Evaluations == other.Evaluations
            && Seeds.SequenceEqual(other.Seeds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Space, Evaluator, Strategy, Evaluations);
}

/// <summary>A kind out of a catalogue and the options given for it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Options">Options that differ from their defaults, or are stated all the same.</param>
public sealed record KindChoice(string Kind, OptionValues Options)
{
    /// <summary>A kind with every option at its default.</summary>
    public KindChoice(string kind) : this(kind, OptionValues.Defaults) { }
}
