using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>What motifs make of a space.</summary>
/// <remarks>Ru et al. 2021, section 5.3 ("motif-guided search" and transfer). A rule that would keep next to nothing says
/// more about the motifs than about the space: it gives way to the next weaker one.</remarks>
/// <param name="Space">What is left of the space, or the space with a bias towards it.</param>
/// <param name="Rule">The rule that was applied; null where none is, and the space is whole.</param>
/// <param name="Share">Share of the space that the rule keeps, in [0, 1], estimated on a sample.</param>
/// <param name="WantedShare">Share that the rule would keep which was asked for.</param>
/// <param name="Occurs">Whether any good or bad motif is in any architecture of the sample.</param>
/// <param name="Exploration">Probability that a draw ignores the rule, in [0, 1]; 0 where nothing else is searched.</param>
public sealed record MotifNarrowing(
    SearchSpace Space, string? Rule, double Share, double WantedShare, bool Occurs, double Exploration = 0)
{
    /// <summary>Smallest share of a space that a rule may keep.</summary>
    public const double LeastShare = 0.05;

    private const int SampleSize = 500;
    private static readonly string[] WeakerAndWeaker = [MotifRules.GoodAndNoBad, MotifRules.Good, MotifRules.NoBad];

    /// <summary>Narrows a space. The same motifs narrow a space always equally.</summary>
    /// <param name="space">The space.</param>
    /// <param name="set">The motifs, learned there or elsewhere.</param>
    /// <param name="rule">A value of <see cref="MotifRules"/>.</param>
    /// <param name="exploration">Probability that a draw ignores the rule, in [0, 1] (<see cref="NarrowedSpace"/>).</param>
    public static MotifNarrowing Of(SearchSpace space, MotifSet set, string rule, double exploration = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(set);
        var filter = new MotifFilter(space, set);
        var random = new RandomSource(0).Fork("motif narrowing");
        (bool Good, bool Bad)[] sample =
            [.. Enumerable.Range(0, SampleSize).Select(_ => filter.Holds(space.Sample(random)))];
        var occurs = sample.Any(holds => holds.Good || holds.Bad);
        var wanted = Share(rule);
        foreach (var applied in WeakerAndWeaker.SkipWhile(weaker => weaker != rule))
        {
            if (Share(applied) is var share && share >= LeastShare)
            {
                return new MotifNarrowing(
                    new NarrowedSpace(space, a => filter.Keeps(a, applied), exploration), applied, share, wanted, occurs,
                    exploration);
            }
        }

        return new MotifNarrowing(space, null, 1, wanted, occurs);

        double Share(string by) => sample.Average(holds => MotifFilter.Keeps(holds, by) ? 1.0 : 0);
    }

    /// <summary>In words, for the log.</summary>
    /// <param name="rule">The rule that was asked for.</param>
    public string Describe(string rule)
    {
        var (what, rest) = Exploration == 0 ? ("narrow", "")
            : ("bias", FormattableString.Invariant($" {100 * Exploration:F0} % of the draws and mutations ignore it."));
        var asked = FormattableString.Invariant($"'{rule}' keeps about {100 * WantedShare:F1} % of the space");
        return Rule == rule ? $"Motifs {what} the search: the rule {asked}.{rest}"
            : Rule is null ? $"Motifs do not guide the search: the rule {asked}, less than {100 * LeastShare:F0} %, and no weaker "
                + "rule keeps enough. The whole space is searched."
            : $"Motifs {what} the search: the rule {asked}, less than {100 * LeastShare:F0} %, and is relaxed to "
                + FormattableString.Invariant($"'{Rule}', which keeps about {100 * Share:F1} %.{rest}");
    }
}
