namespace NasStudio.Core.Architectures;

/// <summary>Writes the architectures of one space as vectors of a fixed length, and reads them back.</summary>
/// <remarks>Decoding an encoded architecture gives one with the same encoding: an equivalent one, as far as the encoding
/// tells architectures apart. Immutable and safe for concurrent use.</remarks>
public abstract class ArchitectureEncoding
{
    /// <summary>Kind of the one-hot adjacency encoding, which every space has.</summary>
    public const string OneHot = "one-hot";

    /// <summary>Kind of the path encoding: which paths of operations lead from input to output.</summary>
    /// <remarks>White, Neiswanger and Savani, "BANANAS: Bayesian Optimization with Neural Architectures for Neural
    /// Architecture Search", AAAI 2021, section 4.</remarks>
    public const string Path = "path";

    /// <summary>Kind of the encoding that AG-Net's generator writes: one-hot nodes, then edges.</summary>
    public const string Generator = "generator";

    /// <summary>Which encoding: <see cref="OneHot"/>, <see cref="Path"/> or <see cref="Generator"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>Length of every vector.</summary>
    public abstract int Width { get; }

    /// <summary>The vector of an architecture. // (Width), entries 0 or 1</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public abstract double[] Encode(Architecture architecture);

    /// <summary>An architecture with this encoding; null where there is none.</summary>
    /// <param name="encoding">// (Width)</param>
    public abstract Architecture? Decode(ReadOnlySpan<double> encoding);
}
