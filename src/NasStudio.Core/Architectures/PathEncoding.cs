namespace NasStudio.Core.Architectures;

/// <summary>The path encoding of a space: an entry for each word of operations that may lead from an input to an
/// output, 1 where a path of the architecture spells it.</summary>
/// <remarks>
/// White, Neiswanger and Savani, "BANANAS: Bayesian Optimization with Neural Architectures for Neural Architecture
/// Search", AAAI 2021, section 4. Words are ordered by length, then by letters, the first letter counting most: in
/// bijective base-A numeration over A operations the empty word is 0 and the word w a is A w + a + 1. Different
/// architectures may have the same paths; decoding gives one of them, found by exact search.
/// </remarks>
public abstract class PathEncoding : ArchitectureEncoding
{
    /// <inheritdoc/>
    public sealed override string Kind => Path;

    /// <inheritdoc/>
    public sealed override double[] Encode(Architecture architecture) => WithOnes(PathsOf(architecture));

    /// <inheritdoc/>
    public sealed override Architecture? Decode(ReadOnlySpan<double> encoding)
        => OnesOf(encoding) is { } paths ? Find(paths.ToHashSet()) : null;

    /// <summary>Positions of the architecture's paths.</summary>
    protected abstract IEnumerable<int> PathsOf(Architecture architecture);

    /// <summary>An architecture with exactly these paths; null where there is none.</summary>
    protected abstract Architecture? Find(IReadOnlySet<int> paths);

    /// <summary>How many words have at most so many letters, the empty word among them.</summary>
    /// <param name="letters">How many letters there are.</param>
    /// <param name="length">The most letters of a word.</param>
    protected static int WordCount(int letters, int length)
    {
        var count = 1;
        for (var i = 0; i < length; i++)
        {
            count = count * letters + 1;
        }

        return count;
    }

    /// <summary>Number of a word with one letter more at its end.</summary>
    protected static int Append(int word, int letter, int letters) => word * letters + letter + 1;
}
