using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>A trial and its rank among those that it competed with; smaller is better, equals share a rank.</summary>
internal sealed record RankedTrial(Trial Trial, int Rank);

/// <summary>Who survives and who becomes a parent in <see cref="Nsga2"/>.</summary>
/// <remarks>
/// Deb et al. 2002. The crowded comparison of section III.B and the constrained domination of section VI.A are one
/// order: kept constraints before broken ones, those by the amount broken, then the front, then the crowding distance.
/// </remarks>
internal static class Nsga2Selection
{
    /// <summary>The best of parents and children (section III.C). Front and crowding distance are those among all
    /// candidates, as in the paper's loop; of equals the earlier candidates survive.</summary>
    public static IReadOnlyList<RankedTrial> Survivors(Problem problem, IReadOnlyList<Trial> candidates, int count)
        => [.. NonDominatedSort.Ranks(problem, candidates)
            .Zip(candidates, (rank, trial) => new RankedTrial(trial, rank)).OrderBy(c => c.Rank).Take(count)];

    /// <summary>The better of two different members; of equals the first drawn.</summary>
    /// <param name="members">At least one.</param>
    /// <param name="random">Draws the two.</param>
    public static RankedTrial Tournament(IReadOnlyList<RankedTrial> members, RandomSource random)
    {
        var first = random.NextInt(members.Count);
        var second = members.Count == 1 ? first : (first + 1 + random.NextInt(members.Count - 1)) % members.Count;
        return members[second].Rank < members[first].Rank ? members[second] : members[first];
    }
}
