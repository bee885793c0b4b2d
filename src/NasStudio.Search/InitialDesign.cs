using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>
/// The random starts. Every strategy of a run takes them from here, so that strategies with equal seeds start from
/// equal architectures and comparisons do not measure luck.
/// </summary>
public static class InitialDesign
{
    // After this many draws in a row that gave nothing new the rest of the space is listed instead.
    private const int FutileDraws = 1_000;

    /// <summary>Most architectures of a space that are listed.</summary>
    internal const long ListableSize = 1_000_000;

    /// <summary>The first random starts of a run, at most as many as the space has architectures.</summary>
    /// <param name="context">Space and seed.</param>
    /// <param name="count">How many; not negative.</param>
    public static IReadOnlyList<Architecture> Draw(StrategyContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Sequence(context).Take(count)];
    }

    /// <summary>Proposals for those of the first random starts that are not evaluated yet.</summary>
    /// <param name="context">Space and seed.</param>
    /// <param name="count">How many starts there are in all.</param>
    /// <param name="told">Trials told so far.</param>
    public static IReadOnlyList<Proposal> Left(StrategyContext context, int count, int told) => told >= count
        ? []
        : [.. Draw(context, count).Skip(told).Select(a => new Proposal(a, "random start"))];

    /// <summary>
    /// Distinct architectures in random order, without end or until the space is exhausted; drawn as they are read.
    /// What <see cref="Draw"/> gives is its beginning.
    /// </summary>
    public static IEnumerable<Architecture> Sequence(StrategyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Distinct(context.Space, context.Random.Fork("initial design"));
    }

    private static IEnumerable<Architecture> Distinct(SearchSpace space, RandomSource random)
    {
        var seen = new HashSet<Architecture>();
        for (var futile = 0; futile < FutileDraws && seen.Count != space.Size; futile++)
        {
            var architecture = space.Sample(random);
            if (seen.Add(architecture))
            {
                futile = -1;
                yield return architecture;
            }
        }

        if (space.Size > seen.Count && space.Size <= ListableSize)
        {
            Architecture[] rest = [.. space.Enumerate().Where(a => !seen.Contains(a))];
            random.Shuffle(rest.AsSpan());
            foreach (var architecture in rest)
            {
                yield return architecture;
            }
        }
    }
}
