using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Randomness;

public sealed class RandomSourceTests
{
    [Theory]
    [MemberData(nameof(KnownSequences))]
    public void Bits_are_those_of_xoshiro256_starstar_filled_by_splitmix64(long seed, ulong[] expected)
    {
        var random = new RandomSource(seed);
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    /// <summary>From the authors' reference algorithms, worked out by an independent program.</summary>
    public static TheoryData<long, ulong[]> KnownSequences => new()
    {
        { 0, [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C] },
        { 42, [0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1] },
        { -1, [0x8F5520D52A7EAD08, 0xC476A018CAA1802D, 0x81DE31C0D260469E, 0xBF658D7E065F3C2F] },
    };

    [Fact]
    public void A_fork_does_not_depend_on_what_its_parent_has_drawn()
    {
        var fresh = new RandomSource(5);
        var used = new RandomSource(5);
        for (var i = 0; i < 17; i++)
        {
            used.NextBits();
        }

        Assert.Equal(Bits(fresh.Fork("weights", 3)), Bits(used.Fork("weights", 3)));
    }

    [Fact]
    public void Drawing_from_a_fork_does_not_move_its_parent()
    {
        var random = new RandomSource(5);
        random.Fork("weights").NextBits();
        Assert.Equal(Bits(new RandomSource(5)), Bits(random));
    }

    [Fact]
    public void Forks_differ_by_seed_purpose_and_index()
    {
        var sequences =
            from seed in new long[] { 0, 1, -1, long.MaxValue }
            from purpose in new[] { "a", "b", "ab", "ba", "initial design", "evolution" }
            from index in new long[] { 0, 1, 2, -1, 1L << 40 }
            from deeper in new[] { false, true }
            let fork = new RandomSource(seed).Fork(purpose, index)
            select (deeper ? fork.Fork(purpose, index) : fork).NextBits();
        Assert.Equal(4 * 6 * 5 * 2, sequences.Distinct().Count());
    }

    [Fact]
    public void Neighbouring_forks_are_uncorrelated()
    {
        // Correlation of the first draws of forks i and i + 1; its standard deviation is 1/sqrt(10,000) = 0.01.
        var parent = new RandomSource(9);
        var draws = Enumerable.Range(0, 10_001).Select(i => parent.Fork("trial", i).NextDouble() - 0.5).ToArray();
        Assert.InRange(draws.Zip(draws.Skip(1), (a, b) => 12 * a * b).Average(), -0.04, 0.04);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Integers_are_uniform(int bound)
    {
        const int draws = 100_000;
        var random = new RandomSource(bound);
        var counts = new int[bound];
        for (var i = 0; i < draws; i++)
        {
            counts[random.NextInt(bound)]++;
        }

        // Chi-square has mean bound-1 and variance 2(bound-1); five standard deviations.
        var expected = (double)draws / bound;
        var chiSquare = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.InRange(chiSquare, 0, bound - 1 + 5 * Math.Sqrt(2.0 * bound));
    }

    [Fact]
    public void Integers_near_two_thirds_of_the_range_have_no_modulo_bias()
    {
        // With 32-bit modulo reduction, a bound of 3/4 * 2^31... would favour small values two to one.
        const int bound = 3 << 29;
        var random = new RandomSource(1);
        var low = Enumerable.Range(0, 100_000).Count(_ => random.NextInt(bound) < bound / 3);
        Assert.InRange(low, 33_333 - 750, 33_333 + 750);       // standard deviation 149
    }

    [Fact]
    public void Doubles_are_uniform_in_the_half_open_unit_interval()
    {
        var random = new RandomSource(2);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(draws, x => Assert.True(x is >= 0 and < 1));
        Assert.Equal(0.5, draws.Average(), 0.005);
        Assert.Equal(1 / 12.0, draws.Average(x => (x - 0.5) * (x - 0.5)), 0.001);
    }

    [Fact]
    public void Gaussians_have_the_moments_of_the_standard_normal()
    {
        var random = new RandomSource(3);
        var draws = Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian()).ToArray();
        Assert.Equal(0, draws.Average(), 0.012);
        Assert.Equal(1, draws.Average(x => x * x), 0.017);
        Assert.Equal(0, draws.Average(x => x * x * x), 0.045);
        Assert.Equal(3, draws.Average(x => x * x * x * x), 0.12);
        Assert.Equal(0.6827, draws.Count(x => Math.Abs(x) < 1) / 200_000.0, 0.006);
    }

    [Fact]
    public void Every_order_is_shuffled_equally_often()
    {
        var random = new RandomSource(4);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            random.Shuffle(letters.AsSpan());
            var order = new string(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 850, 1_150));   // standard deviation 31
    }

    [Fact]
    public void Seeds_for_others_are_not_negative()
    {
        var random = new RandomSource(6);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(random.NextSeed() >= 0));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        var random = new RandomSource(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(-1));
        Assert.Throws<ArgumentException>(() => random.Choose<int>([]));
        Assert.Throws<ArgumentException>(() => random.Fork(""));
    }

    private static List<ulong> Bits(RandomSource random) => [.. Enumerable.Range(0, 8).Select(_ => random.NextBits())];
}
