using NasStudio.Core.Architectures;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>Rules by which motifs narrow a space: the values of the option of that name.</summary>
public static class MotifRules
{
    /// <summary>An architecture holds a good motif and no bad one.</summary>
    public const string GoodAndNoBad = "good-and-no-bad";

    /// <summary>An architecture holds a good motif.</summary>
    public const string Good = "good";

    /// <summary>An architecture holds no bad motif.</summary>
    public const string NoBad = "no-bad";
}

/// <summary>Which good and bad motifs architectures hold.</summary>
/// <param name="space">The space of the architectures; it need not be the one that the motifs were learned in.</param>
/// <param name="set">The motifs.</param>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class MotifFilter(SearchSpace space, MotifSet set)
{
    private readonly ILookup<(int Part, int Level), (string Key, MotifClass Class)> _motifs = set.Motifs
        .Where(m => m.Class != MotifClass.Neutral)
        .ToLookup(m => (m.Motif.Part, m.Motif.Level), m => (MotifKey.Of(m.Motif.Tree), m.Class));

    /// <summary>Whether an architecture holds a good motif, and whether a bad one.</summary>
    public (bool Good, bool Bad) Holds(Architecture architecture)
    {
        var (good, bad) = (false, false);
        var graphs = space.FunctionalParts(architecture);
        foreach (var motifs in _motifs.Where(motifs => motifs.Key.Part < graphs.Count))
        {
            var keys = MotifKey.Of(graphs[motifs.Key.Part], motifs.Key.Level);
            foreach (var (key, motifClass) in motifs)
            {
                if (keys.Contains(key))
                {
                    (good, bad) = (good || motifClass == MotifClass.Good, bad || motifClass == MotifClass.Bad);
                }
            }
        }

        return (good, bad);
    }

    /// <summary>Whether a rule keeps an architecture.</summary>
    /// <param name="architecture">One of the space.</param>
    /// <param name="rule">A value of <see cref="MotifRules"/>.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public bool Keeps(Architecture architecture, string rule) => Keeps(Holds(architecture), rule);

    internal static bool Keeps((bool Good, bool Bad) holds, string rule) => rule switch
    {
        MotifRules.GoodAndNoBad => holds is (true, false),
        MotifRules.Good => holds.Good,
        MotifRules.NoBad => !holds.Bad,
        _ => throw new ArgumentException($"'{rule}' is no rule for motifs.", nameof(rule)),
    };
}
