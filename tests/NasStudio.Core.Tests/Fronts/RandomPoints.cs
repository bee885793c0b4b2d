using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Fronts;

/// <summary>Points for tests.</summary>
internal static class RandomPoints
{
    /// <summary>Whole numbers 0..levels-1: many ties and duplicates.</summary>
    public static double[][] Grid(RandomSource random, int count, int objectives, int levels)
        => [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, objectives).Select(_ => (double)random.NextInt(levels)).ToArray())];

    /// <summary>Uniform in the unit cube.</summary>
    public static double[][] Uniform(RandomSource random, int count, int objectives)
        => [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, objectives).Select(_ => random.NextDouble()).ToArray())];
}
