namespace NasStudio.Core.Randomness;

/// <summary>
/// The only source of randomness in NasStudio: a seeded xoshiro256** generator that is passed in, never global, and
/// forked by purpose so that one consumer's draws cannot shift another's.
/// </summary>
/// <remarks>
/// Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 2021; state filled by SplitMix64.
/// A fork depends on the key of its parent, the purpose and the index alone, never on how many numbers the parent has
/// drawn: that is what makes a replay after a crash equal to an uninterrupted run. Not safe for concurrent use.
/// </remarks>
public sealed class RandomSource
{
    private readonly ulong _key;
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A source for a seed; equal seeds give equal sequences on every machine.</summary>
    public RandomSource(long seed) : this(unchecked((ulong)seed)) { }

    private RandomSource(ulong key)
    {
        _key = key;
        var mixer = key;
        _s0 = SplitMix(ref mixer);
        _s1 = SplitMix(ref mixer);
        _s2 = SplitMix(ref mixer);
        _s3 = SplitMix(ref mixer);
    }

    /// <summary>An independent source for one purpose (and, where there are several, one index) of this one.</summary>
    /// <param name="purpose">What the numbers are for, for instance "initial weights"; not empty.</param>
    /// <param name="index">Which of several equal purposes, for instance the number of the trial.</param>
    public RandomSource Fork(string purpose, long index = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var hash = 14695981039346656037UL;                     // FNV-1a over the UTF-16 units of the purpose
        foreach (var unit in purpose)
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        var mixer = unchecked(_key ^ hash);
        mixer = SplitMix(ref mixer);
        mixer = unchecked(mixer ^ (ulong)index * 0x9E3779B97F4A7C15UL);
        return new RandomSource(SplitMix(ref mixer));
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = unchecked(ulong.RotateLeft(_s1 * 5, 7) * 9);
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A non-negative seed for a generator outside this class (libtorch's, for instance).</summary>
    public long NextSeed() => (long)(NextBits() >> 1);

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, exclusiveMax), without modulo bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is not positive.</exception>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        var bound = (ulong)exclusiveMax;
        var high = Math.BigMul(NextBits(), bound, out var low);   // Lemire, "Fast Random Integer Generation", 2019
        if (low < bound)
        {
            var threshold = unchecked(0UL - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), bound, out low);
            }
        }

        return (int)high;
    }

    /// <summary>Standard normal (Box and Muller 1958, one of the pair; no state is kept between calls).</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble()));
        return radius * Math.Cos(2.0 * Math.PI * NextDouble());
    }

    /// <summary>One element, uniformly.</summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public T Choose<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count > 0
            ? items[NextInt(items.Count)]
            : throw new ArgumentException("There is nothing to choose from: the list is empty.", nameof(items));
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        var z = state;
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EBUL);
        return z ^ z >> 31;
    }
}
