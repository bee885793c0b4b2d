namespace NasStudio.Core.Architectures;

/// <summary>Writes the architectures of one space as vectors of a fixed length, and reads them back.</summary>
/// <remarks>Decoding an encoded architecture gives one with the same encoding: an equivalent one, as far as the
/// encoding tells architectures apart. A vector that numbers the nodes of a graph otherwise than the space does decodes as well.
/// Immutable and safe for concurrent use.</remarks>
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

    /// <summary>The architecture, or one of those, that a vector stands for; null where there is none.</summary>
    /// <param name="encoding">// (Width)</param>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public abstract Architecture? Decode(ReadOnlySpan<double> encoding);

    /// <summary>A vector with ones at these positions. // (Width)</summary>
    protected double[] WithOnes(IEnumerable<int> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var encoding = new double[Width];
        foreach (var position in positions)
        {
            encoding[position] = 1;
        }

        return encoding;
    }

    /// <summary>Positions of the ones of a vector; null where an entry is neither 0 nor 1.</summary>
    /// <exception cref="ArgumentException">The vector has another length than <see cref="Width"/>.</exception>
    protected int[]? OnesOf(ReadOnlySpan<double> encoding)
    {
        if (encoding.Length != Width)
        {
            throw new ArgumentException(
                $"The vector has {encoding.Length} entries instead of {Width}.", nameof(encoding));
        }

        var ones = new List<int>();
        for (var position = 0; position < encoding.Length; position++)
        {
            if (encoding[position] is not (0 or 1))
            {
                return null;
            }

            if (encoding[position] == 1)
            {
                ones.Add(position);
            }
        }

        return [.. ones];
    }
}
