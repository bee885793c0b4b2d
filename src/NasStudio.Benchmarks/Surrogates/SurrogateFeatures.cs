using NasStudio.Core.Architectures;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>What the trees see of an architecture: one encoding of its space.</summary>
public sealed class SurrogateFeatures
{
    private readonly Func<Architecture, double[]> _encode;

    /// <summary>The features of a kind.</summary>
    /// <exception cref="BenchmarkException">The space has no such encoding; says which it has.</exception>
    public SurrogateFeatures(SearchSpace space, string kind)
    {
        ArgumentNullException.ThrowIfNull(space);
        Kind = kind;
        _encode = space.Encoding(kind) is { } encoding ? encoding.Encode
            : kind == ArchitectureEncoding.OneHot ? space.Encode
            : throw new BenchmarkException(
                $"The space '{space.Kind}' has no encoding '{kind}'; it has {string.Join(", ", Kinds(space))}.");
    }

    /// <summary>Kind of the encoding.</summary>
    public string Kind { get; }

    /// <summary>The features of an architecture. // (width)</summary>
    public double[] Of(Architecture architecture) => _encode(architecture);

    private static IEnumerable<string> Kinds(SearchSpace space)
        => space.Encodings.Select(encoding => encoding.Kind).Append(ArchitectureEncoding.OneHot).Distinct();
}
