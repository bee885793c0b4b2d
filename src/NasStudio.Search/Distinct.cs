using NasStudio.Core.Architectures;

namespace NasStudio.Search;

/// <summary>What no two proposals of a run may share: the values of the option of that name.</summary>
public static class Distinct
{
    /// <summary>The native string; how published comparisons on tables count.</summary>
    public const string Architecture = "architecture";

    /// <summary>The functional id: twins that compute the same are left out.</summary>
    public const string Function = "function";

    /// <summary>Nothing: an architecture may be evaluated again.</summary>
    public const string Nothing = "nothing";

    /// <summary>What the option is described as.</summary>
    internal const string Description =
        "What no two proposals may share: the architecture, the function that it computes, or nothing (an "
        + "architecture may be evaluated again). Source: the published algorithm allows repeats; where evaluations are "
        + "deterministic they are wasted.";

    /// <summary>What an architecture occupies; null where it occupies nothing.</summary>
    internal static string? Key(string distinct, SearchSpace space, Architecture architecture) => distinct switch
    {
        Architecture => architecture.Native,
        Function => space.FunctionalId(architecture),
        _ => null,
    };
}
