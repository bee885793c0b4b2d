namespace NasStudio.Core.Architectures;

/// <summary>One point of a search space, named by its native string in canonical spelling; equal when both are
/// equal.</summary>
/// <param name="Space">Kind of the space, for instance "nas-bench-201".</param>
/// <param name="Native">The space's own text form; <see cref="SearchSpace.Parse"/> reads it.</param>
public sealed record Architecture(string Space, string Native)
{
    /// <summary>The native string.</summary>
    public override string ToString() => Native;
}
