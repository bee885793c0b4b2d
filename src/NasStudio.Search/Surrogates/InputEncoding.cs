using NasStudio.Core.Architectures;

namespace NasStudio.Search.Surrogates;

/// <summary>What a surrogate sees of an architecture. // (W)</summary>
internal delegate double[] InputEncoding(Architecture architecture);

/// <summary>Values of the option of that name: which encoding a surrogate sees.</summary>
public static class InputEncodings
{
    /// <summary>One-hot operations and edges; every space has it.</summary>
    public const string OneHot = ArchitectureEncoding.OneHot;

    /// <summary>Which paths of operations lead from input to output; one-hot where the space has none.</summary>
    public const string Path = ArchitectureEncoding.Path;

    /// <summary>The encoding of a space.</summary>
    internal static InputEncoding Of(SearchSpace space, string kind)
        => space.Encoding(kind) is { } encoding ? encoding.Encode : space.Encode;
}
