using NasStudio.Core.Architectures;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>What the trees see of an architecture: one encoding of its space.</summary>
public sealed class SurrogateFeatures
{
    private const int MostPaths = 1_000;
    private readonly ArchitectureEncoding _encoding;

    /// <summary>The features of a kind.</summary>
    /// <param name="space">The space.</param>
    /// <param name="kind">A kind of its encodings; null for the usual one: paths where they are few, one-hot
    /// elsewhere.</param>
    /// <exception cref="BenchmarkException">The space has no such encoding; says which it has.</exception>
    public SurrogateFeatures(SearchSpace space, string? kind)
    {
        ArgumentNullException.ThrowIfNull(space);
        kind ??= space.Encoding(ArchitectureEncoding.Path) is { Width: <= MostPaths }
            ? ArchitectureEncoding.Path : ArchitectureEncoding.OneHot;
        _encoding = space.Encoding(kind) ?? throw new BenchmarkException(
            $"The space '{space.Kind}' has no encoding '{kind}'; it has "
            + $"{string.Join(", ", space.Encodings.Select(encoding => encoding.Kind))}.");
    }

    /// <summary>Kind of the encoding.</summary>
    public string Kind => _encoding.Kind;

    /// <summary>How many features there are.</summary>
    public int Width => _encoding.Width;

    /// <summary>The features of an architecture. // (width)</summary>
    public double[] Of(Architecture architecture) => _encoding.Encode(architecture);
}
