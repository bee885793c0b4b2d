using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>A choice that an architecture makes in a supernet.</summary>
/// <param name="Name">Name for people, for instance "0 -> 1".</param>
/// <param name="Categories">What may be chosen, in order. // (C), at least 1</param>
/// <param name="Skip">Which category hands its input on; null where none does.</param>
/// <param name="Zero">Which category brings nothing; null where each brings something.</param>
public sealed record SupernetVariable(string Name, ImmutableArray<string> Categories, int? Skip = null, int? Zero = null)
{
    /// <summary>An assignment, drawn uniformly. // (variables)</summary>
    internal static ImmutableArray<int> Draw(ImmutableArray<SupernetVariable> variables, RandomSource random)
        => [.. variables.Select(variable => random.NextInt(variable.Categories.Length))];
}

/// <summary>What a forward pass computes at one variable of a supernet.</summary>
/// <param name="Category">The one category that is computed; null for all of them, which needs weights.</param>
/// <param name="Weights">What each category's output is multiplied by; null for the output as it is. // (C)</param>
/// <param name="Scale">What the sum is multiplied by, with what passes it by; null for 1. // ()</param>
public readonly record struct Pick(int? Category, Tensor? Weights = null, Tensor? Scale = null)
{
    /// <summary>Against which clock, and as which variable, the category is computed; null for none.</summary>
    internal (LayerClock Clock, int Variable)? Timing { get; init; }

    /// <summary>One category, as it is.</summary>
    public static implicit operator Pick(int category) => new(category);

    /// <summary>One category, as it is.</summary>
    public static Pick FromInt32(int category) => new(category);

    /// <summary>The sum over the computed categories; null where all of them bring nothing.</summary>
    /// <param name="categories">C.</param>
    /// <param name="compute">The output of a category; null where it brings nothing. Called for what is picked
    /// alone.</param>
    internal Tensor? Sum(int categories, Func<int, Tensor?> compute)
    {
        if (Weights is not { } weights)
        {
            if (Timing is not { } timing) return compute(Category!.Value);
            var category = Category!.Value;
            return timing.Clock.Run(timing.Variable, () => compute(category));
        }

        Tensor? sum = null;
        for (var at = Category ?? 0; at <= (Category ?? categories - 1); at++)
        {
            if (compute(at) is not { } output) continue;
            using var weight = weights[at];
            using var term = output * weight;
            output.Dispose();
            var before = sum;
            sum = before is null ? term.alias() : before + term;
            before?.Dispose();
        }

        return sum;
    }
}
